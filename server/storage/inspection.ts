import type { StoredBallot } from '../../shared/domain/mutation.ts';
import type { PollMark, ReadView } from './port.ts';

/**
 * A store as `check` reads it: everything of one moment, nothing written, whole tables row by row, so that memory does
 * not grow with them. Rows come as they are kept, unchecked: what is wrong with them is what is looked for.
 */
export interface Inspection {
  /** What the store says of its own build; empty when it is whole. Names of tables and indexes, never content. */
  damages(): readonly string[];
  /** Tables with rows that name a row of another table that is not there. */
  brokenLinks(): readonly { readonly table: string; readonly rows: number }[];
  organisationIds(): readonly string[];
  of(organisationId: string): OrganisationInspection;
  /** Of any organisation. */
  isFileNamed(sha256: string): boolean;
  isUpload(uploadId: string): boolean;
  close(): void;
}

export interface KeptRecord {
  readonly scope: string;
  readonly kind: string;
  readonly id: string;
  readonly parent: string;
  readonly rev: number;
  /** Its number before the present run of writes by one writer. */
  readonly foreignRev: number;
  /** Null: a tombstone. */
  readonly body: string | null;
}

export interface KeptScope {
  readonly name: string;
  readonly head: number;
  readonly floor: number;
  readonly checksum: string;
  /** Of the rows that are there, tombstones too; 0 where there are none. */
  readonly highestRev: number;
}

/** The line of one device's mutations: the number that it stands at, and the answers that are kept. */
export interface KeptLine {
  readonly deviceId: string;
  /** 0 where answers are kept and the line itself is not. */
  readonly last: number;
  readonly answers: number;
  readonly lowest: number;
  readonly highest: number;
  /** The highest counter that an answer names. */
  readonly highestSeq: number;
}

export interface KeptLeaf {
  readonly index: number;
  readonly data: string;
  readonly hash: string;
  readonly root: string;
  readonly checkpoint: string;
}

export interface KeptFile {
  readonly sha256: string;
  readonly size: number;
  /** SHA-256 of each chunk, a JSON list. */
  readonly chunks: string;
  readonly pages: number;
}

/** Which file a paper version is said to name. */
export interface KeptLink {
  readonly versionId: string;
  readonly scope: string;
  readonly sha256: string;
}

export interface KeptUpload {
  readonly uploadId: string;
  readonly personId: string;
  readonly size: number;
}

/** One organisation's part of it. Walks may be nested, each in itself at most once at a time. */
export interface OrganisationInspection {
  /** The same moment, as the rules read it. */
  readonly view: ReadView;
  /** Ascending by scope, then by number. */
  records(): Iterable<KeptRecord>;
  scopes(): Iterable<KeptScope>;
  /** Numbers that more than one record has. */
  repeatedRevs(): Iterable<number>;
  lines(): Iterable<KeptLine>;
  /** Ascending. */
  leaves(): Iterable<KeptLeaf>;
  marks(): Iterable<{ readonly pollId: string; readonly mark: PollMark; readonly index: number }>;
  /** By their place in the log. */
  ballots(): Iterable<StoredBallot>;
  isBallot(id: string): boolean;
  /** Scopes of which live grants are kept. */
  grantedScopes(): Iterable<string>;
  files(): Iterable<KeptFile>;
  links(): Iterable<KeptLink>;
  uploaders(): Iterable<{ readonly sha256: string; readonly personId: string }>;
  uploads(): Iterable<KeptUpload>;
  accounts(): Iterable<{ readonly personId: string }>;
  /** Who is signed in, on which device. */
  sessions(): Iterable<{ readonly personId: string; readonly deviceId: string }>;
}
