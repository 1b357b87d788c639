import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { Actor } from '../../../shared/domain/mutation.ts';
import { mutations } from '../../../shared/domain/mutations/all.ts';
import type { MutationName } from '../../../shared/domain/mutations/args.ts';
import { isoOf, type Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Overlay } from '../store/overlay.ts';
import type { OutboxRow } from '../store/outboxRows.ts';
import type { RecordsControl } from '../store/records.ts';
import { concernedScopes } from './concern.ts';
import type { OutboxEntries } from './outboxEntries.ts';
import { replayOne } from './replay.ts';

export interface EnqueueDeps {
  readonly control: RecordsControl;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly ids: Ids;
}

type Kept = Result<{ readonly id: string; readonly n: number }, CabinetError>;

/** In a turn: checks, replays, keeps. What is on screen changes only when it has been kept. */
export const createEnqueue =
  ({ control, actor, clock, ids }: EnqueueDeps, entries: OutboxEntries) =>
  async (name: MutationName, raw: unknown): Promise<Kept> => {
    const parsed = mutations[name].args.safeParse(raw);
    if (!parsed.success) return err(cabinetError('bad_request'));
    const args: unknown = parsed.data;
    const at = isoOf(clock);
    let overlay: Overlay | null = null;
    const scopes = new Set(concernedScopes(control.records, args));
    if (mutations[name].optimistic) {
      const { confirmed } = control.records;
      const shown = await replayOne({ name, args, at }, actor, confirmed, control.overlay());
      if (!shown.ok) return err(shown.error);
      overlay = shown.value.overlay;
      for (const scope of shown.value.scopes) scopes.add(scope);
    }
    const row: OutboxRow = {
      ...{ id: ids.next(), n: entries.nextN(), name, args, at, state: 'waiting' },
      ...{ attempted: false, seq: null, error: null, scopes: [...scopes], formerly: null, tries: 0 },
    };
    const kept = entries.keep(row);
    if (!kept.ok) return kept;
    if (overlay !== null) control.setOverlay(overlay);
    return ok({ id: row.id, n: row.n });
  };
