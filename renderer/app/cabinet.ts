import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import {
  type CabinetBridge,
  type ClientAnswer,
  type ClientArgs,
  type ClientMethod,
  type ClientResult,
  type QueryMethod,
} from '../../shared/contract/client.ts';
import type { CabinetError } from '../../shared/contract/errors.ts';
import type { MutationArgs, MutationName } from '../../shared/domain/mutations/args.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { createQueryStore, type QueryEntry, type QueryStore } from './queryStore.ts';

declare global {
  interface Window {
    /** Given by every host before the app's first script runs. */
    readonly cabinet: CabinetBridge;
  }
}

/**
 * Asks the core. Never rejects: a host that cannot answer at all (its process is gone) is `internal`.
 */
export const call = async <M extends ClientMethod>(
  method: M,
  args: ClientArgs<M>,
): Promise<Result<ClientResult<M>, CabinetError>> => {
  let answer: ClientAnswer<M>;
  try {
    answer = await window.cabinet.call(method, args);
  } catch {
    return err({ code: 'internal', params: {} });
  }
  return answer.ok ? ok(answer.value) : err({ code: answer.error.code, params: answer.error.params });
};

/** One mutation of the rules, its arguments checked against its name. */
export const mutate = <N extends MutationName>(
  name: N,
  args: MutationArgs<N>,
): Promise<Result<ClientResult<'mutate'>, CabinetError>> => call('mutate', { name, args });

export type Query<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: CabinetError; readonly retry: () => void }
  | { readonly status: 'ready'; readonly value: T };

let store: QueryStore | undefined;
const queries = (): QueryStore => (store ??= createQueryStore(window.cabinet, call));

/** Forgets every answer: after locking, nothing that was read stays in memory here. */
export const forgetAnswers = (): void => queries().clear();

/**
 * The core's answer to a question, asked again whenever something it depends on has changed (`QUERY_TOPICS`).
 * While it is asked again, the last answer stays; `null` for `args` asks nothing yet and is `loading`.
 */
export const useQuery = <M extends QueryMethod>(
  method: M,
  args: ClientArgs<M> | null,
): Query<ClientResult<M>> => {
  const key = args === null ? null : `${method} ${JSON.stringify(args)}`;
  // The key says all that the arguments say: a new object with the same content is the same question.
  const argsRef = useRef(args);
  useEffect(() => {
    argsRef.current = args;
  });
  const subscribe = useCallback(
    (listener: () => void) => {
      const current = argsRef.current;
      if (key === null || current === null) return () => undefined;
      return queries().subscribe(key, method, current, listener);
    },
    [key, method],
  );
  const entry = useSyncExternalStore(subscribe, () =>
    key === null ? undefined : (queries().peek(key) as QueryEntry<ClientResult<M>> | undefined),
  );
  return useMemo(() => {
    if (key === null || entry === undefined || entry.answer === null) return { status: 'loading' };
    if (entry.answer.ok) return { status: 'ready', value: entry.answer.value };
    return { status: 'failed', error: entry.answer.error, retry: () => queries().refresh(key) };
  }, [key, entry]);
};

export interface Command<A, T> {
  /** Runs it; a second run while one is under way is allowed, `busy` covers both. */
  readonly run: (args: A) => Promise<Result<T, CabinetError>>;
  readonly busy: boolean;
  /** Of the last run; null when it went well or nothing ran. */
  readonly error: CabinetError | null;
  readonly reset: () => void;
}

const useRunner = <A, T>(perform: (args: A) => Promise<Result<T, CabinetError>>): Command<A, T> => {
  const [running, setRunning] = useState(0);
  const [error, setError] = useState<CabinetError | null>(null);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  const run = useCallback(
    async (args: A) => {
      setRunning((count) => count + 1);
      setError(null);
      const result = await perform(args);
      if (alive.current) {
        setRunning((count) => count - 1);
        setError(result.ok ? null : result.error);
      }
      return result;
    },
    [perform],
  );
  const reset = useCallback(() => setError(null), []);
  return { run, busy: running > 0, error, reset };
};

/** A call that does something, with its state for the button that starts it. */
export const useCommand = <M extends ClientMethod>(method: M): Command<ClientArgs<M>, ClientResult<M>> =>
  useRunner(useCallback((args: ClientArgs<M>) => call(method, args), [method]));

/** A mutation of the rules, with its state for the button that starts it. */
export const useMutation = <N extends MutationName>(
  name: N,
): Command<MutationArgs<N>, ClientResult<'mutate'>> =>
  useRunner(useCallback((args: MutationArgs<N>) => mutate(name, args), [name]));
