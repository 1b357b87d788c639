import { z } from 'zod';
import { base64, fraction, id, instant, line, order, sha256Text, text } from './common.ts';

/**
 * How a body decides. R1 quorum, R2 base, R3 threshold. Switches of later rules (R4, R8, R9) are added as
 * optional members: a poll's hash covers whatever its rule set says.
 */
export const ruleSet = z.strictObject({
  quorum: z.strictObject({ fraction, remoteCounts: z.boolean() }),
  /** What "of" means in "more than half of". */
  base: z.enum(['members', 'present', 'cast', 'yes_no']),
  threshold: fraction,
});

/** R5. `role` is what the tally makes of an option; `other` carries a text and is not abstention. */
export const choiceOption = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]{1,40}$/),
  label: z.strictObject({ vi: line, en: line }),
  role: z.enum(['yes', 'no', 'abstain', 'other', 'option']),
});

export const choiceSet = z.strictObject({
  options: z.array(choiceOption).min(2).max(50),
  /** How many options one ballot may name: 1 for all but lists of options. */
  max: z.int().min(1).max(50),
});

/** R13. `until` is fixed before the poll opens. */
export const latePolicy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reject') }),
  z.strictObject({ kind: z.literal('accept'), until: instant }),
]);

/** A document voted on, by exact version (R11). */
export const pollDocument = z.strictObject({
  paperId: id,
  versionId: id,
  sha256: sha256Text,
  title: line,
});

/** What the secretary writes and may change until the poll opens. */
export const pollDraft = z.strictObject({
  title: line,
  /** The exact wording put to the vote. */
  wording: text.min(1),
  documents: z.array(pollDocument).max(20),
  choices: choiceSet,
  ruleSet,
  late: latePolicy,
  /** R14: running totals shown to everybody while open. */
  live: z.boolean(),
  /** R10: a voter may change the choice until the close. */
  changeable: z.boolean(),
});

/**
 * What is fixed when a poll opens (R7, R11). Its RFC 8785 text is kept in the poll record and its SHA-256 is the
 * poll's hash, which every ballot names. Final from its first use.
 */
export const pollStatement = pollDraft.extend({
  type: z.literal('ecabinet/poll/v1'),
  poll: id,
  organisation: id,
  body: id,
  meeting: id.nullable(),
  item: id.nullable(),
  slip: id.nullable(),
  /** Person ids, ascending. */
  electorate: z.array(id),
  /** R1: who was present at the opening, person ids ascending; a slip has no presence and leaves it empty. */
  present: z.array(id),
  /** R2 `members`: all members of the body with a vote, whether in the electorate or not. */
  memberCount: z.int().min(0),
  openedAt: instant,
  /** R16: the poll of which this is a new round. */
  previousPoll: id.nullable(),
});

/** A question put to a vote. Scope `item:` or `slip:`. */
export const poll = pollDraft.extend({
  id,
  meetingId: id.nullable(),
  itemId: id.nullable(),
  slipId: id.nullable(),
  order,
  status: z.enum(['draft', 'open', 'closed', 'announced', 'cancelled']),
  previousPollId: id.nullable(),
  /** Canonical text of the `pollStatement`, from opening on. */
  statement: z.string().nullable(),
  /** SHA-256 of the statement's UTF-8. */
  hash: sha256Text.nullable(),
  openedAt: instant.nullable(),
  closedAt: instant.nullable(),
  announcedAt: instant.nullable(),
});

/** A place in the decision log at one moment. Part of a ballot's signed bytes. */
export const checkpointRef = z.strictObject({
  /** Name of the log (C2SP `tlog-checkpoint` origin). */
  origin: line,
  /** Number of leaves. */
  size: z.int().min(0),
  /** RFC 6962 root hash. */
  root: sha256Text,
});

/**
 * A ballot as it is signed: the RFC 8785 text of this object, in UTF-8. Verified over the stored bytes. Final from
 * its first use. Its id is the SHA-256 of those bytes.
 */
export const ballot = z.strictObject({
  type: z.literal('ecabinet/ballot/v1'),
  poll: id,
  pollHash: sha256Text,
  voter: id,
  device: id,
  /** Ids of the chosen options, ascending. */
  choices: z.array(z.string().min(1).max(40)).min(1).max(50),
  /** The text of an "other opinion"; empty otherwise. */
  text: z.string().max(4000),
  /** R10: ids of the ballots it replaces, ascending. */
  replaces: z.array(sha256Text).max(50),
  /** The last checkpoint its device saw (R13). */
  checkpoint: checkpointRef,
  /** The device's clock: shown, never proof (R12). */
  castAt: instant,
  /** 32 random bytes, so that the log's leaf hides the choice. */
  salt: base64.length(44),
});

/** A ballot on its way: exact bytes and signature. */
export const signedBallot = z.strictObject({
  /** The UTF-8 text that was signed. */
  bytes: z.string().max(20_000),
  /** Ed25519 over the bytes, 64 raw bytes. */
  signature: base64.length(88),
});

/** What the voter's own devices know of a ballot the server has. Scope `user:` of the voter. */
export const ballotReceipt = z.strictObject({
  /** The ballot's id, 64 hexadecimal digits. */
  id: sha256Text,
  pollId: id,
  signed: signedBallot,
  receivedAt: instant,
  /**
   * `counts` the only head, `superseded` replaced by another, `conflict` one of several heads (C8),
   * `late` kept, not counted (R13).
   */
  state: z.enum(['counts', 'superseded', 'conflict', 'late']),
  /** Its leaf in the decision log, with the RFC 6962 inclusion proof in the checkpoint of that moment. */
  logIndex: z.int().min(0),
  proof: z.array(sha256Text),
  /** Signed checkpoint text (C2SP `tlog-checkpoint`). */
  checkpoint: z.string(),
  /** Where it stood in a log that was lost, and when it was received then, when it came again after a restore; part of its leaf. */
  former: z.strictObject({ origin: line, index: z.int().min(0), at: instant }).optional(),
});

/** R14: who has voted, never what. Scope `prep:` of the meeting, or of the slip. */
export const turnout = z.strictObject({
  /** The poll's id. */
  id,
  pollId: id,
  /** Person ids with at least one valid ballot, ascending. */
  votedIds: z.array(id),
  /** Person ids whose ballots conflict (C8), ascending. */
  conflictIds: z.array(id),
});

/** One voter's line in a result (roll call). */
export const resultLine = z.strictObject({
  personId: id,
  choices: z.array(z.string()),
  text: z.string(),
  /** Conflicting heads were resolved by the lowest in the log (C8). */
  conflict: z.boolean(),
});

/** The explained outcome (R17). Same scope as its poll; everybody who reads the poll reads it, from the close on. */
export const pollResult = z.strictObject({
  id,
  pollId: id,
  /** Until a late window ends, or while conflicts could still be resolved. */
  provisional: z.boolean(),
  passed: z.boolean(),
  /** Yes votes needed, and the base they are of. Null where the choice set has no yes and no. */
  needed: z.int().nullable(),
  baseCount: z.int(),
  memberCount: z.int(),
  electorateCount: z.int(),
  presentCount: z.int(),
  /** Counted ballots per option, in the order of the choice set. */
  counts: z.array(z.strictObject({ optionId: z.string(), count: z.int().min(0) })),
  notVotedCount: z.int().min(0),
  lateCount: z.int().min(0),
  lines: z.array(resultLine),
});

/** An opinion slip (phiếu lấy ý kiến); its question is a poll in its scope. Scope `slip:` named by its own id. */
export const slip = z.strictObject({
  id,
  bodyId: id,
  title: line,
  question: text,
  officerId: id,
  deadline: instant,
  status: z.enum(['draft', 'sent', 'closed']),
  sentAt: instant.nullable(),
});

export type RuleSet = z.infer<typeof ruleSet>;
export type ChoiceOption = z.infer<typeof choiceOption>;
export type ChoiceSet = z.infer<typeof choiceSet>;
export type LatePolicy = z.infer<typeof latePolicy>;
export type PollDocument = z.infer<typeof pollDocument>;
export type PollDraft = z.infer<typeof pollDraft>;
export type PollStatement = z.infer<typeof pollStatement>;
export type Poll = z.infer<typeof poll>;
export type CheckpointRef = z.infer<typeof checkpointRef>;
export type Ballot = z.infer<typeof ballot>;
export type SignedBallot = z.infer<typeof signedBallot>;
export type BallotReceipt = z.infer<typeof ballotReceipt>;
export type Turnout = z.infer<typeof turnout>;
export type PollResult = z.infer<typeof pollResult>;
export type ResultLine = z.infer<typeof resultLine>;
export type Slip = z.infer<typeof slip>;
