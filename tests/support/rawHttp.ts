import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { problem } from '../../shared/contract/sync.ts';
import { isErrorCode } from '../../shared/contract/errors.ts';

/** What came back over a connection of its own, as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

/** A connection that says nothing for this long is over, in milliseconds. */
const PATIENCE_MS = 5000;

export const openSocket = async (url: string): Promise<Socket> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
};

/** Everything that comes until the other side ends the connection; fails when it never does. */
export const readAll = (socket: Socket): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    socket.setTimeout(PATIENCE_MS, () =>
      socket.destroy(new Error('the server neither answers nor hangs up')),
    );
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.once('close', () => resolve(Buffer.concat(pieces)));
    // A server that refuses what it has not read to its end may reset the connection: what came still counts.
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(Buffer.concat(pieces));
      else reject(error);
    });
  });

export const parseAnswer = (bytes: Buffer): RawAnswer => {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0);
  return { status, head, body: end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4) };
};

/** Sends these bytes on a connection of their own and reads the answer to its end. */
export const sendRaw = async (url: string, bytes: Buffer): Promise<RawAnswer> => {
  const socket = await openSocket(url);
  const all = readAll(socket);
  socket.write(bytes);
  return parseAnswer(await all);
};

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** A request as text: no client in between that would put anything right. */
export const requestBytes = ({ method, path, headers = {}, body }: RawRequest): Buffer => {
  const lines = Object.entries({
    host: 'localhost',
    connection: 'close',
    ...(body === undefined ? {} : { 'content-length': String(body.length) }),
    ...headers,
  });
  const head = `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body ?? Buffer.alloc(0)]);
};

/** Why an answer is none of those that the protocol designs; null when it is one. */
export const undesigned = (answer: RawAnswer, isHead = false): string | null => {
  const { status, head, body } = answer;
  const say = (what: string): string =>
    `${what}: ${head.slice(0, 300)} | ${body.toString('utf8').slice(0, 300)}`;
  if (status === 0) return say('no answer');
  if (status >= 500) return say('a failure of the server');
  // A range that lies outside says so in `Content-Range`.
  if (status < 400 || isHead || status === 416) return null;
  if (!/content-type: application\/problem\+json/i.test(head)) return say('no problem document');
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return say('no JSON');
  }
  const parsed = problem.safeParse(json);
  if (!parsed.success || !isErrorCode(parsed.data.code)) return say('no code');
  return parsed.data.code === 'internal' ? say('an internal failure') : null;
};
