import { fromHex, toHex, utf8 } from '../../shared/lib/bytes.ts';
import { isLogOrigin, logOrigin, signCheckpoint } from '../../shared/domain/log/checkpoint.ts';
import { logEventText } from '../../shared/domain/log/event.ts';
import {
  appendLeaf,
  EMPTY_FRONTIER,
  frontierRoot,
  leafHash,
  nextLeafPath,
} from '../../shared/domain/log/merkle.ts';
import type { LogEvent, LogLeaf, PollEvents, StoredBallot } from '../../shared/domain/mutation.ts';
import type { CheckpointRef } from '../../shared/domain/records/poll.ts';
import type { PollMark, ReadView, WriteTx } from '../storage/port.ts';
import type { LogKey } from './logKey.ts';

const EMPTY_ROOT = toHex(frontierRoot(EMPTY_FRONTIER));

const MARKS: Partial<Record<LogEvent['type'], PollMark>> = {
  'poll-opened': 'opened',
  'poll-closed': 'closed',
  'window-ended': 'windowEnded',
  'poll-announced': 'announced',
};

/** The origins of an organisation's logs, oldest first, one for each epoch of this store; the last is the present one's. */
const originsOf = async (view: ReadView, organisationId: string): Promise<readonly string[]> =>
  (await view.epochs()).map((epoch, index) => logOrigin(organisationId, index === 0 ? null : epoch));

/** Name of the organisation's log in the present epoch. */
export const originOf = async (view: ReadView, organisationId: string): Promise<string> =>
  (await originsOf(view, organisationId)).at(-1) ?? logOrigin(organisationId);

/** Name of the log that a leaf was appended to: before a restore it had another. */
export const originAt = async (view: ReadView, organisationId: string, index: number): Promise<string> => {
  const left = (await view.log.restores()).find((place) => index < place.index);
  return left?.origin ?? originOf(view, organisationId);
};

const append = async (tx: WriteTx, origin: string, key: LogKey, event: LogEvent): Promise<LogLeaf> => {
  const state = await tx.log.state();
  const before = { size: state.size, hashes: state.frontier.map(fromHex) };
  const data = logEventText(event);
  const hash = leafHash(utf8(data));
  const after = appendLeaf(before, hash);
  const root = toHex(frontierRoot(after));
  const checkpoint = signCheckpoint({ origin, size: after.size, root }, key.publicKey, key.sign);
  await tx.log.append({
    index: before.size,
    data,
    hash: toHex(hash),
    root,
    frontier: after.hashes.map(toHex),
    checkpoint,
  });
  const mark = MARKS[event.type];
  if (mark !== undefined && 'poll' in event) await tx.log.markPoll(event.poll, mark, before.size);
  return { index: before.size, proof: nextLeafPath(before).map(toHex), checkpoint };
};

/**
 * Makes sure that a log which goes on after a restore says so: its first own leaf names what it goes on from. Does nothing
 * where that is done, or where nothing was restored. Returns the log's name.
 */
export const continueLog = async (
  tx: WriteTx,
  organisationId: string,
  key: LogKey,
  at: string,
): Promise<string> => {
  const epochs = await tx.epochs();
  const [origin = logOrigin(organisationId), former] = (await originsOf(tx, organisationId)).toReversed();
  if (former === undefined) return origin;
  const { size } = await tx.log.state();
  const root = await tx.log.rootAt(size);
  const isSaid = (await tx.log.restores()).some((place) => place.origin === former);
  if (isSaid || root === undefined) return origin;
  await tx.log.markRestored({ origin: former, index: size });
  const epoch = epochs.at(-1) ?? '';
  await append(tx, origin, key, { type: 'log-restored', epoch, origin: former, size, root, at });
  return origin;
};

/** Appends an event to the organisation's log in the running transaction. */
export const appendEvent = async (
  tx: WriteTx,
  organisationId: string,
  key: LogKey,
  event: LogEvent,
): Promise<LogLeaf> => append(tx, await continueLog(tx, organisationId, key, event.at), key, event);

/**
 * Whether the log had that root at that size. Of a log that was lost only what was restored can be looked up; what it had
 * beyond is believed: it was before everything that this log has after `log-restored` (R13).
 */
export const knowsCheckpoint = async (
  view: ReadView,
  organisationId: string,
  checkpoint: CheckpointRef,
): Promise<boolean> => {
  const { origin, size, root } = checkpoint;
  if (size === 0) return isLogOrigin(organisationId, origin) && root === EMPTY_ROOT;
  const restores = await view.log.restores();
  if (origin === (await originOf(view, organisationId))) return (await view.log.rootAt(size)) === root;
  if (restores.length === 0 || !isLogOrigin(organisationId, origin)) return false;
  const end = restores.find((place) => place.origin === origin)?.index;
  return end === undefined || size > end || (await view.log.rootAt(size)) === root;
};

const eventIn = (text: string | undefined): LogEvent | null =>
  text === undefined ? null : (JSON.parse(text) as LogEvent);

/** With its place in a log that was lost, if its leaf names one. */
export const withFormer = async (view: ReadView, ballot: StoredBallot): Promise<StoredBallot> => {
  const event = eventIn(await view.log.leaf(ballot.logIndex));
  return event?.type !== 'ballot' || event.former === undefined
    ? ballot
    : { ...ballot, former: event.former };
};

/** A poll's ballots in log order. On a restored server, with their places in the logs that were lost. */
export const ballotsOf = async (view: ReadView, pollId: string): Promise<readonly StoredBallot[]> => {
  const ballots = await view.log.ballots(pollId);
  const [restored] = await view.log.restores();
  return restored === undefined ? ballots : Promise.all(ballots.map((ballot) => withFormer(view, ballot)));
};

export const pollEventsOf = async (
  view: ReadView,
  organisationId: string,
  pollId: string,
): Promise<PollEvents> => {
  const marks = await view.log.pollMarks(pollId);
  const events: PollEvents = {
    opened: marks.opened ?? null,
    closed: marks.closed ?? null,
    windowEnded: marks.windowEnded ?? null,
    announced: marks.announced ?? null,
  };
  const restores = await view.log.restores();
  if (restores.length === 0) return events;
  const eventAt = async (index: number | null) =>
    index === null ? null : eventIn(await view.log.leaf(index));
  const close = await eventAt(events.closed);
  const formerClose = close?.type === 'poll-closed' ? close.former : undefined;
  const announcement = await eventAt(events.announced);
  const formerAnnouncement = announcement?.type === 'poll-announced' ? announcement.former : undefined;
  return {
    ...events,
    formerClose,
    formerAnnouncement,
    restores,
    origin: await originOf(view, organisationId),
  };
};
