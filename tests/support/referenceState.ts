import { createHash } from 'node:crypto';
import type {
  AccountRow,
  Installation,
  RecordOrder,
  RecordRow,
  RecoveryRequestRow,
  RecoverySheetRow,
  SessionRow,
  UploadRow,
  WriteTx,
} from '../../server/storage/port.ts';
import type { LogPlace, StoredBallot } from '../../shared/domain/mutation.ts';
import type { RecordKind } from '../../shared/domain/records/kinds.ts';
import type { FileRef } from '../../shared/domain/records/paper.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import type { MutationResult } from '../../shared/contract/sync.ts';

export interface Kept {
  readonly scope: Scope;
  readonly kind: RecordKind;
  readonly id: string;
  readonly parent: string;
  readonly rev: number;
  readonly writer: string;
  readonly foreignRev: number;
  readonly body: string | null;
}
export type Leaf = Parameters<WriteTx['log']['append']>[0];
interface Mark {
  readonly pollId: string;
  readonly mark: 'opened' | 'closed' | 'windowEnded' | 'announced';
  readonly index: number;
}

/** Everything of one organisation, as plain lists. */
export interface Organisation {
  counter: number;
  durableThrough: number;
  records: Kept[];
  floors: Map<string, number>;
  heads: Map<string, number>;
  orders: Map<string, RecordOrder>;
  leaves: Leaf[];
  marks: Mark[];
  restores: LogPlace[];
  ballots: StoredBallot[];
  files: FileRef[];
  uploaders: Set<string>;
  links: Map<string, { readonly scope: Scope; readonly sha256: string }>;
  uploads: UploadRow[];
  results: Map<string, MutationResult>;
  lines: Map<string, number>;
  failures: Map<string, number>;
}

export interface State {
  installation: Installation;
  organisations: Map<string, Organisation>;
  accounts: AccountRow[];
  sessions: SessionRow[];
  sheets: Map<string, RecoverySheetRow>;
  requests: Map<string, RecoveryRequestRow>;
}

/** What lies on the disk, to be opened more than once. */
export interface ReferenceDisk {
  state: State;
  commits: number;
  line: Promise<unknown>;
}

export const newReferenceDisk = (installation: Installation): ReferenceDisk => ({
  state: {
    installation,
    organisations: new Map(),
    accounts: [],
    sessions: [],
    sheets: new Map(),
    requests: new Map(),
  },
  commits: 0,
  line: Promise.resolve(),
});

export const newOrganisation = (): Organisation => ({
  ...{ counter: 0, durableThrough: 0, records: [], floors: new Map(), heads: new Map(), orders: new Map() },
  ...{ leaves: [], marks: [], restores: [], ballots: [], files: [], uploaders: new Set(), links: new Map() },
  ...{ uploads: [], results: new Map(), lines: new Map(), failures: new Map() },
});

export const live = (kept: Kept): kept is Kept & { readonly body: string } => kept.body !== null;
export const rowOf = ({ scope, kind, id, rev, body }: Kept & { readonly body: string }): RecordRow => ({
  ...{ scope, kind, id, rev, body },
});

/** By its definition: the sum of the digests of the live records. */
export const checksumOf = (records: readonly Kept[]): string => {
  let sum = 0n;
  for (const { kind, id, rev, body } of records.filter(live)) {
    sum += BigInt(`0x${createHash('sha256').update(`${kind}\n${id}\n${rev}\n${body}`).digest('hex')}`);
  }
  return (sum % (1n << 256n)).toString(16).padStart(64, '0');
};
