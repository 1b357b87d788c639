import {
  QUERY_TOPICS,
  type CabinetBridge,
  type ClientArgs,
  type ClientMethod,
  type ClientResult,
  type QueryMethod,
  type Topic,
} from '../../shared/contract/client.ts';
import type { CabinetError } from '../../shared/contract/errors.ts';
import type { Result } from '../../shared/lib/result.ts';

/** What is known of one question. A new object for every change, so that React sees it. */
export interface QueryEntry<T> {
  readonly answer: Result<T, CabinetError> | null;
}

type Ask = <M extends ClientMethod>(
  method: M,
  args: ClientArgs<M>,
) => Promise<Result<ClientResult<M>, CabinetError>>;

export interface QueryStore {
  /** Asks on the first subscriber and on every change of a topic it depends on. Returns how to stop. */
  subscribe<M extends QueryMethod>(
    key: string,
    method: M,
    args: ClientArgs<M>,
    listener: () => void,
  ): () => void;
  peek(key: string): QueryEntry<unknown> | undefined;
  refresh(key: string): void;
  clear(): void;
}

interface Slot {
  entry: QueryEntry<unknown>;
  readonly topics: readonly Topic[];
  readonly ask: () => Promise<Result<unknown, CabinetError>>;
  readonly listeners: Set<() => void>;
  /** A question under way; `again` when a change came meanwhile. */
  running: boolean;
  again: boolean;
}

/** Answers of screens that were left, kept so that going back shows them at once, where one was. */
const KEPT = 40;

/** One per window. Questions that are equal are asked once, however many parts of a screen show the answer. */
export const createQueryStore = (bridge: CabinetBridge, ask: Ask): QueryStore => {
  const slots = new Map<string, Slot>();

  const run = async (slot: Slot): Promise<void> => {
    if (slot.running) {
      slot.again = true;
      return;
    }
    slot.running = true;
    do {
      slot.again = false;
      const answer = await slot.ask();
      slot.entry = { answer };
      for (const listener of slot.listeners) listener();
    } while (slot.again);
    slot.running = false;
  };

  const forgetOldest = (): void => {
    for (const [key, slot] of slots) {
      if (slots.size <= KEPT) return;
      if (slot.listeners.size === 0) slots.delete(key);
    }
  };

  bridge.onChanged((topics) => {
    for (const slot of slots.values()) {
      if (slot.listeners.size > 0 && slot.topics.some((topic) => topics.includes(topic))) void run(slot);
    }
  });

  return {
    subscribe(key, method, args, listener) {
      let slot = slots.get(key);
      if (slot === undefined) {
        slot = {
          entry: { answer: null },
          topics: QUERY_TOPICS[method],
          ask: () => ask(method, args),
          listeners: new Set(),
          running: false,
          again: false,
        };
        slots.set(key, slot);
        forgetOldest();
      }
      const current = slot;
      const first = current.listeners.size === 0;
      current.listeners.add(listener);
      if (first) void run(current);
      return () => current.listeners.delete(listener);
    },
    peek: (key) => slots.get(key)?.entry,
    refresh(key) {
      const slot = slots.get(key);
      if (slot === undefined) return;
      slot.entry = { answer: null };
      for (const listener of slot.listeners) listener();
      void run(slot);
    },
    clear() {
      for (const [key, slot] of slots) {
        slot.entry = { answer: null };
        if (slot.listeners.size === 0) slots.delete(key);
        else void run(slot);
      }
    },
  };
};
