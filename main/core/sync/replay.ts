import type { Actor, MutationContext } from '../../../shared/domain/mutation.ts';
import { applyMutation, mutations } from '../../../shared/domain/mutations/all.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import {
  copyOverlay,
  draftOver,
  EMPTY_OVERLAY,
  type MutableOverlay,
  type Overlay,
} from '../store/overlay.ts';
import type { OutboxRow } from '../store/outboxRows.ts';
import type { SyncReader } from '../store/records.ts';

type Entry = Pick<OutboxRow, 'name' | 'args' | 'at'>;

/** Runs one mutation over `base` with `under` laid on it. Writes to `under` only when the mutation does not refuse. */
const replayInto = async (
  entry: Entry,
  actor: Actor,
  base: SyncReader,
  under: MutableOverlay,
): Promise<Result<readonly string[], Refusal>> => {
  const draft = draftOver(base, under);
  const context: MutationContext = { actor, now: entry.at, tx: draft.writer, server: null };
  const outcome = await applyMutation(entry.name, entry.args, context);
  if (!outcome.ok) return err(outcome.error);
  draft.keepIn(under);
  return { ok: true, value: draft.scopes() };
};

/** Lays one new entry over what is on screen: what it shows then, and the scopes it wrote to. */
export const replayOne = async (
  entry: Entry,
  actor: Actor,
  base: SyncReader,
  overlay: Overlay,
): Promise<Result<{ readonly overlay: Overlay; readonly scopes: readonly string[] }, Refusal>> => {
  const next = copyOverlay(overlay);
  const outcome = await replayInto(entry, actor, base, next);
  return outcome.ok ? { ok: true, value: { overlay: next, scopes: outcome.value } } : outcome;
};

/**
 * The effect of everything that is on its way, over the server's rows. An entry that refuses now shows nothing: the
 * server decides, and says so. One that fails is a bug of its mutation and must not take the others with it.
 */
export const replayAll = async (
  entries: readonly OutboxRow[],
  actor: Actor,
  base: SyncReader,
  onFailure: (name: string, error: unknown) => void,
): Promise<Overlay> => {
  const optimistic = entries.filter(({ name, state }) => state !== 'refused' && mutations[name].optimistic);
  if (optimistic.length === 0) return EMPTY_OVERLAY;
  const overlay: MutableOverlay = new Map();
  for (const entry of optimistic) {
    try {
      await replayInto(entry, actor, base, overlay);
    } catch (error) {
      onFailure(entry.name, error);
    }
  }
  return overlay;
};
