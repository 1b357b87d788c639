import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * What stands between a device and its server: `pass` everything; `cut` every connection; answer with the `page` of a
 * captive portal; `hang` without a word; `drip` a byte of the answer at a time.
 */
export type Trouble = 'pass' | 'cut' | 'page' | 'hang' | 'drip';

export interface TroubledNetwork extends AsyncDisposable {
  readonly url: string;
  /** Takes effect at once: what is connected is cut. */
  set(trouble: Trouble): void;
  /** Times at which a connection was made, in milliseconds. */
  readonly knocks: readonly number[];
}

const PORTAL = '<!doctype html><html><body><h1>Đăng nhập Wi-Fi khách sạn</h1></body></html>';
const DRIP_MS = 50;

const answerPage = (socket: Socket): void => {
  const body = Buffer.from(PORTAL);
  socket.once('data', () => {
    socket.end(
      `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${body.length}\r\n\r\n${PORTAL}`,
    );
  });
};

const drip = (from: Socket, to: Socket): void => {
  const waiting: number[] = [];
  from.on('data', (bytes) => waiting.push(...bytes));
  const timer = setInterval(() => {
    const next = waiting.shift();
    if (next !== undefined) to.write(Buffer.from([next]));
  }, DRIP_MS);
  to.once('close', () => clearInterval(timer));
};

/** A wire of the tests' own to a server on this machine. */
export const startTroubledNetwork = async (target: string): Promise<TroubledNetwork> => {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const knocks: number[] = [];
  let trouble: Trouble = 'pass';
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
    return socket;
  };
  const wire = createServer((socket) => {
    keep(socket);
    knocks.push(performance.now());
    if (trouble === 'cut') return void socket.destroy();
    if (trouble === 'page') return answerPage(socket);
    if (trouble === 'hang') return void socket.resume();
    const server = keep(connect(Number(port), hostname));
    socket.pipe(server);
    if (trouble === 'drip') drip(server, socket);
    else server.pipe(socket);
    server.once('close', () => socket.destroy());
    socket.once('close', () => server.destroy());
  });
  wire.listen(0, '127.0.0.1');
  await once(wire, 'listening');
  return {
    url: `http://127.0.0.1:${(wire.address() as AddressInfo).port}`,
    knocks,
    set(next) {
      trouble = next;
      for (const socket of sockets) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      wire.close();
      await once(wire, 'close');
    },
  };
};
