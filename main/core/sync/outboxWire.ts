import type { MutationResult, WireMutation } from '../../../shared/contract/sync.ts';
import { needsAnother } from '../../../shared/domain/mutations/comeBack.ts';
import type { OutboxRow } from '../store/outboxRows.ts';

/** So often may a restored server refuse what was done before, before it stands in the outbox as refused. */
const MAX_TRIES = 100;
const BATCH = 200;
/** Characters of arguments in one push: well below the server's limit for a body. */
const BATCH_CHARACTERS = 2_000_000;

/** As many of the first waiting entries as go into one push. */
export const nextBatch = (rows: readonly OutboxRow[]): readonly OutboxRow[] => {
  const batch: OutboxRow[] = [];
  let characters = 0;
  for (const row of rows) {
    if (row.state !== 'waiting') continue;
    characters += JSON.stringify(row.args).length;
    if (batch.length > 0 && (batch.length === BATCH || characters > BATCH_CHARACTERS)) break;
    batch.push(row);
  }
  return batch;
};

export const wireOf = ({ id, n, name, args, at, formerly }: OutboxRow): WireMutation => ({
  ...{ id, n, name, args, at },
  ...(formerly === null ? {} : { formerly }),
});

/** The entry once answered by this history; null when it is not here or has been answered before. */
export const answered = (
  rows: readonly OutboxRow[],
  result: MutationResult,
  epoch: string | null,
): OutboxRow | null => {
  const row = rows.find(({ id }) => id === result.id);
  if (row?.state !== 'waiting') return null;
  const { seq } = result;
  if (result.status === 'applied') {
    const leaves = result.leaves === undefined ? {} : { leaves: result.leaves };
    const first = epoch === null ? null : { epoch, seq, ...leaves };
    return { ...row, state: 'applied', seq, formerly: row.formerly ?? first };
  }
  const error = { code: result.code, params: result.params };
  // One try was counted when the restore was learned of: what had not been answered by then may wait for others too.
  const mayComeBack = row.formerly !== null || (row.tries > 0 && needsAnother(row.name, error));
  const isReturning = mayComeBack && row.tries < MAX_TRIES;
  return isReturning
    ? { ...row, state: 'returning', seq, error, tries: row.tries + 1 }
    : { ...row, state: 'refused', seq, error };
};
