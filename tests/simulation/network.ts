import { createHash } from 'node:crypto';
import type { Transport, TransportAnswer, TransportRequest } from '../../main/core/ports.ts';
import { cabinetError, type CabinetError, type ErrorCode } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { runAWhile } from './settle.ts';
import type { Rng } from './seeded.ts';
import type { SimServer } from './simServer.ts';
import { tampered } from './tampering.ts';
import type { World } from './world.ts';

/** How bad the network of a run is: probabilities per message. */
export interface Weather {
  lostBefore: number;
  lostAfter: number;
  doubled: number;
  pokeDropped: number;
  /** Milliseconds that a message takes at most; now and then much more. */
  latency: number;
  /** The server process dies in the middle of a request. */
  serverDies: number;
  /** An answer says something else than what the server sent. */
  tampered: number;
}

export const CALM: Weather = {
  lostBefore: 0,
  lostAfter: 0,
  doubled: 0,
  pokeDropped: 0,
  latency: 30,
  serverDies: 0,
  tampered: 0,
};

/** One device's way to the server. A new one for every start of its program. */
export interface Link {
  readonly transport: Transport;
  setOnline(online: boolean): void;
  isOnline(): boolean;
  /** Something waits for an answer, other than what an app does by itself while nobody is signed in. */
  isAsking(): boolean;
  /** The program on this end is gone: what is on its way arrives, and nobody hears the answer. */
  cut(): void;
}

type Answer = Result<TransportAnswer, CabinetError>;

const failed = (code: ErrorCode): Answer => err(cabinetError(code));

const shortHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 8);

const said = (request: TransportRequest): string => {
  const path = request.path.replace('/api/v1', '').replace(/[0-9a-f]{60}/, '…');
  const { json } = request;
  const sent = json as
    { readonly mutations?: readonly { readonly n: number; readonly name: string }[] } | undefined;
  const mutations = sent?.mutations?.map(({ n, name }) => `${n} ${name}`).join(', ');
  return mutations === undefined ? `${request.method} ${path}` : `${request.method} ${path} [${mutations}]`;
};

const deliver = (request: TransportRequest, answer: TransportAnswer): Answer => {
  const isGood = answer.status >= 200 && answer.status < 300;
  if (!isGood || request.onData === undefined) return ok(answer);
  const middle = Math.floor(answer.body.length / 2);
  void request.onData(answer.body.subarray(0, middle));
  void request.onData(answer.body.subarray(middle));
  return ok({ ...answer, body: new Uint8Array() });
};

export interface LinkOptions {
  readonly world: World;
  readonly server: SimServer;
  readonly name: string;
  readonly rng: Rng;
  readonly weather: Weather;
  readonly online: boolean;
  /** The server has been killed in the middle of a request. */
  readonly onServerDeath: () => void;
  /** An answer has been changed on its way. */
  readonly onTampered: () => void;
}

/** The look whether a server needs setting up, and the acknowledgement of a wipe. */
const ASIDE = /\/(?:server|devices\/wiped)$/;

interface Socket {
  end(): void;
}

export const createLink = (options: LinkOptions): Link => {
  const { world, server, name, rng, weather } = options;
  let online = options.online;
  let isCut = false;
  const pending = new Set<(answer: Answer) => void>();
  let asking = 0;
  const sockets = new Set<Socket>();
  const latency = (): number => 1 + rng.int(weather.latency) + (rng.chance(0.03) ? rng.int(15_000) : 0);

  const handle = async (request: TransportRequest): Promise<TransportAnswer | null> => {
    const answering = server.handle(request);
    if (rng.chance(weather.serverDies)) {
      await runAWhile(rng.int(12), rng.int(400));
      world.note('the server dies while it answers');
      server.kill();
      options.onServerDeath();
      await answering.catch(() => null);
      return null;
    }
    return answering;
  };
  /** What arrives of an answer: mostly what was sent. */
  const onTheWay = (request: TransportRequest, what: string, answer: TransportAnswer): TransportAnswer => {
    if (weather.tampered === 0 || !rng.chance(weather.tampered)) return answer;
    const changed = tampered(request.path, answer, rng);
    if (changed === null) return answer;
    world.note(`${name} ${what} is tampered with`);
    options.onTampered();
    return changed;
  };
  const send = (request: TransportRequest, what: string, finish: ((answer: Answer) => void) | null): void => {
    world.after(latency(), `${name} ${what} arrives`, async () => {
      const answer = await handle(request);
      if (answer === null) world.note(`${name} ${what}: nobody there`);
      else world.note(`${name} ${what}: ${answer.status} ${shortHash(answer.body)}`);
      if (finish === null) return;
      if (answer === null) return finish(failed('server_unreachable'));
      const arriving = onTheWay(request, what, answer);
      world.after(latency(), `${name} ${what} is answered`, () => finish(deliver(request, arriving)));
    });
  };
  /** The connection says at once that it is gone, or nothing at all until patience ends. */
  const losing = (finish: (answer: Answer) => void): void => {
    const isSilent = rng.chance(0.3);
    world.after(isSilent ? 20_000 : 100, '', () =>
      finish(failed(isSilent ? 'server_slow' : 'server_unreachable')),
    );
  };

  const request = (wanted: TransportRequest): Promise<Answer> =>
    new Promise((resolve) => {
      let isDone = false;
      const isAside = ASIDE.test(wanted.path);
      const finish = (answer: Answer): void => {
        pending.delete(finish);
        if (isDone) return;
        if (!isAside) asking -= 1;
        isDone = true;
        resolve(answer);
      };
      if (!isAside) asking += 1;
      if (isCut || wanted.signal?.aborted === true) return finish(failed('server_unreachable'));
      wanted.signal?.addEventListener('abort', () => finish(failed('server_unreachable')));
      pending.add(finish);
      const what = said(wanted);
      if (!online) return losing(finish);
      if (rng.chance(weather.doubled)) send(wanted, `${what} (again)`, null);
      if (rng.chance(weather.lostBefore)) return losing(finish);
      if (!rng.chance(weather.lostAfter)) return send(wanted, what, (answer) => !isDone && finish(answer));
      send(wanted, `${what} (answer lost)`, null);
      losing(finish);
    });

  const listen: Transport['listen'] = (_path, token, onText, onEnd) => {
    let isOpen = true;
    let leave = (): void => undefined;
    const socket: Socket = {
      end() {
        if (!isOpen) return;
        isOpen = false;
        sockets.delete(socket);
        leave();
        world.after(1, '', () => {
          if (!isCut) onEnd();
        });
      },
    };
    sockets.add(socket);
    const poke = (seq: number): void => {
      if (rng.chance(weather.pokeDropped)) return;
      world.after(latency(), `${name} poked to ${seq}`, () => {
        if (isOpen && online) onText(JSON.stringify({ type: 'poke', seq }));
      });
    };
    world.after(latency(), '', async () => {
      if (!isOpen) return;
      const left = online ? await server.join(token, { poke, end: () => socket.end() }) : null;
      if (left === null) return socket.end();
      if (isOpen) leave = left;
      else left();
    });
    return () => socket.end();
  };

  const setOnline = (next: boolean): void => {
    online = next;
    if (online) return;
    for (const finish of [...pending]) losing(finish);
    for (const socket of [...sockets]) {
      // Half-open: the other side is silent until the pings find out.
      if (rng.chance(0.5)) socket.end();
      else world.after(40_000, '', () => socket.end());
    }
  };

  return {
    transport: {
      request,
      listen,
      async close() {
        for (const socket of [...sockets]) socket.end();
      },
    },
    setOnline,
    isOnline: () => online,
    isAsking: () => asking > 0,
    cut() {
      isCut = true;
      for (const finish of [...pending]) finish(failed('server_unreachable'));
      for (const socket of [...sockets]) socket.end();
    },
  };
};
