import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
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
  /** Ids of the papers whose versions name a file. */
  readonly papersOf: (sha256: string) => readonly string[];
  readonly policy: () => DevicePolicy;
  readonly daysWithoutContact: () => number;
  /** Their reader has to show again who they are. */
  readonly awaitsConfirmation: () => boolean;
}

export const createPaperGate = (parts: PaperGateParts): PaperGate => {
  const { records } = parts;
  /** The highest class of the papers that name it: the same bytes may have been entered twice. */
  const classOf = (sha256: string): Classification | undefined =>
    parts
      .papersOf(sha256)
      .map((paperId) => records.getSync('paper', paperId)?.body.classification)
      .filter((each) => each !== undefined)
      .reduce<Classification | undefined>(
        (highest, each) => (highest === undefined || isAtLeast(each, highest) ? each : highest),
        undefined,
      );
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
