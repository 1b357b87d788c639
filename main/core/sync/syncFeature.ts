import type { OutboxEntry, SyncState } from '../../../shared/contract/client.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { Feature } from '../context.ts';
import type { Timers } from '../ports.ts';
import type { Meta } from '../store/meta.ts';
import type { Records } from '../store/records.ts';
import { aboutOf, newerRecord } from './concern.ts';
import type { Engine } from './engine.ts';
import { createMutate } from './mutate.ts';
import type { OutboxControl } from './outbox.ts';
import { placeOf } from './place.ts';

export interface SyncFeatureDeps {
  readonly engine: Engine;
  readonly outbox: OutboxControl;
  readonly records: Records;
  readonly meta: Meta;
  readonly timers: Timers;
  readonly personId: string;
  readonly isOnline: () => boolean;
  readonly filesState: () => SyncState['files'];
  readonly changed: () => void;
}

/** How things stand between this device and the server, and what of its person is on its way. */
export const createSyncFeature = (deps: SyncFeatureDeps): Feature => {
  const { engine, outbox, records, meta } = deps;

  const state = (): SyncState => {
    const rows = outbox.rows();
    return {
      ...engine.state(),
      lastSyncedAt: meta.text('last_synced_at'),
      restoredAt: meta.text('restored_at'),
      complete: meta.number('complete') === 1,
      waiting: rows.filter((row) => row.state === 'waiting' || row.state === 'returning').length,
      refused: rows.filter((row) => row.state === 'refused').length,
      files: deps.filesState(),
    };
  };
  const entries = (): OutboxEntry[] =>
    outbox.outbox.entries().flatMap(({ id, name, at, state: stands, error, args }): OutboxEntry[] =>
      stands === 'applied'
        ? []
        : [
            {
              ...{ id, name, at, state: stands, error, about: aboutOf(records, args) },
              place: stands === 'refused' ? placeOf(records, args, deps.personId) : null,
              content: stands === 'refused' ? JSON.stringify(args) : null,
              newer: error?.code === 'stale_revision' ? newerRecord(records.confirmed, args) : null,
            },
          ],
    );

  return {
    methods: {
      'sync.state': async () => ok(state()),
      'sync.now': async () => {
        await engine.now();
        return ok({});
      },
      'sync.restoreSeen': async () => {
        meta.set('restored_at', null);
        deps.changed();
        return ok({});
      },
      'outbox.list': async () => ok({ entries: entries() }),
      'outbox.dismiss': async ({ id }) => {
        const dismissed = await outbox.dismiss(id);
        if (dismissed.ok) deps.changed();
        return dismissed.ok ? ok({}) : dismissed;
      },
      mutate: createMutate(deps),
    },
    start: () => engine.start(),
  };
};
