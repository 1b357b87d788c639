import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { type z } from 'zod';
import {
  pushAnswer,
  pushRequest,
  type MutationResult,
  type WireMutation,
} from '../../shared/contract/sync.ts';

/** What went over the wire about mutations, as somebody between the two sides sees it. */
export interface Overheard {
  /** Every mutation that left a device, by its id. */
  readonly sent: Map<string, WireMutation>;
  /** Every answer that left the server whole. */
  readonly answered: MutationResult[];
}

/** The way between devices and the server: always the same address, whichever process answers behind it. */
export interface Tap extends AsyncDisposable {
  readonly url: string;
  /** Where connections go from now on; null: nobody answers. Those that are open end. */
  connectTo(url: string | null): void;
  /** What is heard from now on. */
  listen(): Overheard;
}

interface Message {
  readonly first: string;
  readonly body: Buffer;
}

/** Cuts one direction of an HTTP/1.1 connection into messages; bodies that nobody wants are counted, not kept. */
const createCutter = (isWanted: (first: string) => boolean, onMessage: (message: Message) => void) => {
  let head = Buffer.alloc(0);
  let current: { readonly first: string; left: number; readonly pieces: Buffer[] | null } | null = null;
  let isOver = false;
  const end = (): void => {
    if (current === null) return;
    const { first, pieces } = current;
    current = null;
    onMessage({ first, body: Buffer.concat(pieces ?? []) });
  };
  const beginBody = (text: string): void => {
    const [first = ''] = text.split('\r\n');
    // What follows an upgrade are frames.
    if (/^HTTP\/1\.1 101 /.test(first)) isOver = true;
    const length = /^content-length: *(\d+)/im.exec(text)?.[1];
    const hasNone = /^HTTP\/1\.1 (?:1\d\d|204|304) /.test(first);
    current = { first, left: hasNone ? 0 : Number(length ?? 0), pieces: isWanted(first) ? [] : null };
    if (current.left === 0) end();
  };
  return (piece: Buffer): void => {
    let rest = piece;
    while (rest.length > 0 && !isOver) {
      if (current !== null) {
        const part = rest.subarray(0, current.left);
        current.pieces?.push(part);
        current.left -= part.length;
        rest = rest.subarray(part.length);
        if (current.left === 0) end();
        continue;
      }
      head = Buffer.concat([head, rest]);
      const at = head.indexOf('\r\n\r\n');
      if (at < 0) return;
      rest = head.subarray(at + 4);
      const text = head.subarray(0, at).toString('latin1');
      head = Buffer.alloc(0);
      beginBody(text);
    }
  };
};

const parsedJson = <S extends z.ZodType>(schema: S, body: Buffer): z.infer<S> | null => {
  try {
    const parsed = schema.safeParse(JSON.parse(body.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** Follows one connection: what was asked, and what was answered to it, in order. */
const overhear = (heard: () => Overheard) => {
  const asked: string[] = [];
  const isPush = (first: string | undefined): boolean => first?.includes('/sync/push ') === true;
  const up = createCutter(isPush, ({ first, body }) => {
    asked.push(first);
    if (!isPush(first)) return;
    for (const each of parsedJson(pushRequest, body)?.mutations ?? []) heard().sent.set(each.id, each);
  });
  const down = createCutter(
    () => isPush(asked[0]),
    ({ body }) => {
      if (isPush(asked.shift())) heard().answered.push(...(parsedJson(pushAnswer, body)?.results ?? []));
    },
  );
  return { up, down };
};

export const startTap = async (): Promise<Tap> => {
  const sockets = new Set<Socket>();
  let target: URL | null = null;
  let heard: Overheard = { sent: new Map(), answered: [] };
  const server = createServer((near) => {
    if (target === null) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    if (target.protocol === 'http:') {
      const { up, down } = overhear(() => heard);
      near.on('data', up);
      far.on('data', down);
    }
    for (const socket of [near, far]) {
      sockets.add(socket);
      const other = socket === near ? far : near;
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const socket of [...sockets]) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    connectTo(url) {
      target = url === null ? null : new URL(url);
      cut();
    },
    listen() {
      heard = { sent: new Map(), answered: [] };
      return heard;
    },
    [Symbol.asyncDispose]: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
