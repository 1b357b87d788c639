import type { RecordWriter, Stored } from '../../../shared/domain/mutation.ts';
import { isDerivedId } from '../../../shared/domain/derivedId.ts';
import { parentOf, type RecordKind, type RecordOf } from '../../../shared/domain/records/kinds.ts';
import type { Scope } from '../../../shared/domain/scope.ts';
import type { SyncReader } from './records.ts';

/** A record as the outbox leaves it; `stored` is null where it removes it. */
export interface OverlayEntry {
  readonly kind: RecordKind;
  readonly id: string;
  readonly parent: string;
  readonly stored: Stored | null;
}

/** What the outbox changes, by kind and id. */
export type Overlay = ReadonlyMap<RecordKind, ReadonlyMap<string, OverlayEntry>>;
export type MutableOverlay = Map<RecordKind, Map<string, OverlayEntry>>;

export const EMPTY_OVERLAY: Overlay = new Map();

/** Reads `base` as if `overlay` had been written to it. */
export const overlaid = (base: SyncReader, overlay: () => Overlay): SyncReader => {
  const merge = <K extends RecordKind>(
    kind: K,
    rows: readonly Stored<K>[],
    wanted: (entry: OverlayEntry) => boolean,
  ): readonly Stored<K>[] => {
    const changes = overlay().get(kind);
    if (changes === undefined || changes.size === 0) return rows;
    const merged = rows.filter((row) => !changes.has(row.body.id));
    for (const entry of changes.values()) {
      if (entry.stored !== null && wanted(entry)) merged.push(entry.stored as Stored<K>);
    }
    return merged;
  };
  return {
    getSync<K extends RecordKind>(kind: K, id: string): Stored<K> | undefined {
      const entry = overlay().get(kind)?.get(id);
      if (entry === undefined) return base.getSync(kind, id);
      return entry.stored === null ? undefined : (entry.stored as Stored<K>);
    },
    listSync: (kind, parent) => merge(kind, base.listSync(kind, parent), (entry) => entry.parent === parent),
    all: (kind) => merge(kind, base.all(kind), () => true),
    withStatus: (kind, status) =>
      merge(
        kind,
        base.withStatus(kind, status),
        ({ stored }) => (stored?.body as { status?: unknown }).status === status,
      ),
    derived: (kind) => merge(kind, base.derived(kind), (entry) => isDerivedId(entry.id)),
  };
};

/** One mutation's writes, kept apart until it is known that it does not refuse. */
export interface OverlayDraft {
  readonly writer: RecordWriter;
  /** Scopes it wrote to. */
  scopes(): readonly string[];
  /** Adds the writes to what earlier mutations left. */
  keepIn(target: MutableOverlay): void;
}

/** A copy that can be written to while the original is on screen. */
export const copyOverlay = (overlay: Overlay): MutableOverlay =>
  new Map([...overlay].map(([kind, entries]) => [kind, new Map(entries)]));

const note = (overlay: MutableOverlay, entry: OverlayEntry): void => {
  const ofKind = overlay.get(entry.kind) ?? new Map<string, OverlayEntry>();
  overlay.set(entry.kind, ofKind.set(entry.id, entry));
};

/**
 * A writer over `base` and what earlier mutations left (`under`). New records have rev 0, others keep theirs. Grants
 * are passed over: what others may read shows nowhere on this device, and one id then stands in many manifests.
 */
export const draftOver = (base: SyncReader, under: Overlay): OverlayDraft => {
  const written: MutableOverlay = new Map();
  const scopes = new Set<string>();
  const view = overlaid(
    overlaid(base, () => under),
    () => written,
  );
  return {
    writer: {
      get: (kind, id) => Promise.resolve(view.getSync(kind, id)),
      list: (kind, parent) => Promise.resolve(view.listSync(kind, parent)),
      put<K extends RecordKind>(scope: Scope, kind: K, record: RecordOf<K>): Promise<void> {
        if (kind === 'grant') return Promise.resolve();
        const before = view.getSync(kind, record.id);
        if (before !== undefined && before.scope !== scope)
          throw new Error('a record never changes its scope');
        const stored = { scope, kind, id: record.id, rev: before?.rev ?? 0, body: record } as Stored;
        note(written, { kind, id: record.id, parent: parentOf(kind, record), stored });
        scopes.add(scope);
        return Promise.resolve();
      },
      remove(kind: RecordKind, id: string) {
        const before = kind === 'grant' ? undefined : view.getSync(kind, id);
        if (before !== undefined) {
          note(written, { kind, id, parent: '', stored: null });
          scopes.add(before.scope);
        }
        return Promise.resolve();
      },
    },
    scopes: () => [...scopes],
    keepIn(target) {
      for (const entries of written.values()) for (const entry of entries.values()) note(target, entry);
    },
  };
};
