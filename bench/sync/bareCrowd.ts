import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { API } from '../../shared/contract/version.ts';

/** The floor: `ws` and `node:http` alone, sending the bytes of an answer that lies ready. `bareCrowd.ts ANSWER` */
const answer = readFileSync(process.argv[2] ?? '');
const { asOf } = JSON.parse(answer.toString('utf8')) as { asOf: number };
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    JSON.parse(Buffer.concat(pieces).toString('utf8'));
    if (request.url === `${API}/sync/push`) {
      for (const socket of sockets.clients) socket.send(JSON.stringify({ type: 'poke', seq: asOf }));
    }
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
  });
});
server.keepAliveTimeout = 30_000;
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (client) => client.send('{"type":"poke","seq":0}'));
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listening http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
