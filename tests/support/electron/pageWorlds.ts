import type { Codec, CodecHooks } from './codec.ts';

/**
 * The page's side of the stand-in: these functions' sources are run in Chromium before any script of a page, one in
 * the page's own world, one in an isolated world where the preload then runs. The worlds share no objects, only DOM
 * events with texts; functions are called across, promises settle across, everything else is copied.
 */
type CreateCodec = (hooks?: CodecHooks) => Codec;
type AnyFunction = (...args: unknown[]) => unknown;

export interface Membrane {
  /** Gives the other world a value under a name. */
  expose(name: string, value: unknown): void;
}

/** One side of the bridge between the worlds. */
export function createMembrane(
  createCodec: CreateCodec,
  sendAs: string,
  receiveAs: string,
  onExpose: (name: string, value: unknown) => void,
): Membrane {
  const functions: AnyFunction[] = [];
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (cause: unknown) => void }>();
  let promises = 0;
  let returned: { ok: boolean; text: string } | null = null;

  const send = (message: unknown[]): void => {
    dispatchEvent(new CustomEvent(sendAs, { detail: JSON.stringify(message) }));
  };
  const codec = createCodec({
    encodeFunction: (value) => functions.push(value) - 1,
    decodeFunction:
      (id) =>
      (...args: unknown[]) => {
        send(['call', id, codec.encode(args)]);
        const answer = returned;
        returned = null;
        if (answer === null) throw new Error('the other world did not answer');
        const value = codec.decode(answer.text);
        if (answer.ok) return value;
        throw value;
      },
    encodePromise: (value) => {
      const id = promises++;
      value.then(
        (result) => send(['settle', id, true, codec.encode(result)]),
        (cause: unknown) => send(['settle', id, false, codec.encode(cause)]),
      );
      return id;
    },
    decodePromise: (id) => new Promise((resolve, reject) => pending.set(id, { resolve, reject })),
  });
  const call = (id: number, text: string): void => {
    try {
      send(['return', true, codec.encode(functions[id]?.(...(codec.decode(text) as unknown[])))]);
    } catch (cause) {
      send(['return', false, codec.encode(cause instanceof Error ? cause : new Error(String(cause)))]);
    }
  };
  addEventListener(receiveAs, (event) => {
    const [type, first, second, third] = JSON.parse((event as CustomEvent<string>).detail) as unknown[];
    if (type === 'call') call(first as number, second as string);
    if (type === 'return') returned = { ok: first as boolean, text: second as string };
    if (type === 'expose') onExpose(first as string, codec.decode(second as string));
    if (type === 'settle') {
      const waiting = pending.get(first as number);
      pending.delete(first as number);
      const value = codec.decode(third as string);
      if (second as boolean) waiting?.resolve(value);
      else waiting?.reject(value);
    }
  });
  return { expose: (name, value) => send(['expose', name, codec.encode(value)]) };
}

/** Name under which the isolated world gives the page's world its way to ask for permissions. */
const ASK = ' ask';

/** Runs in the page's own world. */
export function runMainWorld(
  createCodec: CreateCodec,
  membraneOf: typeof createMembrane,
  askName: string,
): void {
  if (window !== window.top) return;
  let ask: (permission: string, request: boolean) => Promise<boolean> = async () => true;
  membraneOf(createCodec, 'electron-to-isolated', 'electron-to-main', (name, value) => {
    if (name === askName) ask = value as typeof ask;
    else Object.defineProperty(window, name, { value: Object.freeze(value), enumerable: true });
  });

  /** Asks the shell's handlers, which sets Chromium's own permission, then lets Chromium do what it would. */
  const guard = <T extends object>(
    owner: T | undefined,
    name: keyof T & string,
    permission: string,
  ): void => {
    if (!owner) return;
    const native = (owner[name] as AnyFunction | undefined)?.bind(owner);
    if (!native) return;
    const replaced = (...args: unknown[]): Promise<unknown> =>
      ask(permission, true).then(() => native(...args));
    Object.defineProperty(owner, name, { value: replaced, configurable: true, writable: true });
  };
  guard(navigator.geolocation, 'getCurrentPosition', 'geolocation');
  guard(navigator.geolocation, 'watchPosition', 'geolocation');
  guard(navigator.mediaDevices, 'getUserMedia', 'media');
  guard(navigator.clipboard, 'readText', 'clipboard-read');
  guard(navigator.clipboard, 'writeText', 'clipboard-sanitized-write');
  guard(window.Notification, 'requestPermission', 'notifications');

  // A refused window is `null` in Electron; Chromium gives one that the stand-in closes before it loads anything.
  const nativeOpen = window.open.bind(window);
  window.open = (...args) => {
    nativeOpen(...args);
    return null;
  };
}

/** Runs in the isolated world; `preload` is the text of the shell's preload as a function of `require`. */
export function runIsolatedWorld(
  createCodec: CreateCodec,
  membraneOf: typeof createMembrane,
  askName: string,
  preload: (require: (name: string) => unknown, module: { exports: object }, exports: object) => void,
): void {
  // Preloads run in main frames only, unless a window asks for more, which the shell does not.
  if (window !== window.top) return;
  const scope = globalThis as unknown as {
    electronHost: (text: string) => void;
    electronReceive: (text: string) => void;
  };
  const codec = createCodec();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (cause: unknown) => void }>();
  const listeners = new Map<string, Set<AnyFunction>>();
  let nextId = 0;
  const ask = (message: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      scope.electronHost(codec.encode({ ...message, id }));
    });
  scope.electronReceive = (text) => {
    const message = codec.decode(text) as {
      type: 'reply' | 'send';
      id: number;
      ok: boolean;
      value: unknown;
      channel: string;
      args: unknown[];
    };
    if (message.type === 'send') {
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener({}, ...message.args);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) asked?.resolve(message.value);
    else asked?.reject(message.value);
  };
  const membrane = membraneOf(createCodec, 'electron-to-main', 'electron-to-isolated', () => undefined);
  membrane.expose(askName, (permission: string, request: boolean) =>
    ask({ type: 'permission', permission, request }),
  );
  const electron = {
    contextBridge: { exposeInMainWorld: (key: string, api: unknown) => membrane.expose(key, api) },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) => ask({ type: 'invoke', channel, args }),
      on(channel: string, listener: AnyFunction) {
        const set = listeners.get(channel) ?? new Set();
        listeners.set(channel, set.add(listener));
      },
      removeListener: (channel: string, listener: AnyFunction) => {
        listeners.get(channel)?.delete(listener);
      },
    },
  };
  const module = { exports: {} };
  const require = (name: string): unknown => {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  };
  preload(require, module, module.exports);
}

/** The two scripts, as texts for `Page.addScriptToEvaluateOnNewDocument`. */
export const pageScripts = (
  createCodec: CreateCodec,
  preloadText: string,
): { main: string; isolated: string } => {
  const common = `(${String(createCodec)}), (${String(createMembrane)}), ${JSON.stringify(ASK)}`;
  return {
    main: `(${String(runMainWorld)})(${common});`,
    isolated: `(${String(runIsolatedWorld)})(${common}, function (require, module, exports) {\n${preloadText}\n});`,
  };
};
