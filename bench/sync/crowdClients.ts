import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';
import { poke, pullAnswer } from '../../shared/contract/sync.ts';
import { API, PROTOCOL } from '../../shared/contract/version.ts';
import type { Crowd, Member } from './crowdOffice.ts';

/**
 * Light clients: each has its own WebSocket and speaks the protocol as the core does (a pull when it connects, then a poke,
 * 20 ms for more pokes, a pull as the core sends it, the answer checked against its schema), but keeps nothing. Prints `ready` once all are connected,
 * then the moments at which each had its last record, in milliseconds since 1970.
 */
const DEBOUNCE_MS = 20;
const CONNECTING_AT_ONCE = 50;

const [url = '', file = '', from = '0', to = '0', wanted = '0'] = process.argv.slice(2);
const crowd = JSON.parse(await readFile(file, 'utf8')) as Crowd;
const agent = new Agent({ connections: 256, headersTimeout: 120_000, bodyTimeout: 120_000 });
const moments: number[] = [];

const pullOnce = async (member: Member, asOf: number) => {
  const answer = await request(`${url}${API}/sync/pull`, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${member.token}` },
    body: JSON.stringify({
      ...{ protocol: PROTOCOL, epoch: crowd.epoch, asOf, page: null },
      cursors: {},
      partial: [],
    }),
  });
  if (answer.statusCode !== 200) throw new Error(`a pull ended with ${answer.statusCode}`);
  return pullAnswer.parse(await answer.body.json());
};

/** Resolves when connected; `done` when it has all it waits for. */
const connect = (member: Member, done: () => void): Promise<void> => {
  let have = 0;
  let isPulling = false;
  let asOf = crowd.asOf;
  let poked = crowd.asOf;
  const pull = async (): Promise<void> => {
    while (poked > asOf) {
      const answer = await pullOnce(member, asOf);
      asOf = answer.asOf;
      for (const { records } of answer.changes) have += records.length;
    }
    isPulling = false;
    if (have < Number(wanted)) return;
    moments.push(Date.now());
    done();
  };
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${API}/pokes`, {
    headers: { authorization: `Bearer ${member.token}` },
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    // Whoever is connected has pulled; what is asked for then was told before, and does not count.
    socket.once('message', () => void pullOnce(member, asOf).then(() => resolve(), reject));
    socket.on('message', (data) => {
      poked = Math.max(poked, poke.parse(JSON.parse((data as Buffer).toString('utf8'))).seq);
      if (poked <= asOf || isPulling) return;
      isPulling = true;
      setTimeout(() => void pull(), DEBOUNCE_MS);
    });
  });
};

const members = crowd.members.slice(Number(from), Number(to));
let left = members.length;
const all = new Promise<void>((resolve) => {
  const done = (): void => {
    left -= 1;
    if (left === 0) resolve();
  };
  void (async () => {
    for (let at = 0; at < members.length; at += CONNECTING_AT_ONCE) {
      await Promise.all(members.slice(at, at + CONNECTING_AT_ONCE).map((member) => connect(member, done)));
    }
    console.log('ready');
  })();
});
await all;
console.log(JSON.stringify(moments));
process.exit(0);
