import type { RecordReader } from '../../shared/domain/mutation.ts';
import type { FileStore } from '../files/fileStore.ts';
import type { Inspection, OrganisationInspection } from '../storage/inspection.ts';
import type { Findings } from './report.ts';

/** One organisation as the checks are given it. */
export interface Organisation {
  readonly id: string;
  readonly kept: OrganisationInspection;
  /** The organisation's counter at this moment. */
  readonly counter: number;
  /** Only sound records; the same moment. */
  readonly reader: RecordReader;
  readonly findings: Findings;
}

/** What concerns the installation as a whole. */
export interface WholeInstallation {
  readonly inspection: Inspection;
  readonly files: FileStore;
  readonly findings: Findings;
}
