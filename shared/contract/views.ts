import { z } from 'zod';
import { ACCOUNT_ROLES } from '../domain/mutation.ts';
import { id, instant, line, sha256Text } from '../domain/records/common.ts';
import { agendaItem, meeting, participant } from '../domain/records/meeting.ts';
import { body, organisation, person } from '../domain/records/organisation.ts';
import { paper, paperVersion } from '../domain/records/paper.ts';
import { ballotReceipt, poll, pollResult, slip, turnout } from '../domain/records/poll.ts';
import { ERROR_CODES } from './errors.ts';

/**
 * What the core answers screens with: records put together with what this device and this person know of them. The
 * methods that answer with them stand in `client.ts`.
 */
export const errorValue = z.strictObject({
  code: z.enum(ERROR_CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
/** A record with the revision its editor saw. */
export const withRev = <S extends z.ZodType>(record: S) => z.strictObject({ rev: z.int(), record });

/** How much of a file is on this device. `away`: not kept here, and fetched when it is opened. */
export const availability = z.strictObject({
  state: z.enum(['here', 'partial', 'waiting', 'away']),
  haveBytes: z.int(),
  totalBytes: z.int(),
});

export const paperView = z.strictObject({
  rev: z.int(),
  paper,
  version: paperVersion,
  versionCount: z.int(),
  availability,
  /** Why it is not to be read on this device just now: `lease_ended {days}`, `papers_closed`. */
  closed: errorValue.nullable(),
  /** True when its reader has opened this version on any of their devices. */
  read: z.boolean(),
});

/** What the voter's own ballot looks like now; always visible (ui: three states). */
export const ownVote = z.strictObject({
  state: z.enum(['none', 'kept', 'received', 'refused', 'conflict', 'late']),
  /** What was chosen, newest first in time: option ids of the ballot that the state speaks of. */
  choices: z.array(z.string()),
  text: z.string(),
  castAt: instant.nullable(),
  receivedAt: instant.nullable(),
  /** Why it was refused. */
  error: errorValue.nullable(),
  /** Conflict: what each head says. */
  heads: z.array(z.strictObject({ choices: z.array(z.string()), castAt: instant })),
  receipt: ballotReceipt.nullable(),
});

export const pollView = z.strictObject({
  rev: z.int(),
  poll,
  /** Label of the place it stands in: agenda item or slip. */
  ownerTitle: z.string(),
  /** The signed-in person is in the electorate (open or later), or would be (draft). */
  mayVote: z.boolean(),
  /** May open, close, announce, cancel, edit. */
  mayConduct: z.boolean(),
  vote: ownVote,
  /** Only for those who conduct it. */
  turnout: turnout.nullable(),
  electorateCount: z.int(),
  result: pollResult.nullable(),
});

export const itemView = z.strictObject({
  rev: z.int(),
  item: agendaItem,
  papers: z.array(paperView),
  polls: z.array(pollView),
});

export const meetingSummary = z.strictObject({
  meeting,
  bodyName: z.string(),
  /** The signed-in person's part in it. */
  role: participant.shape.role.nullable(),
  itemCount: z.int(),
  paperCount: z.int(),
  papersHere: z.int(),
  papersRead: z.int(),
  bytesHere: z.int(),
  bytesTotal: z.int(),
});

export const meetingView = z.strictObject({
  rev: z.int(),
  meeting,
  body,
  role: participant.shape.role.nullable(),
  /** May edit agenda, papers, participants, polls. */
  mayEdit: z.boolean(),
  participants: z.array(participant),
  items: z.array(itemView),
  quorum: z.strictObject({ members: z.int(), present: z.int(), needed: z.int(), met: z.boolean() }),
});

export const slipView = z.strictObject({
  rev: z.int(),
  slip,
  mayEdit: z.boolean(),
  papers: z.array(paperView),
  polls: z.array(pollView),
});

export const sessionState = z.strictObject({
  /** `new`: nobody has signed in on this device yet. */
  state: z.enum(['new', 'locked', 'unlocked']),
  serverUrl: z.string(),
  /** The server waits for its first administrator. */
  needsSetup: z.boolean(),
  /** People whose store on this device belongs to another address of a server, perhaps of this one. */
  elsewhere: z.array(z.strictObject({ username: z.string(), serverUrl: z.string() })),
  /** People who signed in on this device, the last one first. */
  profiles: z.array(
    z.strictObject({
      username: z.string(),
      name: z.string(),
      /** Tries left with the PIN; 0: there is none that can be used now. */
      pinTriesLeft: z.int(),
    }),
  ),
  /** Whether a PIN that is set here survives a restart. */
  pinIsKept: z.boolean(),
  /** Somebody's data on this device was destroyed since anybody signed in: when that was asked for, and by whom. */
  wiped: z.strictObject({ at: instant, reason: z.enum(['ordered', 'returned']) }).nullable(),
  /** How this device locks itself; null while locked. */
  lock: z
    .strictObject({
      /** In force: the person's choice, at most what the organisation allows. */
      minutes: z.int(),
      allowedMinutes: z.int(),
      /** Classified papers are closed until `session.confirm`. */
      papersClosed: z.boolean(),
    })
    .nullable(),
  /** Why it is locked, when it did so by itself. */
  lockedBecause: z.enum(['idle', 'away']).nullable(),
  person: person.nullable(),
  username: z.string().nullable(),
  accountRole: z.enum(ACCOUNT_ROLES).nullable(),
  deviceId: id.nullable(),
  organisation: organisation.nullable(),
  /** Bodies for which this person may create meetings and slips. */
  secretaryOf: z.array(id),
});

export const syncState = z.strictObject({
  phase: z.enum(['starting', 'syncing', 'up_to_date', 'offline', 'trouble']),
  /** Why it is offline or in trouble. */
  error: errorValue.nullable(),
  lastSyncedAt: instant.nullable(),
  offlineSince: instant.nullable(),
  /** Next automatic try. */
  retryAt: instant.nullable(),
  /** When this device noticed that the server had been restored from a backup; null once its person has seen it. */
  restoredAt: instant.nullable(),
  /** The first complete copy has arrived. */
  complete: z.boolean(),
  /** Things of this person that the server has not yet. */
  waiting: z.int(),
  /** Things that were refused and not yet looked at. */
  refused: z.int(),
  files: z.strictObject({
    /** Papers that are to be on this device, and those of them that are. */
    have: z.int(),
    total: z.int(),
    haveBytes: z.int(),
    totalBytes: z.int(),
    /** Readable, but not kept here: there is no room, the person put them off, or wants only what they open. */
    away: z.int(),
    awayBytes: z.int(),
    /** Papers whose bytes are arriving now. */
    fetching: z.int(),
    /** Bytes per second over the last seconds; null while nothing is fetched. */
    rate: z.number().nullable(),
    /** Until all of them are here, at that rate; null while that cannot be said. */
    secondsLeft: z.int().nullable(),
    /** The person has stopped downloads; what they open comes all the same. */
    paused: z.boolean(),
    /** Downloads stand still because the disk is full, or for another reason. */
    error: errorValue.nullable(),
  }),
});

/** A paper that is being fetched, or waits for it. */
export const downloadView = z.strictObject({
  sha256: sha256Text,
  title: z.string(),
  meetingTitle: z.string(),
  state: z.enum(['fetching', 'waiting', 'failed']),
  haveBytes: z.int(),
  totalBytes: z.int(),
  /** Why it is tried again later. */
  error: errorValue.nullable(),
});

export const outboxEntry = z.strictObject({
  id,
  name: z.string(),
  at: instant,
  state: z.enum(['waiting', 'sending', 'refused']),
  error: errorValue.nullable(),
  /** What it is about, in the words of the record: title of a meeting, item, paper, poll. */
  about: z.string(),
  /** Refused ones: the records it is about, as far as they are here, and whether its person prepares what they stand in. */
  place: z
    .strictObject({
      pollId: id.nullable(),
      paperId: id.nullable(),
      itemId: id.nullable(),
      meetingId: id.nullable(),
      slipId: id.nullable(),
      leads: z.boolean(),
    })
    .nullable(),
  /** Refused ones: what was written, as JSON, so that nothing typed is lost. */
  content: z.string().nullable(),
  /** For a stale edit: the newer record as JSON. */
  newer: z.string().nullable(),
});

export const uploadView = z.strictObject({
  id,
  meetingId: id.nullable(),
  itemId: id.nullable(),
  slipId: id.nullable(),
  /** Set when it is a new version of this paper. */
  paperId: id.nullable(),
  name: line,
  size: z.int(),
  sentBytes: z.int(),
  state: z.enum(['reading', 'waiting', 'sending', 'checking', 'done', 'refused']),
  error: errorValue.nullable(),
});
