import { z } from 'zod';
import { ACCOUNT_ROLES } from '../domain/mutation.ts';
import { mutationArgs, type MutationName } from '../domain/mutations/args.ts';
import { classification, id, instant, line, sha256Text, timeZone } from '../domain/records/common.ts';
import { body, device, membership, organisation, person } from '../domain/records/organisation.ts';
import { DOCUMENT_TYPES, paperVersion } from '../domain/records/paper.ts';
import type { choiceOption } from '../domain/records/poll.ts';
import { annotation, readingPosition } from './annotation.ts';
import { deviceMethods } from './deviceMethods.ts';
import { account } from './sync.ts';
import {
  availability,
  downloadView,
  errorValue,
  type itemView,
  meetingSummary,
  meetingView,
  outboxEntry,
  type ownVote,
  paperView,
  pollView,
  sessionState,
  slipView,
  syncState,
  uploadView,
  withRev,
} from './views.ts';

/**
 * Everything the renderer can ask of the core, once: arguments and answers. The Electron preload, the browser host
 * and the tests bind this same map. A call is answered with `{ok: true, value}` or `{ok: false, error}`; a call whose
 * arguments do not fit its schema is a bug of the caller and is answered with `bad_request`.
 */
const none = z.strictObject({});
const passphrase = z.string().min(1).max(1000);
/** Six digits or more. */
const pin = z.string().regex(/^[0-9]{6,12}$/);
const lockAfter = z.int().min(1).max(240);
const mutationNames = Object.keys(mutationArgs) as MutationName[];

const method = <A extends z.ZodType, R extends z.ZodType>(args: A, result: R) => ({ args, result });

const paperPreferences = {
  /** Bytes that papers may take on this device; null keeps all of them while the disk has room. */
  paperLimit: z.int().min(0).nullable(),
  /** Bytes per second that papers may be fetched with; null for as fast as the line is. */
  paperRate: z.int().min(1000).nullable(),
  /** Only what is opened is fetched, e.g. on a line that is paid by the byte. */
  papersOnOpening: z.boolean(),
};

export const clientMethods = {
  // --- the person at the device
  'session.state': method(none, sessionState),
  /** First on this device: needs the server. Later: works offline. Errors: `credentials_wrong`, `passphrase_wrong`, `passphrase_wait {seconds}`, `first_sign_in_needs_network`, `starts_afresh {elsewhere}`, `account_key_gone`, `server_other`, … */
  'session.signIn': method(
    z.strictObject({
      username: z.string().trim().min(1).max(100),
      passphrase,
      /** First on this device only: it is lent, and keeps one session. */
      lent: z.boolean().optional(),
      /** After `starts_afresh` or `account_key_gone`: its person has read what that means. */
      afresh: z.boolean().optional(),
      /** First at this address: what is on this device for that one (of `elsewhere`) goes on here if it is the same server. */
      movedFrom: z.string().max(500).optional(),
    }),
    none,
  ),
  /** Opens a profile with its PIN. Errors: `pin_wrong {left}`, `pin_gone`, `pin_not_now`; the passphrase always works. */
  'session.unlock': method(z.strictObject({ username: z.string().trim().min(1).max(100), pin }), none),
  /**
   * Six digits or more, after the passphrase. `kept`: survives a restart, because this system has a key store that can be
   * trusted; otherwise it ends with the program. Errors: those of the passphrase, `pin_too_simple`.
   */
  'session.setPin': method(z.strictObject({ passphrase, pin }), z.strictObject({ kept: z.boolean() })),
  'session.removePin': method(none, none),
  /**
   * Needs the server. Errors: those of the former passphrase, `passphrase_needs_server` (nothing was changed),
   * `passphrase_changed` (on another device, before), `passphrase_change_unfinished` (both may open this device).
   */
  'session.changePassphrase': method(z.strictObject({ passphrase, next: z.string().min(8).max(1000) }), none),
  /**
   * The page reports how long ago its person last touched it, at most every half minute and at least every minute, and
   * nothing of what they did. The automatic lock goes by it.
   */
  'session.activity': method(z.strictObject({ idleSeconds: z.int().min(0) }), none),
  /** The device goes to sleep, or its screen was locked: as if it had been idle for too long. */
  'session.away': method(none, none),
  /** Opens the papers again that were closed (`papers_closed`). Errors: those of PIN and passphrase. */
  'session.confirm': method(z.union([z.strictObject({ pin }), z.strictObject({ passphrase })]), none),
  /** Closes the store and forgets the keys; what is kept stays kept. */
  'session.lock': method(none, none),
  'session.setup': method(
    z.strictObject({
      code: z.string(),
      organisationName: line,
      bodyName: line,
      /** Of the organisation; Vietnam's without it. */
      timeZone: timeZone.optional(),
      username: z.string(),
      name: line,
      position: z.string().max(300),
      passphrase: z.string().min(8).max(1000),
    }),
    none,
  ),
  'session.devices': method(none, z.strictObject({ devices: z.array(device) })),
  ...deviceMethods,

  // --- preferences of this device, readable while locked
  'preferences.get': method(
    none,
    z.strictObject({
      language: z.enum(['vi', 'en']),
      theme: z.enum(['light', 'dark', 'system']),
      textSize: z.enum(['normal', 'large', 'larger']),
      /** Papers are read on dark pages; never chosen counts as no. */
      readerNight: z.boolean().optional(),
      /** Minutes without use after which the app locks, when fewer than the organisation allows. */
      lockAfter: lockAfter.optional(),
      ...paperPreferences,
    }),
  ),
  'preferences.set': method(
    z.strictObject({
      language: z.enum(['vi', 'en']).optional(),
      theme: z.enum(['light', 'dark', 'system']).optional(),
      textSize: z.enum(['normal', 'large', 'larger']).optional(),
      readerNight: z.boolean().optional(),
      lockAfter: lockAfter.optional(),
      ...z.object(paperPreferences).partial().shape,
    }),
    none,
  ),

  // --- sync
  'sync.state': method(none, syncState),
  'sync.now': method(none, none),
  /** The person has read that the server was restored. */
  'sync.restoreSeen': method(none, none),
  'outbox.list': method(none, z.strictObject({ entries: z.array(outboxEntry) })),
  /** Removes a refused entry from the list. */
  'outbox.dismiss': method(z.strictObject({ id }), none),

  // --- reading records
  'organisation.get': method(
    none,
    z.strictObject({
      organisation: withRev(organisation),
      bodies: z.array(withRev(body)),
      people: z.array(withRev(person)),
      memberships: z.array(membership),
    }),
  ),
  'home.get': method(
    none,
    z.strictObject({
      /** The next or running session. */
      next: meetingSummary.nullable(),
      /** Open polls and polls to come in it, and open slips, that wait for this person. */
      toDecide: z.array(pollView),
      slips: z.array(slipView),
      /** Papers not yet read of the next session, in agenda order. */
      toRead: z.array(z.strictObject({ view: paperView, itemTitle: z.string() })),
      /** Papers last opened, newest first. */
      continueReading: z.array(z.strictObject({ view: paperView, position: readingPosition })),
      /** What changed since the last time this person was here, newest first. */
      changes: z.array(
        z.strictObject({
          kind: z.enum([
            'paper_added',
            'paper_version',
            'poll_opened',
            'poll_closed',
            'meeting_published',
            'meeting_changed',
          ]),
          title: z.string(),
          meetingId: id.nullable(),
          targetId: id,
          at: instant,
        }),
      ),
    }),
  ),
  'meetings.list': method(none, z.strictObject({ meetings: z.array(meetingSummary) })),
  'meetings.get': method(z.strictObject({ id }), meetingView),
  'papers.list': method(
    none,
    z.strictObject({
      papers: z.array(z.strictObject({ view: paperView, itemTitle: z.string(), meetingTitle: z.string() })),
    }),
  ),
  'papers.get': method(
    z.strictObject({ id, versionId: id.optional() }),
    z.strictObject({
      view: paperView,
      versions: z.array(paperVersion),
      ownerTitle: z.string(),
      meetingId: id.nullable(),
      polls: z.array(pollView),
    }),
  ),
  'polls.get': method(z.strictObject({ id }), pollView),
  'slips.list': method(none, z.strictObject({ slips: z.array(slipView) })),
  'slips.get': method(z.strictObject({ id }), slipView),

  // --- reading papers: bytes come from `fileUrl(sha256)`, not from here
  /** Fetches this file before all others. */
  'files.want': method(z.strictObject({ sha256: sha256Text }), availability),
  /** What is being fetched and what waits for it, in that order; `more` are not in the list. */
  'files.downloads': method(none, z.strictObject({ downloads: z.array(downloadView), more: z.int() })),
  /** Stops all downloads at once, or lets them go on; kept over a restart. What is opened comes all the same. */
  'files.setPaused': method(z.strictObject({ paused: z.boolean() }), none),
  /** Drops what has come of it; it comes when it is opened. Nothing happens to a paper that is here whole. */
  'files.cancel': method(z.strictObject({ sha256: sha256Text }), none),
  'reading.get': method(
    z.strictObject({ paperId: id }),
    z.strictObject({ position: readingPosition.nullable() }),
  ),
  'reading.put': method(readingPosition, none),

  // --- own annotations, end-to-end encrypted
  /** Of one paper, or of all (`paperId: null`). */
  'annotations.list': method(
    z.strictObject({ paperId: id.nullable() }),
    z.strictObject({ annotations: z.array(annotation) }),
  ),
  'annotations.put': method(annotation, none),
  'annotations.remove': method(z.strictObject({ id }), none),

  // --- deciding
  /** Signs and keeps a ballot; answered when it is durably stored. It replaces every head that this device knows of its voter. */
  'ballots.cast': method(
    z.strictObject({ pollId: id, choices: z.array(z.string()).min(1), text: z.string().max(4000) }),
    z.strictObject({ ballotId: sha256Text }),
  ),

  // --- doing: every mutation of the rules but ballots and private notes, which have methods of their own
  mutate: method(
    z.strictObject({ name: z.enum(mutationNames), args: z.unknown() }),
    /** `kept`: on this device, on its way. `applied`: the server has it. A refusal is the call's error. */
    z.strictObject({ state: z.enum(['kept', 'applied']) }),
  ),

  // --- uploads
  'uploads.begin': method(
    z.strictObject({
      owner: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('item'), id }),
        z.strictObject({ kind: z.literal('slip'), id }),
        /** A new version of this paper. */
        z.strictObject({ kind: z.literal('paper'), id }),
      ]),
      name: line,
      size: z.int().min(0),
      classification,
      documentType: z.enum(DOCUMENT_TYPES),
    }),
    z.strictObject({ id }),
  ),
  'uploads.append': method(z.strictObject({ id, bytes: z.instanceof(Uint8Array) }), none),
  'uploads.finish': method(z.strictObject({ id }), none),
  'uploads.list': method(none, z.strictObject({ uploads: z.array(uploadView) })),
  /** Cancels a running one, forgets an ended one. */
  'uploads.remove': method(z.strictObject({ id }), none),

  // --- administrators (needs the server)
  'accounts.list': method(none, z.strictObject({ accounts: z.array(account) })),
  'accounts.create': method(
    z.strictObject({
      username: z.string(),
      role: z.enum(ACCOUNT_ROLES),
      name: line,
      position: z.string().max(300),
      unit: z.string().max(300),
      passphrase: z.string().min(8).max(1000),
    }),
    z.strictObject({ personId: id }),
  ),
  'accounts.setDisabled': method(z.strictObject({ username: z.string(), disabled: z.boolean() }), none),
  'accounts.reset': method(
    z.strictObject({ username: z.string(), passphrase: z.string().min(8).max(1000) }),
    none,
  ),
} as const;

export type ClientMethod = keyof typeof clientMethods;
export type ClientArgs<M extends ClientMethod> = z.input<(typeof clientMethods)[M]['args']>;
export type ClientResult<M extends ClientMethod> = z.infer<(typeof clientMethods)[M]['result']>;
export const CLIENT_METHODS = Object.keys(clientMethods) as readonly ClientMethod[];
export const isClientMethod = (text: string): text is ClientMethod => Object.hasOwn(clientMethods, text);

/** What a call comes back with, over any binding. */
export const clientAnswer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: errorValue }),
]);
export type ClientAnswer<M extends ClientMethod> =
  | { readonly ok: true; readonly value: ClientResult<M> }
  | { readonly ok: false; readonly error: z.infer<typeof errorValue> };

/**
 * The one event: something the renderer may be showing has changed. `records` after a pull or an own change,
 * `sync` state, `files` availability, `uploads`, `session` state, `preferences`.
 */
export const TOPICS = [
  'records',
  'annotations',
  'sync',
  'files',
  'uploads',
  'session',
  'preferences',
] as const;
export const changedEvent = z.strictObject({ topics: z.array(z.enum(TOPICS)) });
export type Topic = (typeof TOPICS)[number];

/** Which topics make an answer stale. Methods that are not here are commands. */
export const QUERY_TOPICS = {
  'session.state': ['session', 'records'],
  'session.devices': ['records'],
  'devices.list': ['records'],
  'loaner.state': ['session', 'records', 'uploads'],
  'recovery.sheet': ['session'],
  'recovery.asking': ['session'],
  'recovery.requests': ['records', 'session'],
  'preferences.get': ['preferences'],
  'sync.state': ['sync', 'files', 'session'],
  'outbox.list': ['sync', 'records'],
  'files.downloads': ['sync', 'files', 'records'],
  'organisation.get': ['records'],
  'home.get': ['records', 'files', 'annotations'],
  'meetings.list': ['records', 'files', 'annotations'],
  'meetings.get': ['records', 'files', 'annotations'],
  'papers.list': ['records', 'files', 'annotations'],
  'papers.get': ['records', 'files'],
  'polls.get': ['records'],
  'slips.list': ['records', 'files'],
  'slips.get': ['records', 'files'],
  'reading.get': [],
  'annotations.list': ['annotations'],
  'uploads.list': ['uploads'],
  'accounts.list': ['records'],
} as const satisfies Partial<Record<ClientMethod, readonly Topic[]>>;
export type QueryMethod = keyof typeof QUERY_TOPICS;

/** The object that every host gives the renderer: `window.cabinet`, named functions only. */
export interface CabinetBridge {
  call<M extends ClientMethod>(method: M, args: ClientArgs<M>): Promise<ClientAnswer<M>>;
  /** Returns how to stop listening. */
  onChanged(listener: (topics: readonly Topic[]) => void): () => void;
  /** `electron` or `browser`: for what only one host can do (window controls). */
  readonly host: 'electron' | 'browser';
}

/** Same-origin path of a paper's bytes; answers ranges. 404 with `file_not_here` while it is not on the device. */
export const fileUrl = (sha256: string): string => `/papers/${sha256}`;

export type SessionState = ClientResult<'session.state'>;
export type SyncState = ClientResult<'sync.state'>;
export type OutboxEntry = z.infer<typeof outboxEntry>;
export type PaperView = z.infer<typeof paperView>;
export type PollView = z.infer<typeof pollView>;
export type OwnVote = z.infer<typeof ownVote>;
export type ItemView = z.infer<typeof itemView>;
export type MeetingView = z.infer<typeof meetingView>;
export type MeetingSummary = z.infer<typeof meetingSummary>;
export type SlipView = z.infer<typeof slipView>;
export type UploadView = z.infer<typeof uploadView>;
export type DownloadView = z.infer<typeof downloadView>;
export type Availability = z.infer<typeof availability>;
export type ChoiceOptionView = z.infer<typeof choiceOption>;
export type Preferences = ClientResult<'preferences.get'>;
