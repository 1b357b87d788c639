import { mutations } from '../../../shared/domain/mutations/all.ts';
import { needsAnother } from '../../../shared/domain/mutations/comeBack.ts';
import type { Kept } from '../ledger.ts';
import type { Rest } from './all.ts';

interface ResultRow {
  readonly device_id: string;
  readonly n: number;
  readonly mutation_id: string;
  readonly seq: number;
  readonly code: string | null;
}

export const resultsOf = ({ truth }: Rest): readonly ResultRow[] =>
  truth
    .prepare<[], ResultRow>(
      'SELECT device_id, n, mutation_id, seq, code FROM mutation_result ORDER BY device_id, n',
    )
    .all();

/** A refusal that was told before the server was set back may be gone; what was applied is sent again and must be there. */
const mayBeForgotten = (rest: Rest, kept: Kept): boolean =>
  kept.restores < rest.server.restores() && kept.state !== 'applied';

/**
 * What was done before its device knew of a restore is tried again for long when it is refused for want of another device's
 * part, and until then its author sees it waiting.
 */
const isMissing = (rest: Rest, { name }: Kept, code: string | null): boolean =>
  rest.server.restores() > 0 && code !== null && needsAnother(name, { code, params: { field: 'documents' } });

const checkOne = (rest: Rest, kept: Kept, results: readonly ResultRow[]): void => {
  const what = `${kept.client} ${kept.name} ${kept.id}`;
  const done = results.filter(({ code }) => code === null);
  const result = done[0] ?? results.at(-1);
  const isRevoked = rest.revoked.has(kept.deviceId);
  // A restored server may refuse what another device has to send first, and take it, or answer for good, the next time.
  const again = results.slice(0, -1).filter(({ code }) => !isMissing(rest, kept, code));
  if (done.length > 1 || (again.length > 0 && kept.restores === rest.server.restores()))
    rest.world.fail(`${what} was answered ${results.length} times: ${JSON.stringify(results)}`);
  if (result === undefined) {
    const isRefusedHere = kept.isGone || kept.state === 'refused';
    const isWithdrawable = kept.isWithdrawn || (mutations[kept.name].needsConnection && isRefusedHere);
    if (isWithdrawable || kept.isSetBack || kept.isDestroyed || mayBeForgotten(rest, kept)) return;
    if (rest.server.changedNothing().has(kept.id)) return;
    // What a device could not send before it was revoked stands in its list, to be done again from another one.
    // And what a restored server lost of it, nobody may bring back.
    if (isRevoked && (!kept.isGone || kept.restores < rest.server.restores())) return;
    return rest.world.fail(
      `${what} (${kept.state}) was kept and never reached the server: ${JSON.stringify(kept.args)}`,
    );
  }
  if (result.device_id !== kept.deviceId) rest.world.fail(`${what} was answered to another device`);
  const isShown = !kept.isGone && kept.state === 'refused';
  // What waited for a connection on an old copy of a disk is not sent again: nobody can know there that it was done since.
  const isUnknownThere = kept.isRepeated && mutations[kept.name].needsConnection;
  if (result.code === null && isShown && !isUnknownThere)
    rest.world.fail(`${what} is shown as refused, and the server applied it`);
  if (result.code === null && kept.isWithdrawn && !kept.isSetBack)
    rest.world.fail(`${what} was applied, and its author was told that it would not be`);
  const mayBeUnseen =
    kept.isTold || kept.isSetBack || kept.isDestroyed || isRevoked || mayBeForgotten(rest, kept);
  const isWaiting = isMissing(rest, kept, result.code) && !kept.isGone;
  if (result.code !== null && !isShown && !isWaiting && !mayBeUnseen) {
    rest.world.fail(`${what} was refused (${result.code}) and its author cannot see it`);
  }
  const isPoisoned = rest.server.troubles.poisoned.has(kept.id);
  if (result.code === 'server_failed' && !isPoisoned) rest.world.fail(`${what} made the server fail`);
};

/**
 * A device's mutations stand in the order in which its person did them. One that a restored server refused at first comes
 * again later, when what it needs is back.
 */
const checkOrder = (rest: Rest, results: readonly ResultRow[]): void => {
  const last = new Map<string, { readonly n: number; readonly order: number }>();
  const answered = new Set<string>();
  for (const { device_id, n, mutation_id } of results) {
    const before = last.get(device_id);
    if ((before?.n ?? n - 1) !== n - 1) rest.world.fail(`the line of ${device_id} has a gap before ${n}`);
    const kept = rest.ledger.kept.get(mutation_id);
    const isAgain = answered.has(mutation_id);
    answered.add(mutation_id);
    const order = kept === undefined || isAgain || mayBeForgotten(rest, kept) ? undefined : kept.order;
    if (order !== undefined && before !== undefined && order < before.order) {
      rest.world.fail(`${device_id}: number ${n} was done before number ${before.n}`);
    }
    last.set(device_id, { n, order: order ?? before?.order ?? -1 });
  }
};

/** Everything that a device kept was answered exactly once, and its author can see what was refused. */
export const checkOutboxes = (rest: Rest): void => {
  const results = resultsOf(rest);
  const byId = Map.groupBy(results, ({ mutation_id }) => mutation_id);
  for (const kept of rest.ledger.kept.values()) checkOne(rest, kept, byId.get(kept.id) ?? []);
  checkOrder(rest, results);
};
