import { connect, createServer, type Server, type Socket } from 'node:net';

/** The way of one device to a server, which can be pulled out and put back. */
export interface Cable extends AsyncDisposable {
  /** What the device takes for the server. */
  readonly url: string;
  /** Every connection ends at once, and no new one comes through. */
  pull(): void;
  plug(): void;
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

/** Lays a cable to a server on loopback: bytes go both ways untouched. */
export const layCable = async (serverUrl: string): Promise<Cable> => {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isPulled = false;
  const server = createServer((near) => {
    if (isPulled) return void near.destroy();
    const far = connect(Number(port), hostname);
    const end = (): void => {
      for (const socket of [near, far]) {
        socket.destroy();
        sockets.delete(socket);
      }
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    near.pipe(far).pipe(near);
  });
  const pull = (): void => {
    isPulled = true;
    for (const socket of [...sockets]) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${await listening(server)}`,
    pull,
    plug: () => {
      isPulled = false;
    },
    [Symbol.asyncDispose]: () => {
      pull();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
