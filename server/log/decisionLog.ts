import { fromHex, toHex, utf8 } from '../../shared/lib/bytes.ts';
import { logOrigin, signCheckpoint } from '../../shared/domain/log/checkpoint.ts';
import { logEventText } from '../../shared/domain/log/event.ts';
import {
  appendLeaf,
  EMPTY_FRONTIER,
  frontierRoot,
  leafHash,
  nextLeafPath,
} from '../../shared/domain/log/merkle.ts';
import type { LogEvent, LogLeaf, PollEvents } from '../../shared/domain/mutation.ts';
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

/** Appends an event to the organisation's log in the running transaction. */
export const appendEvent = async (
  tx: WriteTx,
  organisationId: string,
  key: LogKey,
  event: LogEvent,
): Promise<LogLeaf> => {
  const state = await tx.log.state();
  const before = { size: state.size, hashes: state.frontier.map(fromHex) };
  const data = logEventText(event);
  const hash = leafHash(utf8(data));
  const after = appendLeaf(before, hash);
  const root = toHex(frontierRoot(after));
  const origin = logOrigin(organisationId);
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

/** Whether the log had that root at that size. */
export const knowsCheckpoint = async (
  view: ReadView,
  organisationId: string,
  checkpoint: CheckpointRef,
): Promise<boolean> => {
  if (checkpoint.origin !== logOrigin(organisationId)) return false;
  if (checkpoint.size === 0) return checkpoint.root === EMPTY_ROOT;
  return (await view.log.rootAt(checkpoint.size)) === checkpoint.root;
};

export const pollEventsOf = async (view: ReadView, pollId: string): Promise<PollEvents> => {
  const marks = await view.log.pollMarks(pollId);
  return {
    opened: marks.opened ?? null,
    closed: marks.closed ?? null,
    windowEnded: marks.windowEnded ?? null,
    announced: marks.announced ?? null,
  };
};
