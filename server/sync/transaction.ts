import type { RecordChange } from '../../shared/domain/access.ts';
import type { Actor, FormerLeaf, MutationContext } from '../../shared/domain/mutation.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import type { ServerContext } from '../context.ts';
import type { WriteTx } from '../storage/port.ts';
import { type EffectsOptions, serverEffects } from './effects.ts';
import type { FormerWrite } from './fieldOrder.ts';
import { refreshGrants } from './grants.ts';
import { withKeptLists } from './keptLists.ts';
import { recordWriter } from './recordStore.ts';

/** A transaction in progress, with what it has moved so far. */
export interface Work {
  readonly tx: WriteTx;
  readonly organisationId: string;
  /** The moment of the transaction, RFC 3339. */
  readonly now: string;
  /** Scopes that it has moved; pokes are sent from it once it is committed. */
  readonly moved: Set<Scope>;
  /** Devices that it has revoked; their connections end once it is committed. */
  readonly revoked: Set<string>;
}

/** Runs `work` as one transaction of an organisation and then tells the devices whose scopes it has moved. */
export const runTransaction = async <T>(
  context: ServerContext,
  organisationId: string,
  work: (work: Work) => Promise<T>,
): Promise<T> => {
  const moved = new Set<Scope>();
  const revoked = new Set<string>();
  const now = new Date(context.clock.now()).toISOString();
  const value = await context.storage.transact(organisationId, (tx) =>
    work({ tx: withKeptLists(tx), organisationId, now, moved, revoked }),
  );
  context.reached('pokes.next');
  if (revoked.size > 0) context.pokes.endWhere('signed_out', ({ deviceId }) => revoked.has(deviceId));
  if (moved.size > 0) await pokeReaders(context, organisationId, moved);
  return value;
};

/** Only listening people are looked at: there are few scopes in a transaction and few people in a room. */
const pokeReaders = async (
  context: ServerContext,
  organisationId: string,
  moved: ReadonlySet<Scope>,
): Promise<void> => {
  const listening = new Set(context.pokes.peopleOf(organisationId));
  if (listening.size === 0) return;
  const { people, seq } = await context.storage.read(organisationId, async (view) => {
    const found = new Set<string>();
    for (const scope of moved) {
      const manifests = scope.startsWith('manifest:')
        ? [scope]
        : await view.records.scopesHolding('grant', scope);
      for (const manifest of manifests) found.add(manifest.slice('manifest:'.length));
    }
    return { people: found, seq: await view.counter() };
  });
  context.pokes.poke(organisationId, people, seq);
};

/** The device that a write has revoked, if it was one. */
const revokedDevice = ({ kind, before, after }: RecordChange): string | null => {
  if (kind !== 'device' || after === null || !('revokedAt' in after) || after.revokedAt === null) return null;
  const isNews = before === null || !('revokedAt' in before) || before.revokedAt === null;
  return isNews ? after.id : null;
};

/** A mutation that a history acknowledged which the server has lost. */
export interface Again extends FormerWrite {
  readonly leaves: readonly FormerLeaf[];
}

export interface WriteOptions {
  readonly again?: Again | undefined;
  readonly onAppended?: EffectsOptions['onAppended'];
}

/**
 * Lets `write` act with the rules' context in the name of `actor`, then brings the grants of everybody concerned up to
 * date. `writer` is the device, or empty for the server itself.
 */
export const writeRecords = async <T>(
  context: Pick<ServerContext, 'logKey'>,
  work: Work,
  actor: Actor,
  writer: string,
  write: (mutation: MutationContext) => Promise<T>,
  options: WriteOptions = {},
): Promise<T> => {
  const { again, onAppended } = options;
  const epochs = await work.tx.epochs();
  const order = epochs.length > 1 ? { epoch: epochs.at(-1) ?? '', again: again ?? null } : null;
  const records = recordWriter(work.tx, writer, order);
  const isAgain = again !== undefined;
  const shown = onAppended === undefined ? {} : { onAppended };
  const effects = serverEffects(work.tx, actor, context.logKey, { isAgain, ...shown });
  const former = again === undefined ? {} : { former: again.leaves };
  const value = await write({ actor, now: work.now, tx: records, server: effects, ...former });
  const changes = records.changes();
  for (const change of changes) {
    work.moved.add(change.scope);
    const revoked = revokedDevice(change);
    if (revoked !== null) work.revoked.add(revoked);
  }
  for (const scope of await refreshGrants(work.tx, changes)) work.moved.add(scope);
  return value;
};

/** The server acting by itself: setting up, enrolling, ending late windows. */
export const serverActor = (organisationId: string): Actor => ({
  organisationId,
  personId: '',
  deviceId: '',
  accountRole: 'system_administrator',
});
