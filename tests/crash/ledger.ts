import type { MutationResult, WireMutation } from '../../shared/contract/sync.ts';
import type { Overheard } from './tap.ts';

/** What the server's database says once everything has come to rest. */
export interface Truth {
  /** The body of a live record; undefined when there is none. */
  body(kind: string, id: string): string | undefined;
  hasPaperTitled(title: string): boolean;
  hasBallot(id: string): boolean;
  /** Results of one mutation: exactly one when it was kept. */
  resultsOf(mutationId: string): readonly { readonly seq: number; readonly code: string | null }[];
}

/** Something a device has promised to its person. */
export interface Promised {
  readonly who: string;
  readonly what: string;
  /** A text that only the arguments of its mutation hold; null when they are sealed or signed. */
  readonly marker: string | null;
  /** Whether its effect is there; null where a later act may have replaced it. */
  readonly holds: ((truth: Truth) => boolean) | null;
}

/** What happened in a round, as known outside of the processes that were killed. */
export interface Ledger {
  promised(each: Promised): void;
  /** Told that it was not done: it must never be. */
  refused(who: string, what: string, marker: string): void;
  /** An answer that a device has kept. */
  settled(entry: Pick<MutationResult, 'id' | 'n' | 'seq' | 'status'> & { readonly args: string }): void;
  fail(text: string): void;
  readonly failures: readonly string[];
  /** After rest: everything promised is there once, everything acknowledged is as it was. */
  check(truth: Truth, overheard: Overheard | null): void;
}

const argsOf = (
  overheard: Overheard | null,
  settled: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => {
  const sent = [...(overheard?.sent ?? new Map<string, WireMutation>())];
  return new Map([...settled, ...sent.map(([id, { args }]) => [id, JSON.stringify(args)] as const)]);
};

export const createLedger = (): Ledger => {
  const promises: Promised[] = [];
  const refusals: { readonly who: string; readonly what: string; readonly marker: string }[] = [];
  const acknowledged = new Map<string, { readonly seq: number; readonly status: string }>();
  const settledArgs = new Map<string, string>();
  const failures: string[] = [];
  const fail = (text: string): void => void failures.push(text);

  const acknowledge = ({ id, seq, status }: Pick<MutationResult, 'id' | 'seq' | 'status'>): void => {
    const before = acknowledged.get(id);
    if (before !== undefined && (before.seq !== seq || before.status !== status)) {
      fail(`${id} was answered ${before.status} at ${before.seq}, then ${status} at ${seq}`);
    }
    acknowledged.set(id, { seq, status });
  };
  const checkAcknowledged = (truth: Truth): void => {
    for (const [id, { seq, status }] of acknowledged) {
      const results = truth.resultsOf(id);
      const [result] = results;
      const isSame = result?.seq === seq && (result.code === null) === (status === 'applied');
      if (results.length !== 1 || !isSame) {
        fail(`${id} was acknowledged (${status} at ${seq}); the server has ${JSON.stringify(results)}`);
      }
    }
  };
  const checkPromised = (truth: Truth, args: ReadonlyMap<string, string>, isComplete: boolean): void => {
    for (const { who, what, marker, holds } of promises) {
      if (holds !== null && !holds(truth)) fail(`${who}: ${what} was kept and has no effect on the server`);
      if (marker === null) continue;
      const ids = [...args].filter(([, text]) => text.includes(marker)).map(([id]) => id);
      const done = ids.flatMap((id) => [...truth.resultsOf(id)]);
      if (isComplete && done.length !== 1)
        fail(`${who}: ${what} was kept and is answered ${done.length} times`);
      const [result] = done;
      if (result !== undefined && result.code !== null)
        fail(`${who}: ${what} was kept and then ${result.code}`);
    }
  };
  const checkRefused = (truth: Truth, args: ReadonlyMap<string, string>): void => {
    for (const { who, what, marker } of refusals) {
      const ids = [...args].filter(([, text]) => text.includes(marker)).map(([id]) => id);
      if (ids.some((id) => truth.resultsOf(id).some(({ code }) => code === null))) {
        fail(`${who}: ${what} was said not to be done, and was done`);
      }
    }
  };

  return {
    promised: (each) => void promises.push(each),
    refused: (who, what, marker) => void refusals.push({ who, what, marker }),
    settled(entry) {
      settledArgs.set(entry.id, entry.args);
      acknowledge(entry);
    },
    fail,
    failures,
    check(truth, overheard) {
      for (const result of overheard?.answered ?? []) acknowledge(result);
      const args = argsOf(overheard, settledArgs);
      checkAcknowledged(truth);
      checkPromised(truth, args, overheard !== null);
      checkRefused(truth, args);
    },
  };
};
