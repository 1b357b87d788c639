import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import type { Classification } from '../../../shared/domain/records/common.ts';
import { type DevicePolicy, isAtLeast } from '../../../shared/domain/records/policy.ts';
import type { SyncReader } from '../store/records.ts';

/** Why papers that are on this device are not to be read just now. */
export interface PaperGate {
  /** Null: it may be read. `lease_ended {days}`, `papers_closed`. */
  refusal(sha256: string): CabinetError | null;
  /** The same for a class of papers. */
  refusalOf(classification: Classification): CabinetError | null;
}

export interface PaperGateParts {
  readonly records: SyncReader;
  readonly policy: () => DevicePolicy;
  readonly daysWithoutContact: () => number;
  /** Their reader has to show again who they are. */
  readonly awaitsConfirmation: () => boolean;
}

/** The highest class of the papers that name each file: the same bytes may have been entered twice. */
const classesOf = (
  papers: readonly Stored<'paper'>[],
  versions: readonly Stored<'paperVersion'>[],
): ReadonlyMap<string, Classification> => {
  const byPaper = new Map(papers.map(({ id, body }) => [id, body.classification]));
  const found = new Map<string, Classification>();
  for (const { body } of versions) {
    const one = byPaper.get(body.paperId);
    if (one === undefined) continue;
    const known = found.get(body.file.sha256);
    if (known === undefined || isAtLeast(one, known)) found.set(body.file.sha256, one);
  }
  return found;
};

export const createPaperGate = (parts: PaperGateParts): PaperGate => {
  const { records } = parts;
  let papers: readonly Stored<'paper'>[] | null = null;
  let versions: readonly Stored<'paperVersion'>[] = [];
  let classes: ReadonlyMap<string, Classification> = new Map();

  const classOf = (sha256: string): Classification | undefined => {
    const [nowPapers, nowVersions] = [records.all('paper'), records.all('paperVersion')];
    // The reader answers with the same lists until something in them has changed.
    if (nowPapers !== papers || nowVersions !== versions) {
      [papers, versions] = [nowPapers, nowVersions];
      classes = classesOf(papers, versions);
    }
    return classes.get(sha256);
  };
  const refusalOf = (classification: Classification): CabinetError | null => {
    const { leaseDays, confirmFrom } = parts.policy();
    const days = leaseDays[classification];
    if (days !== null && parts.daysWithoutContact() >= days) return cabinetError('lease_ended', { days });
    const isClosed = isAtLeast(classification, confirmFrom) && parts.awaitsConfirmation();
    return isClosed ? cabinetError('papers_closed') : null;
  };
  return {
    refusalOf,
    refusal(sha256) {
      const classification = classOf(sha256);
      return classification === undefined ? null : refusalOf(classification);
    },
  };
};
