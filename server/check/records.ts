import { canonicalJson, type Json } from '../../shared/lib/canonicalJson.ts';
import type { Stored } from '../../shared/domain/mutation.ts';
import { isRecordKind, parentOf, type RecordKind, recordSchemas } from '../../shared/domain/records/kinds.ts';
import { parseScope, scopeOf } from '../../shared/domain/scope.ts';
import type { KeptRecord } from '../storage/inspection.ts';
import { checksumAfter, EMPTY_CHECKSUM } from '../storage/scopeChecksum.ts';
import type { Organisation } from './context.ts';
import { checkReferences } from './references.ts';

/** A record that can be looked into; null when it cannot, which has been told then. */
const readRecord = ({ findings }: Organisation, row: KeptRecord & { body: string }): Stored | null => {
  const subject = `The record ${row.kind} ${row.id}`;
  if (!isRecordKind(row.kind)) {
    // An unknown kind is nobody's word for anything: it is not repeated.
    findings.problem('record_kind', `The record ${row.id}`);
    return null;
  }
  let json: unknown;
  try {
    json = JSON.parse(row.body);
  } catch {
    findings.problem('record_text', subject);
    return null;
  }
  const parsed = recordSchemas[row.kind].safeParse(json);
  if (!parsed.success) {
    const path =
      parsed.error.issues[0]?.path.filter(
        (step) => typeof step === 'string' && step in recordSchemas[row.kind as RecordKind].shape,
      ) ?? [];
    findings.problem('record_schema', subject, path.length === 0 ? '' : `field ${path.join('.')}`);
    return null;
  }
  const body = parsed.data;
  const isWritten = JSON.stringify(json) === row.body && canonicalJson(json as Json) === canonicalJson(body);
  if (!isWritten) findings.problem('record_form', subject);
  if (body.id !== row.id) findings.problem('record_id', subject);
  if (parentOf(row.kind, body as never) !== row.parent) findings.problem('record_parent', subject);
  const scope = parseScope(row.scope);
  if (scope === null) {
    findings.problem('reference_scope', subject);
    return null;
  }
  return { scope: scopeOf(scope.kind, scope.id), kind: row.kind, id: row.id, rev: row.rev, body };
};

const checkNumbers = ({ findings, counter }: Organisation, row: KeptRecord, floor: number): void => {
  findings.examined('counters');
  const subject = `The record ${row.id}`;
  if (row.rev < 1 || row.rev > counter) findings.problem('rev_high', subject, `number ${row.rev}`);
  if (row.foreignRev < 0 || row.foreignRev >= row.rev) findings.problem('rev_foreign', subject);
  if (row.body === null && row.rev <= floor) {
    findings.problem('scope_floor', `The scope ${row.scope}`, `tombstone of ${row.id}`);
  }
};

/** The scope that is being walked: what its records add up to so far. */
interface Walked {
  readonly name: string;
  readonly floor: number;
  readonly expected: string;
  sum: string;
}

const enter = async ({ kept }: Organisation, name: string): Promise<Walked> => {
  const parsed = parseScope(name);
  const none = { floor: 0, checksum: EMPTY_CHECKSUM };
  const state = parsed === null ? none : await kept.view.records.scopeState(scopeOf(parsed.kind, parsed.id));
  return { name, floor: state.floor, expected: state.checksum, sum: EMPTY_CHECKSUM };
};

const leave = ({ findings }: Organisation, walked: Walked | null): void => {
  if (walked === null) return;
  findings.examined('checksums');
  if (walked.sum !== walked.expected) findings.problem('scope_checksum', `The scope ${walked.name}`);
};

/**
 * Walks every record once: what it says, its number, what it refers to, and what its scope adds up to.
 * Problems of `records`, `checksums`, `counters` and `references`.
 */
export const checkRecords = async (organisation: Organisation): Promise<void> => {
  const { kept, findings } = organisation;
  let walked: Walked | null = null;
  for (const row of kept.records()) {
    if (walked?.name !== row.scope) {
      leave(organisation, walked);
      walked = await enter(organisation, row.scope);
    }
    checkNumbers(organisation, row, walked.floor);
    const { body } = row;
    if (body === null) continue;
    findings.examined('records');
    walked.sum = checksumAfter(walked.sum, null, { ...row, body });
    const record = readRecord(organisation, { ...row, body });
    if (record === null) continue;
    await findings.guard(`The record ${record.kind} ${record.id}`, () =>
      checkReferences(organisation, record),
    );
  }
  leave(organisation, walked);
};
