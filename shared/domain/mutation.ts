import type { z } from 'zod';
import type { Result } from '../lib/result.ts';
import type { RecordKind, RecordOf } from './records/kinds.ts';
import type { FileRef } from './records/paper.ts';
import type { CheckpointRef, SignedBallot } from './records/poll.ts';
import type { Refusal } from './refusal.ts';
import type { Scope } from './scope.ts';

/** A record as it is kept: where it lives, at which revision, and what it says. */
export interface Stored<K extends RecordKind = RecordKind> {
  readonly scope: Scope;
  readonly kind: K;
  readonly id: string;
  /** The number the server gave its last write; 0 for one that only this device knows. */
  readonly rev: number;
  readonly body: RecordOf<K>;
}

/** Reading records by kind and id, or by kind and parent (`parentOf`), in no promised order. */
export interface RecordReader {
  get<K extends RecordKind>(kind: K, id: string): Promise<Stored<K> | undefined>;
  list<K extends RecordKind>(kind: K, parent: string): Promise<readonly Stored<K>[]>;
}

/**
 * Writing whole records; the scope of an existing record may not change. Reads see what was written before them in
 * the same mutation. `remove` of what is not there does nothing.
 */
export interface RecordWriter extends RecordReader {
  put<K extends RecordKind>(scope: Scope, kind: K, record: RecordOf<K>): Promise<void>;
  remove(kind: RecordKind, id: string): Promise<void>;
}

/** Who asks. */
export interface Actor {
  readonly organisationId: string;
  readonly personId: string;
  readonly deviceId: string;
  readonly accountRole: AccountRole;
}

export const ACCOUNT_ROLES = ['system_administrator', 'unit_administrator', 'user'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

/**
 * What every mutation is given, on the server and in the replay on the device. There is no source of new ids: ids that
 * the author does not choose are derived (`derivedId.ts`), so that the device's replay and the server make the same.
 */
export interface MutationContext {
  readonly actor: Actor;
  /** Server: the moment of the transaction. Device: when the person did it. */
  readonly now: string;
  readonly tx: RecordWriter;
  /**
   * Only where the server does again what a history it has lost had acknowledged: the leaves that the mutation had then,
   * each proven to have been signed by this installation (`docs/sync.md`, *After a restore*).
   */
  readonly former?: readonly FormerLeaf[];
  /** Only on the server; mutations that need it are not replayed on the device. */
  readonly server: ServerEffects | null;
}

/** A place in one of an organisation's logs. Logs follow one another as their origins do, compared as text. */
export interface LogPlace {
  /** C2SP name of the log. */
  readonly origin: string;
  readonly index: number;
}

/** Where a ballot stood in a log that was lost, and when it was received then: its leaf's instant. */
export type FormerBallot = Pick<LogPlace, 'origin' | 'index'> & { readonly at: string };

/** A leaf of a log that this server no longer has, and that its own signature proves. */
export interface FormerLeaf extends LogPlace {
  readonly event: LogEvent;
  /** Of a poll's opening: the statement whose hash the leaf names. */
  readonly statement: string | null;
}

/** What only the server can do inside the same transaction. Reads see what this transaction has already done. */
export interface ServerEffects {
  /**
   * The highest revision that a write by anybody but this device gave the record (the server's own writes count as
   * somebody else's); 0 if there is none. An edit is stale when that is above the revision its author saw: edits that
   * one device queued one after another all carry the same `seen` and follow each other. Two columns are enough:
   * `writer`, and `foreign` = the revision before the present run of writes by `writer`.
   */
  lastForeignRev(kind: RecordKind, id: string, deviceId: string): Promise<number>;
  /** An uploaded and checked file of this organisation. */
  file(sha256: string): Promise<FileRef | undefined>;
  /** Ed25519 over exact bytes. */
  verify(publicKey: string, bytes: string, signature: string): boolean;
  /** Appends an event to the decision log and returns its leaf. */
  append(event: LogEvent): Promise<LogLeaf>;
  /** Whether this organisation's log had that root at that size. */
  knowsCheckpoint(checkpoint: CheckpointRef): Promise<boolean>;
  /** All stored ballots of a poll, late ones too, in log order. */
  ballots(pollId: string): Promise<readonly StoredBallot[]>;
  storeBallot(ballot: StoredBallot): Promise<void>;
  /** Where the poll's events stand in the log. */
  pollEvents(pollId: string): Promise<PollEvents>;
}

/** An event of the decision log. Its RFC 8785 text in UTF-8 is the leaf's data. */
export type LogEvent =
  | {
      readonly type: 'poll-opened';
      readonly poll: string;
      readonly pollHash: string;
      readonly by: string;
      readonly at: string;
    }
  | {
      readonly type: 'ballot';
      readonly poll: string;
      readonly ballot: string;
      readonly at: string;
      /** Where it stood in a log that was lost, when it comes again after a restore. */
      readonly former?: FormerBallot;
    }
  | {
      readonly type: 'poll-closed';
      readonly poll: string;
      readonly by: string;
      readonly at: string;
      readonly former?: Pick<LogPlace, 'origin' | 'index'>;
    }
  | {
      /** The first leaf of a log that goes on after a restore: what it goes on from. */
      readonly type: 'log-restored';
      readonly epoch: string;
      /** Origin, number of leaves and root of the last checkpoint that was restored. */
      readonly origin: string;
      readonly size: number;
      readonly root: string;
      readonly at: string;
    }
  | { readonly type: 'window-ended'; readonly poll: string; readonly at: string }
  | {
      readonly type: 'poll-announced';
      readonly poll: string;
      readonly result: string;
      readonly by: string;
      readonly at: string;
      readonly former?: Pick<LogPlace, 'origin' | 'index'>;
    }
  | { readonly type: 'poll-cancelled'; readonly poll: string; readonly by: string; readonly at: string }
  | {
      readonly type: 'device-enrolled';
      readonly device: string;
      readonly person: string;
      readonly publicKey: string;
      readonly at: string;
    }
  | {
      readonly type: 'device-revoked';
      readonly device: string;
      readonly person: string;
      readonly by: string;
      readonly at: string;
    }
  | {
      readonly type: 'device-wipe-requested';
      readonly device: string;
      readonly person: string;
      readonly by: string;
      readonly at: string;
    }
  | {
      readonly type: 'device-wiped';
      readonly device: string;
      readonly person: string;
      readonly at: string;
    };

export interface LogLeaf {
  readonly index: number;
  /** RFC 6962 audit path of the leaf in the tree of `index + 1` leaves, lower-case hexadecimal. */
  readonly proof: readonly string[];
  /** Signed checkpoint of that tree (C2SP `tlog-checkpoint`). */
  readonly checkpoint: string;
}

/** A ballot that passed every check on arrival but for being in time. */
export interface StoredBallot {
  readonly id: string;
  readonly pollId: string;
  readonly personId: string;
  readonly signed: SignedBallot;
  readonly receivedAt: string;
  readonly logIndex: number;
  /** Where it stood in a log that was lost. */
  readonly former?: FormerBallot | undefined;
}

/** Leaf indexes of a poll's events; null where it has not happened. */
export interface PollEvents {
  readonly opened: number | null;
  readonly closed: number | null;
  readonly windowEnded: number | null;
  readonly announced: number | null;
  /** Where the close stood in a log that was lost. */
  readonly formerClose?: LogPlace | undefined;
  /** Where the announcement stood in a log that was lost. */
  readonly formerAnnouncement?: LogPlace | undefined;
  /** Where this log went on after a restore: the leaves `log-restored`, ascending, with the origin before each. */
  readonly restores?: readonly LogPlace[] | undefined;
  /** The log's name now; given where it was ever restored. */
  readonly origin?: string | undefined;
}

export type Outcome = Result<undefined, Refusal>;

/**
 * One thing a person can do to shared state. `optimistic` ones are also replayed on the device over the server's
 * rows until the server's answer has arrived; the others show their effect when it has.
 */
export interface Mutation<S extends z.ZodType = z.ZodType> {
  readonly args: S;
  readonly optimistic: boolean;
  /** Refused on the device while there is no connection, because its meaning is "now" (opening, closing …). */
  readonly needsConnection: boolean;
  /** Checks every right itself: nothing else does. Writes nothing when it refuses. */
  apply(args: z.infer<S>, context: MutationContext): Promise<Outcome>;
}

export const defineMutation = <S extends z.ZodType>(mutation: Mutation<S>): Mutation<S> => mutation;
