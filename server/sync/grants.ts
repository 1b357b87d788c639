import { readersOf, type RecordChange, scopesTouched } from '../../shared/domain/access.ts';
import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import type { WriteTx } from '../storage/port.ts';
import { recordReader } from './recordStore.ts';

/**
 * Makes the grants of one scope equal to who may read it. Returns the manifests that changed. Manifests themselves are
 * not granted: their owners always read them.
 */
const refreshScope = async (tx: WriteTx, scope: Scope): Promise<readonly Scope[]> => {
  if (scope.startsWith('manifest:')) return [];
  const readers = await readersOf(scope, recordReader(tx));
  const wanted = new Set([...readers].map((personId) => scopeOf('manifest', personId)));
  const held = new Set(await tx.records.scopesHolding('grant', scope));
  const changed: Scope[] = [];
  for (const manifest of held) {
    if (wanted.has(manifest)) continue;
    await tx.records.remove('grant', scope, '', manifest);
    changed.push(manifest);
  }
  for (const manifest of wanted) {
    if (held.has(manifest)) continue;
    const body = JSON.stringify({ id: scope });
    await tx.records.put({ scope: manifest, kind: 'grant', id: scope, parent: '', body }, '');
    changed.push(manifest);
  }
  return changed;
};

/** Brings up to date whom these changes concern, in the transaction that made them. Returns the changed manifests. */
export const refreshGrants = async (
  tx: WriteTx,
  changes: readonly RecordChange[],
): Promise<ReadonlySet<Scope>> => {
  const reader = recordReader(tx);
  const scopes = new Set<Scope>();
  for (const change of changes) {
    for (const scope of await scopesTouched(change, reader)) scopes.add(scope);
  }
  const manifests = new Set<Scope>();
  for (const scope of scopes) {
    for (const manifest of await refreshScope(tx, scope)) manifests.add(manifest);
  }
  return manifests;
};
