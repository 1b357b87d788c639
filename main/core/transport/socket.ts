import { WebSocket } from 'ws';

const PING_MS = 20_000;
const HANDSHAKE_MS = 10_000;
const MAX_FRAME_BYTES = 64 * 1024;

interface SocketTarget {
  readonly url: string;
  readonly token: string;
  readonly ca?: string;
  /** How often the other side is asked for a sign of life, in milliseconds. */
  readonly pingMs?: number | undefined;
}

/**
 * Text frames until the connection ends; `onEnd` is called once. A connection that no longer answers pings is ended:
 * a network that was pulled out says nothing by itself. The timer does not keep a process alive.
 */
export const listenOverSocket = (
  { url, token, ca, pingMs = PING_MS }: SocketTarget,
  onText: (text: string) => void,
  onEnd: () => void,
): (() => void) => {
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    followRedirects: false,
    ...(ca === undefined ? {} : { ca }),
  });
  let isAlive = true;
  let hasEnded = false;
  const pings = setInterval(() => {
    if (!isAlive) socket.terminate();
    else if (socket.readyState === WebSocket.OPEN) {
      isAlive = false;
      socket.ping();
    }
  }, pingMs);
  pings.unref();
  const ended = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    clearInterval(pings);
    onEnd();
  };
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('message', (data, isBinary) => {
    isAlive = true;
    if (!isBinary && Buffer.isBuffer(data)) onText(data.toString('utf8'));
  });
  // `close` follows every `error`; without a listener the error would be thrown.
  socket.on('error', () => undefined);
  socket.on('close', ended);
  return () => {
    socket.terminate();
  };
};
