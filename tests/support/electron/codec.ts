/** Hooks for what only a bridge between worlds can carry; without them such values cannot be cloned. */
export interface CodecHooks {
  readonly encodeFunction?: (value: (...args: unknown[]) => unknown) => number;
  readonly decodeFunction?: (id: number) => unknown;
  readonly encodePromise?: (value: Promise<unknown>) => number;
  readonly decodePromise?: (id: number) => unknown;
}

export interface Codec {
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/**
 * Structured values as text, since the DevTools protocol's bindings carry strings only. What is neither plain nor
 * hooked throws, as a structured clone would. The function stands on its own: its source is also run in pages.
 */
export function createCodec(hooks: CodecHooks = {}): Codec {
  const bytesToText = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(text);
  };
  const textToBytes = (text: string): Uint8Array =>
    Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const uncloneable = (value: unknown): never => {
    throw new Error(`An object could not be cloned: ${Object.prototype.toString.call(value)}`);
  };

  const objectToPlain = (value: object): unknown => {
    if (Array.isArray(value)) return ['a', value.map(toPlain)];
    if (ArrayBuffer.isView(value)) {
      return ['b', bytesToText(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))];
    }
    if (value instanceof Date) return ['d', value.getTime()];
    if (value instanceof Error) return ['e', value.name, value.message];
    if (value instanceof Promise) {
      return hooks.encodePromise ? ['p', hooks.encodePromise(value)] : uncloneable(value);
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return uncloneable(value);
    return ['o', Object.entries(value).map(([key, item]) => [key, toPlain(item)])];
  };
  const toPlain = (value: unknown): unknown => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) ? value : ['n', String(value)];
      case 'undefined':
        return ['u'];
      case 'function':
        return hooks.encodeFunction
          ? ['f', hooks.encodeFunction(value as (...args: unknown[]) => unknown)]
          : uncloneable(value);
      case 'object':
        return value === null ? null : objectToPlain(value);
      default:
        return uncloneable(value);
    }
  };

  const fromPlain = (plain: unknown): unknown => {
    if (!Array.isArray(plain)) return plain;
    const [tag, first, second] = plain as [string, unknown, unknown];
    switch (tag) {
      case 'a':
        return (first as unknown[]).map(fromPlain);
      case 'b':
        return textToBytes(first as string);
      case 'd':
        return new Date(first as number);
      case 'e':
        return Object.assign(new Error(second as string), { name: first as string });
      case 'f':
        return hooks.decodeFunction?.(first as number);
      case 'n':
        return Number(first);
      case 'o':
        return Object.fromEntries(
          (first as [string, unknown][]).map(([key, item]) => [key, fromPlain(item)]),
        );
      case 'p':
        return hooks.decodePromise?.(first as number);
      default:
        return undefined;
    }
  };
  return {
    encode: (value) => JSON.stringify(toPlain(value)),
    decode: (text) => fromPlain(JSON.parse(text)),
  };
}
