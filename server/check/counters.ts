import { EMPTY_CHECKSUM } from '../storage/scopeChecksum.ts';
import type { Organisation } from './context.ts';

/** Scopes: the number of their last write, and up to which tombstones were forgotten. */
const checkScopes = ({ kept, counter, findings }: Organisation): void => {
  for (const { name, head, floor, highestRev, checksum } of kept.scopes()) {
    findings.examined('counters');
    const subject = `The scope ${name}`;
    // What was written after the floor is all there, so the last write is, unless it is a tombstone that was forgotten.
    const isHead = highestRev === head || (head === floor && highestRev < head);
    if (!isHead || head > counter) findings.problem('scope_head', subject, `${head}, records ${highestRev}`);
    if (floor > head) findings.problem('scope_floor', subject);
    // A scope with records is added up where they are walked.
    if (highestRev > 0) continue;
    findings.examined('checksums');
    if (checksum !== EMPTY_CHECKSUM) findings.problem('scope_checksum', subject);
  }
};

/** Devices: every number of a mutation was answered once, from 1 to where the line stands. */
const checkLines = ({ kept, counter, findings }: Organisation): void => {
  for (const { deviceId, last, answers, lowest, highest, highestSeq } of kept.lines()) {
    findings.examined('counters');
    const subject = `The device ${deviceId}`;
    const isWhole = answers === last && highest === last && (last === 0 || lowest === 1);
    if (!isWhole) findings.problem('line_gap', subject, `${answers} answers, at ${last}`);
    if (highestSeq > counter) findings.problem('line_seq', subject, `number ${highestSeq}`);
  }
};

/** Numbers that are kept beside the records. Problems of `counters` and, of empty scopes, `checksums`. */
export const checkCounters = (organisation: Organisation): void => {
  checkScopes(organisation);
  checkLines(organisation);
  for (const rev of organisation.kept.repeatedRevs()) {
    organisation.findings.problem('rev_repeated', `The number ${rev}`);
  }
};
