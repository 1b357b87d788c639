import { drawId } from './otherFormats.ts';

/** What a device keeps of what its person did, as `docs/sync.md` says it: its numbers, and its outbox. */
export interface Mutation {
  readonly id: string;
  readonly n: number;
  readonly name: string;
  readonly args: unknown;
  readonly at: string;
  readonly formerly?: Formerly;
}

/** The first answer that applied it. */
interface Formerly {
  readonly epoch: string;
  readonly seq: number;
  readonly leaves?: readonly unknown[];
}

export interface MutationResult {
  readonly id: string;
  readonly n: number;
  readonly status: 'applied' | 'rejected';
  readonly seq: number;
  readonly code?: string;
  readonly leaves?: readonly unknown[];
}

interface Entry {
  mutation: Mutation;
  state: 'waiting' | 'applied' | 'returning';
  /** Of its answer in the present epoch. */
  seq: number;
}

export class Line {
  #next = 1;
  #entries: Entry[] = [];

  /** Numbered and kept before it is sent. */
  draw(name: string, args: unknown): Mutation {
    const mutation = { id: drawId(), n: this.#next, name, args, at: new Date().toISOString() };
    this.#next += 1;
    this.#entries.push({ mutation, state: 'waiting', seq: 0 });
    return mutation;
  }

  settle(results: readonly MutationResult[], epoch: string): void {
    for (const { id, status, seq, leaves } of results) {
      const entry = this.#entries.find(({ mutation }) => mutation.id === id);
      if (entry === undefined) continue;
      const { formerly } = entry.mutation;
      if (status === 'applied') {
        const first = formerly ?? { epoch, seq, ...(leaves === undefined ? {} : { leaves }) };
        Object.assign(entry, { state: 'applied', seq, mutation: { ...entry.mutation, formerly: first } });
      } else if (formerly === undefined) {
        this.#entries = this.#entries.filter((each) => each !== entry);
      } else {
        entry.state = 'returning';
      }
    }
  }

  /** A backup holds everything up to this number. */
  durable(through: number): void {
    this.#entries = this.#entries.filter(({ state, seq }) => state !== 'applied' || seq > through);
  }

  /** What a restored server, which has the numbers before `expected`, is to be sent, in order. */
  startOver(expected: number): readonly Mutation[] {
    this.#next = expected;
    this.#entries = this.#entries.filter(
      ({ state, mutation }) => state !== 'applied' || mutation.n >= expected,
    );
    return this.#number(this.#entries);
  }

  /** What the restored server has refused although it had once applied it, to be tried again. */
  returning(): readonly Mutation[] {
    return this.#number(this.#entries.filter(({ state }) => state === 'returning'));
  }

  #number(entries: readonly Entry[]): readonly Mutation[] {
    return entries.map((entry) => {
      Object.assign(entry, { state: 'waiting', mutation: { ...entry.mutation, n: this.#next } });
      this.#next += 1;
      return entry.mutation;
    });
  }
}
