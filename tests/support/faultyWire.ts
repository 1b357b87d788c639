import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Direction = 'up' | 'down';

/** What happens to a connection once `after` bytes have passed in that direction since the request that it is about. */
export type Fault =
  /** Both sides are told, politely or not. */
  | {
      readonly kind: 'cut';
      readonly direction: Direction;
      readonly after: number;
      readonly how: 'end' | 'reset';
    }
  /** Nothing passes any more either way, and nobody is told: a half-open connection. */
  | { readonly kind: 'silence'; readonly direction: Direction; readonly after: number }
  /** So many bytes at a time, every 10 ms. */
  | { readonly kind: 'trickle'; readonly direction: Direction; readonly bytes: number }
  /** Kept back until `release`. */
  | { readonly kind: 'hold'; readonly direction: Direction }
  /** These bytes instead of the server's answer, and then the end. The server never sees the request. */
  | { readonly kind: 'answer'; readonly bytes: Uint8Array };

export interface Planned {
  /** How often it has struck. */
  hits(): number;
  /** Lets go what is held, and holds nothing any more. */
  release(): void;
  /** Never again. */
  end(): void;
}

/** A way to a server on this machine on which things go wrong at named requests, counted in bytes. */
export interface FaultyWire extends AsyncDisposable {
  readonly url: string;
  /** The next `times` requests (or upgrades) whose path holds this meet the fault. */
  plan(path: string, fault: Fault, times?: number): Planned;
  /** Called with the first line of each request that passes. */
  onRequest(listener: (firstLine: string) => void): void;
  /** The bytes of the last request with that path, as its device sent them. */
  lastRequest(path: string): Buffer | null;
  /** Every connection ends at once; new ones come through. */
  cutAll(): void;
}

interface Struck {
  readonly fault: Fault;
  readonly planned: PlannedFault;
  readonly passed: { up: number; down: number };
}

interface PlannedFault extends Planned {
  readonly path: string;
  readonly fault: Fault;
  left: number;
  isReleased: boolean;
  hit(): void;
  readonly letGo: (() => void)[];
}

const TICK_MS = 10;
const LINE = /^(?:GET|POST|PUT|DELETE) (\S+) HTTP\/1\.1$/;

/** Writes `bytes` a little at a time, after whatever is still on its way there. */
const createTrickle = (to: Socket) => {
  const waiting: Buffer[] = [];
  let timer: NodeJS.Timeout | null = null;
  to.once('close', () => clearInterval(timer ?? undefined));
  return (bytes: Buffer, size: number): void => {
    waiting.push(bytes);
    timer ??= setInterval(() => {
      const all = Buffer.concat(waiting.splice(0));
      if (all.length === 0) return;
      if (!to.destroyed) to.write(all.subarray(0, size));
      if (all.length > size) waiting.push(all.subarray(size));
    }, TICK_MS);
  };
};

const cut = (near: Socket, far: Socket, how: 'end' | 'reset'): void => {
  if (how === 'reset') near.resetAndDestroy();
  else near.destroySoon();
  far.destroy();
};

/** Carries one connection; `strike` says what the request that begins here meets. */
const carry = (
  near: Socket,
  far: Socket,
  strike: (path: string, line: string, bytes: Buffer) => Struck | null,
) => {
  let struck: Struck | null = null;
  let isSilent = false;
  const trickles = { up: createTrickle(far), down: createTrickle(near) };
  const write = (to: Socket, bytes: Buffer): void => {
    if (!to.destroyed && bytes.length > 0) to.write(bytes);
  };
  const pass = (direction: Direction, bytes: Buffer): void => {
    const to = direction === 'up' ? far : near;
    if (isSilent) return;
    if (struck === null || struck.fault.kind === 'answer' || struck.fault.direction !== direction) {
      return write(to, bytes);
    }
    const { fault, passed, planned } = struck;
    if (fault.kind === 'trickle') {
      planned.hit();
      return trickles[direction](bytes, fault.bytes);
    }
    if (fault.kind === 'hold') {
      if (planned.isReleased) return write(to, bytes);
      planned.hit();
      planned.letGo.push(() => write(to, bytes));
      return;
    }
    const room = fault.after - passed[direction];
    passed[direction] += bytes.length;
    write(to, bytes.subarray(0, Math.max(0, room)));
    if (bytes.length < room) return;
    planned.hit();
    if (fault.kind === 'silence') isSilent = true;
    else cut(near, far, fault.how);
  };
  near.on('data', (bytes: Buffer) => {
    const [line = ''] = bytes.subarray(0, 300).toString('latin1').split('\r\n');
    const path = LINE.exec(line)?.[1];
    if (path !== undefined) struck = strike(path, line, bytes);
    if (struck?.fault.kind === 'answer') {
      struck.planned.hit();
      near.end(struck.fault.bytes);
      return void far.destroy();
    }
    pass('up', bytes);
  });
  far.on('data', (bytes: Buffer) => pass('down', bytes));
  near.once('close', () => {
    // A half-open connection: the other side never learns.
    if (!isSilent) far.destroySoon();
  });
  far.once('close', () => {
    const isHeld = struck?.fault.kind === 'hold' && !struck.planned.isReleased;
    if (!isSilent && !isHeld && struck?.fault.kind !== 'answer') near.destroySoon();
  });
};

const createPlanned = (path: string, fault: Fault, times: number): PlannedFault => {
  let hits = 0;
  const letGo: (() => void)[] = [];
  const planned: PlannedFault = {
    ...{ path, fault, left: times, isReleased: false, letGo },
    hits: () => hits,
    hit: () => void (hits += 1),
    release() {
      planned.isReleased = true;
      for (const each of letGo.splice(0)) each();
    },
    end() {
      planned.left = 0;
    },
  };
  return planned;
};

export const startFaultyWire = async (target: string): Promise<FaultyWire> => {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const plans: PlannedFault[] = [];
  const listeners: ((line: string) => void)[] = [];
  const requests = new Map<string, Buffer>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  };
  const strike = (path: string, line: string, bytes: Buffer): Struck | null => {
    requests.set(path.slice(path.lastIndexOf('/', path.lastIndexOf('/') - 1)), bytes);
    const planned = plans.find((each) => each.left > 0 && path.includes(each.path));
    for (const listener of listeners) listener(line);
    if (planned === undefined) return null;
    planned.left -= 1;
    return { fault: planned.fault, planned, passed: { up: 0, down: 0 } };
  };
  const wire = createServer((near) => {
    const far = keep(connect(Number(port), hostname));
    carry(keep(near), far, strike);
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(wire.address() as AddressInfo).port}`,
    plan(path, fault, times = 1) {
      const planned = createPlanned(path, fault, times);
      plans.push(planned);
      return planned;
    },
    onRequest: (listener) => void listeners.push(listener),
    lastRequest: (path) => requests.get(path) ?? null,
    cutAll() {
      for (const socket of [...sockets]) socket.destroy();
    },
    [Symbol.asyncDispose]: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => wire.close(() => resolve()));
    },
  };
};
