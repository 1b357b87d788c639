import type { AccountRole, LogPlace, StoredBallot } from '../../shared/domain/mutation.ts';
import type { RecordKind } from '../../shared/domain/records/kinds.ts';
import type { FileRef } from '../../shared/domain/records/paper.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import type { KdfParams, MutationResult, WireRecord } from '../../shared/contract/sync.ts';

/**
 * Where the server keeps everything but file bytes. Domain logic stands above it, once; an adapter knows SQL and
 * nothing of meetings. Every adapter passes `tests/contract/server/storage.test.ts`.
 */
export interface Storage {
  /** What holds for the whole installation, and what is looked up before an organisation is known. */
  readonly directory: Directory;
  /**
   * Runs `work` alone among the writers of this organisation and commits what it wrote when it resolves; when it
   * rejects, nothing of it remains and the rejection is passed on.
   */
  transact<T>(organisationId: string, work: (tx: WriteTx) => Promise<T>): Promise<T>;
  /** Runs `work` on one snapshot: it sees one moment, whatever is written meanwhile. */
  read<T>(organisationId: string, work: (view: ReadView) => Promise<T>): Promise<T>;
  /** Whether an error speaks of the store itself (disk full, busy, broken) and not of what was asked of it. */
  isTrouble(error: unknown): boolean;
  /** True when another process has committed something since this was last asked. */
  changedElsewhere(): boolean;
  /** A complete copy as of one moment, into a file that does not exist yet; other work goes on. */
  backup(file: string): Promise<BackupPoint>;
  /** A backup as of that moment is whole and on the disk: clients may let go of what it holds. */
  noteBackup(point: BackupPoint, at: string): Promise<void>;
  /** Ends what runs, then closes. */
  close(): Promise<void>;
}

/** The counters of all organisations at the moment of a backup, by their ids. */
export type BackupPoint = ReadonlyMap<string, number>;

/** One-shot reads; each is its own snapshot. */
export interface Directory {
  installation(): Promise<Installation>;
  organisationIds(): Promise<readonly string[]>;
  findAccount(username: string): Promise<AccountRow | undefined>;
  findSession(tokenHash: string): Promise<SessionRow | undefined>;
  /** Everything that a request by this token is judged by, as of one moment. */
  findSignedIn(tokenHash: string): Promise<SignedInRow | undefined>;
  /** The present one; it does not change while the store is open. */
  epoch(): Promise<string>;
}

/** Made once, with the store. */
export interface Installation {
  /** Names this history of the store: another one after a restore, so that clients start over. */
  readonly epoch: string;
  /** The histories that this one goes on from, oldest first: one for each restore. */
  readonly formerEpochs: readonly string[];
  /** When a backup was last whole; null while there was none in this history. */
  readonly lastBackupAt: string | null;
  /** 32 bytes, base64: makes the salts of unknown user names. */
  readonly secret: string;
  readonly kdf: KdfParams;
  /** Open until the first administrator exists. Null when there is one. */
  readonly setupCode: string | null;
}

export interface Moment {
  readonly counter: number;
  readonly durableThrough: number;
  readonly checkpoint: string | null;
}

/** Everything readable of one organisation, at one moment. */
export interface ReadView {
  /** The organisation's counter: the number of its last write, 0 before any. */
  counter(): Promise<number>;
  /** A finished backup holds everything up to this number; 0 while there is none. */
  durableThrough(): Promise<number>;
  /** The same two, and the newest signed checkpoint of the log (null while it is empty). */
  moment(): Promise<Moment>;
  /** The epochs of this store, oldest first; the last is the present one. */
  epochs(): Promise<readonly string[]>;
  readonly records: RecordReads;
  readonly log: LogReads;
  readonly files: FileReads;
  readonly accounts: AccountReads;
  readonly devices: DeviceReads;
  readonly recovery: RecoveryReads;
}

/** What a transaction can read and write. */
export interface WriteTx extends ReadView {
  readonly records: RecordReads & RecordWrites;
  readonly log: LogReads & LogWrites;
  readonly files: FileReads & FileWrites;
  readonly accounts: AccountReads & AccountWrites;
  readonly devices: DeviceReads & DeviceWrites;
  readonly recovery: RecoveryReads & RecoveryWrites;
  /** Runs `work`; when it rejects, what it wrote is undone, the transaction goes on, and the rejection is passed on. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
}

/** A live record as it is kept: its JSON text is what is sent, and what its checksum is made of. */
export interface RecordRow {
  readonly scope: Scope;
  readonly kind: RecordKind;
  readonly id: string;
  readonly rev: number;
  readonly body: string;
}

export interface ScopeState {
  /** Number of the scope's last write. */
  readonly head: number;
  /** Tombstones up to this number have been forgotten: an older cursor starts over. */
  readonly floor: number;
  /** Sum of the live records' digests, 64 hexadecimal digits (`scopeChecksum.ts`). */
  readonly checksum: string;
}

/** A scope that a live grant names, as it stands. */
export interface GrantedScope extends ScopeState {
  readonly scope: Scope;
  /** The grant's number: when it was last given. */
  readonly granted: number;
}

export interface RecordReads extends GrantReads {
  /** By kind and id. Kinds that several scopes may hold under one id (`grant`) are asked for with their scope. */
  get(kind: RecordKind, id: string, scope?: Scope): Promise<RecordRow | undefined>;
  list(kind: RecordKind, parent: string): Promise<readonly RecordRow[]>;
  /**
   * The highest number that a write by anybody but this writer gave the record; 0 if there is none. Writes by the
   * server itself have the empty writer.
   */
  lastForeignRev(kind: RecordKind, id: string, writer: string): Promise<number>;
  /** Live records of a kind in one scope. */
  listInScope(scope: Scope, kind: RecordKind): Promise<readonly RecordRow[]>;
  /** Scopes that hold a live record of this kind and id. */
  scopesHolding(kind: RecordKind, id: string): Promise<readonly Scope[]>;
  /** From which writes a record's fields are, where a restored server has written it; by field. */
  order(kind: RecordKind, id: string): Promise<RecordOrder>;
  scopeState(scope: Scope): Promise<ScopeState>;
  /**
   * Records of a scope written after `after`, ascending by number, at most `limit.records`, and no further record
   * once `limit.bytes` of bodies are reached. Tombstones only when asked for.
   */
  changes(
    scope: Scope,
    after: number,
    limit: { readonly records: number; readonly bytes: number },
    tombstones: boolean,
  ): Promise<readonly WireRecord[]>;
}

/** What the grants of a manifest say, ascending by their numbers. */
export interface GrantReads {
  /** Those given at `from` or later, at most `limit`; all of them without bounds. */
  grantedScopes(manifest: Scope, from?: number, limit?: number): Promise<readonly GrantedScope[]>;
  /** The scope of that name, if it is granted. */
  grantedScope(manifest: Scope, name: string): Promise<GrantedScope | undefined>;
  /**
   * Those that have moved after a number. Costs no more than there are grants, and no more than there are
   * scopes of anybody that have moved since.
   */
  movedScopes(manifest: Scope, after: number): Promise<readonly GrantedScope[]>;
  /** Scopes whose grant was taken away after a number and not given again. */
  revokedScopes(manifest: Scope, after: number): Promise<readonly Scope[]>;
}

/** A write among all writes of all histories: the epoch in which it was first done, and its number there. */
export type WritePlace = readonly [epoch: string, seq: number];

/** By field; the empty name stands for the removal of the whole. */
export type RecordOrder = Readonly<Record<string, WritePlace>>;

export interface RecordToPut {
  readonly scope: Scope;
  readonly kind: RecordKind;
  readonly id: string;
  /** What it is listed under (`parentOf`). */
  readonly parent: string;
  readonly body: string;
}

export interface RecordWrites {
  /**
   * Returns the number of the write; a record that already says the same keeps its number. Throws when the id lives
   * in another scope (`grant` excepted).
   */
  put(record: RecordToPut, writer: string): Promise<number>;
  /** Leaves a tombstone. Returns its number, or null when there was nothing. */
  remove(kind: RecordKind, id: string, writer: string, scope?: Scope): Promise<number | null>;
  setOrder(kind: RecordKind, id: string, order: RecordOrder): Promise<void>;
  /** Deletes tombstones up to a number and raises the floor of the scopes that had some. Returns how many. */
  forgetTombstones(upTo: number): Promise<number>;
}

/** The decision log's state: number of leaves and the roots of its complete subtrees, largest first. */
export interface LogState {
  readonly size: number;
  /** 64 hexadecimal digits each. */
  readonly frontier: readonly string[];
  /** The newest signed checkpoint (C2SP text); null while the log is empty. */
  readonly checkpoint: string | null;
}

/** Kinds of log events that mark a poll's course. */
export type PollMark = 'opened' | 'closed' | 'windowEnded' | 'announced';

export interface LogReads {
  state(): Promise<LogState>;
  /** Root that the log had at this size; undefined when it never had it. */
  rootAt(size: number): Promise<string | undefined>;
  /** Canonical JSON of a leaf. */
  leaf(index: number): Promise<string | undefined>;
  pollMarks(pollId: string): Promise<Readonly<Partial<Record<PollMark, number>>>>;
  ballots(pollId: string): Promise<readonly StoredBallot[]>;
  /** The leaves with which this log went on after a restore, ascending, with the origin before each. */
  restores(): Promise<readonly LogPlace[]>;
  /** Polls that are closed, and whose late window has neither ended nor been made void by announcing. */
  pollsToFinish(): Promise<readonly string[]>;
}

export interface LogWrites {
  append(leaf: {
    readonly index: number;
    readonly data: string;
    readonly hash: string;
    readonly root: string;
    readonly frontier: readonly string[];
    readonly checkpoint: string;
  }): Promise<void>;
  markRestored(place: LogPlace): Promise<void>;
  markPoll(pollId: string, mark: PollMark, index: number): Promise<void>;
  storeBallot(ballot: StoredBallot): Promise<void>;
}

export interface FileReads {
  find(sha256: string): Promise<FileRef | undefined>;
  /** Scopes with a live paper version that names the file. */
  scopesNaming(sha256: string): Promise<readonly Scope[]>;
  uploadedBy(sha256: string, personId: string): Promise<boolean>;
  findUpload(uploadId: string): Promise<UploadRow | undefined>;
  findUploadOf(personId: string, sha256: string): Promise<UploadRow | undefined>;
  /** Uploads begun before that instant and never completed. */
  staleUploads(before: string): Promise<readonly UploadRow[]>;
}

export interface UploadRow {
  readonly uploadId: string;
  readonly personId: string;
  /** File name, for the sentence of a refusal. */
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly startedAt: string;
}

export interface FileWrites {
  /** Registers a checked file. Does nothing when it is known. */
  add(file: FileRef, addedAt: string): Promise<void>;
  /** Remembers that this person has shown to have the whole file. */
  addUploader(sha256: string, personId: string): Promise<void>;
  /** Says which file a live paper version names; `null` when the version is removed. */
  link(versionId: string, scope: Scope, sha256: string | null): Promise<void>;
  addUpload(upload: UploadRow): Promise<void>;
  removeUpload(uploadId: string): Promise<void>;
}

export interface AccountRow {
  readonly username: string;
  readonly organisationId: string;
  readonly personId: string;
  readonly role: AccountRole;
  /** 16 bytes, base64. */
  readonly salt: string;
  readonly kdf: KdfParams;
  /** SHA-256 of the signing-in half, 64 hexadecimal digits. */
  readonly authHash: string;
  readonly disabled: boolean;
  /** The member's account key, wrapped on a device; null until the first one has put it. */
  readonly accountKey: string | null;
  /** There was one, a reset has taken it away, and no device has put one since. */
  readonly accountKeyTaken: boolean;
  readonly lastSignInAt: string | null;
}

export interface SessionRow {
  readonly tokenHash: string;
  readonly username: string;
  readonly deviceId: string;
  readonly expiresAt: string;
}

/** A session with its account and its device. */
export interface SignedInRow extends Pick<
  AccountRow,
  'username' | 'organisationId' | 'personId' | 'role' | 'disabled'
> {
  readonly deviceId: string;
  readonly expiresAt: string;
  /** JSON text of the `device` record; null: there is none. */
  readonly device: string | null;
}

export interface AccountReads {
  get(username: string): Promise<AccountRow | undefined>;
  list(): Promise<readonly AccountRow[]>;
}

export interface AccountWrites {
  /** Throws when the name is taken, by any organisation of the installation. */
  add(account: AccountRow): Promise<void>;
  setDisabled(username: string, disabled: boolean): Promise<void>;
  setCredentials(
    username: string,
    credentials: { readonly salt: string; readonly kdf: KdfParams; readonly authHash: string },
  ): Promise<void>;
  /** Null takes the key away, which is remembered until one is put: a new passphrase cannot open the old one's wrap. */
  setAccountKey(username: string, accountKey: string | null): Promise<void>;
  signedIn(username: string, at: string): Promise<void>;
  addSession(session: SessionRow): Promise<void>;
  extendSession(tokenHash: string, expiresAt: string): Promise<void>;
  removeSession(tokenHash: string): Promise<void>;
  removeSessionsOf(username: string): Promise<void>;
  removeSessionsExpiredBefore(instant: string): Promise<void>;
  /** The installation has its first administrator. */
  endSetup(): Promise<void>;
}

export interface DeviceReads {
  /** Number of the last mutation answered for a device; 0 before any. */
  lastMutation(deviceId: string): Promise<number>;
  result(deviceId: string, n: number): Promise<MutationResult | undefined>;
  /** The last answer to a mutation, whatever number it had. */
  resultOf(deviceId: string, mutationId: string): Promise<MutationResult | undefined>;
}

export interface DeviceWrites {
  /** Stores a mutation's answer; its number becomes the device's last. */
  addResult(deviceId: string, result: MutationResult): Promise<void>;
  /** Counts how often this mutation has made the server fail; returns the count. */
  countFailure(deviceId: string, n: number): Promise<number>;
}

/** A sealed sheet, by name. */
export interface RecoverySheetRow {
  readonly username: string;
  /** SHA-256, 64 hexadecimal digits. */
  readonly verifierHash: string;
  /** Wrapped with what the sheet's code makes. */
  readonly accountKey: string;
  readonly createdAt: string;
}

/** A device that asks to be vouched for. The name may be nobody's. */
export interface RecoveryRequestRow {
  readonly id: string;
  readonly username: string;
  readonly secretHash: string;
  readonly commitment: string;
  readonly expiresAt: string;
  readonly approverDevice: string | null;
  readonly approverKey: string | null;
  readonly publicKey: string | null;
  readonly sealed: string | null;
}

/** Of the whole installation, by name: names are unique in it. */
export interface RecoveryReads {
  sheet(username: string): Promise<RecoverySheetRow | undefined>;
  request(id: string): Promise<RecoveryRequestRow | undefined>;
  requestsOf(username: string): Promise<readonly RecoveryRequestRow[]>;
  requestsExpiredBefore(instant: string): Promise<readonly RecoveryRequestRow[]>;
}

export interface RecoveryWrites {
  /** Replaces the one before. */
  putSheet(sheet: RecoverySheetRow): Promise<void>;
  removeSheet(username: string): Promise<void>;
  putRequest(request: RecoveryRequestRow): Promise<void>;
  removeRequest(id: string): Promise<void>;
}
