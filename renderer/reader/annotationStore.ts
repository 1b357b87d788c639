import type { Annotation } from '../../shared/contract/annotation.ts';
import type { CabinetError } from '../../shared/contract/errors.ts';
import type { Result } from '../../shared/lib/result.ts';
import { createHistory, type Change } from './history.ts';

/** How the host keeps annotations. The reader itself keeps none. */
export interface AnnotationHost {
  put(annotation: Annotation): Promise<Result<unknown, CabinetError>>;
  remove(id: string): Promise<Result<unknown, CabinetError>>;
}

export interface AnnotationSnapshot {
  /** What is on the pages: what the host has, with the own changes that it has not answered yet. */
  readonly annotations: readonly Annotation[];
  /** Changes that the host could not keep. They stay on the pages until they are kept. */
  readonly unkept: number;
  /** Why the last of them was not kept. */
  readonly error: CabinetError | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface AnnotationStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => AnnotationSnapshot;
  /** What the host has now, after every change that it tells of. */
  readonly setKept: (annotations: readonly Annotation[]) => void;
  /** Does and records one step. */
  readonly change: (changes: readonly Change[]) => void;
  readonly undo: () => readonly Change[];
  readonly redo: () => readonly Change[];
  /** Tries again what could not be kept. */
  readonly retry: () => void;
  /** Resolves when nothing is on its way to the host any more. */
  readonly settled: () => Promise<void>;
}

interface Pending {
  readonly id: string;
  /** What it should be; `null`: gone. */
  wanted: Annotation | null;
  state: 'saving' | 'kept' | 'unkept';
  /** Lists of the host that came after it was kept and did not show it. */
  missed: number;
}

/** Whether the host's list already says what was asked for. */
const hasArrived = (pending: Pending, kept: Annotation | undefined): boolean =>
  pending.wanted === null
    ? kept === undefined
    : kept !== undefined && kept.updatedAt >= pending.wanted.updatedAt;

/**
 * The annotations of one open paper. A change shows at once, goes to the host, and leaves this store when the host's
 * own list shows it. Changes of one annotation reach the host in order, the latest last; one that could not be kept
 * stays shown and is counted. `now`: RFC 3339 with milliseconds.
 */
export const createAnnotationStore = (host: AnnotationHost, now: () => string): AnnotationStore => {
  const history = createHistory();
  const listeners = new Set<() => void>();
  const pending = new Map<string, Pending>();
  const running = new Map<string, Promise<void>>();
  let kept: readonly Annotation[] = [];
  let error: CabinetError | null = null;
  let snapshot: AnnotationSnapshot | null = null;

  const changed = (): void => {
    snapshot = null;
    for (const listener of listeners) listener();
  };

  const build = (): AnnotationSnapshot => {
    const annotations = kept.filter((annotation) => !pending.has(annotation.id));
    let unkept = 0;
    for (const { wanted, state } of pending.values()) {
      if (wanted !== null) annotations.push(wanted);
      if (state === 'unkept') unkept += 1;
    }
    return {
      annotations,
      unkept,
      error: unkept > 0 ? error : null,
      canUndo: history.canUndo,
      canRedo: history.canRedo,
    };
  };

  const forgetArrived = (): void => {
    const byId = new Map(kept.map((annotation) => [annotation.id, annotation]));
    for (const entry of pending.values()) {
      if (entry.state !== 'kept') continue;
      // One list may have been asked for before; a second one without it means that another device changed it since.
      if (hasArrived(entry, byId.get(entry.id)) || entry.missed >= 2) pending.delete(entry.id);
    }
  };

  const save = async (entry: Pending): Promise<void> => {
    let wanted: Annotation | null;
    do {
      wanted = entry.wanted;
      entry.state = 'saving';
      const answer = await (wanted === null ? host.remove(entry.id) : host.put(wanted));
      if (answer.ok) entry.state = 'kept';
      else [entry.state, error] = ['unkept', answer.error];
    } while (entry.wanted !== wanted);
    running.delete(entry.id);
    forgetArrived();
    changed();
  };

  const start = (entry: Pending): void => {
    if (!running.has(entry.id)) running.set(entry.id, save(entry));
  };

  const want = (id: string, wanted: Annotation | null): void => {
    const entry = pending.get(id) ?? { id, wanted, state: 'saving', missed: 0 };
    entry.wanted = wanted;
    entry.missed = 0;
    pending.set(id, entry);
    start(entry);
  };

  /** Undoing an edit is an edit of now, or an older one of another device would win. */
  const perform = (changes: readonly Change[], stamp: boolean): void => {
    for (const { before, after } of changes) {
      const id = after?.id ?? before?.id;
      if (id !== undefined) want(id, after !== null && stamp ? { ...after, updatedAt: now() } : after);
    }
    changed();
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => (snapshot ??= build()),
    setKept(annotations) {
      kept = annotations;
      for (const entry of pending.values()) if (entry.state === 'kept') entry.missed += 1;
      forgetArrived();
      changed();
    },
    change(changes) {
      history.did(changes);
      perform(changes, false);
    },
    undo() {
      const changes = history.undo();
      perform(changes, true);
      return changes;
    },
    redo() {
      const changes = history.redo();
      perform(changes, true);
      return changes;
    },
    retry() {
      for (const entry of pending.values()) if (entry.state === 'unkept') start(entry);
      changed();
    },
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
};
