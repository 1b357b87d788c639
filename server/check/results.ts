import { canonicalJson } from '../../shared/lib/canonicalJson.ts';
import { toLogged } from '../../shared/domain/conduct/counting.ts';
import { parseStatement, statementHash } from '../../shared/domain/decisions/statement.ts';
import { tallyOf, type Tally } from '../../shared/domain/decisions/tally.ts';
import type { PollEvents } from '../../shared/domain/mutation.ts';
import { resultHash } from '../../shared/domain/mutations/conduct.ts';
import type { Poll, PollResult, PollStatement } from '../../shared/domain/records/poll.ts';
import { ballotsOf, pollEventsOf } from '../log/decisionLog.ts';
import type { Organisation } from './context.ts';

/** R14: what everybody may see of a result while the poll has this status. */
const shownResult = (poll: Poll, { result }: Tally): PollResult | null => {
  if (poll.status === 'closed' || poll.status === 'announced') return result;
  return poll.status === 'open' && poll.live ? { ...result, lines: [] } : null;
};

/** Whether the log tells of the course that the record speaks of. */
const fitsLog = ({ status, openedAt, closedAt, announcedAt }: Poll, events: PollEvents): boolean => {
  const isOpened = events.opened !== null && openedAt !== null;
  const isClosed = events.closed !== null && closedAt !== null;
  const isAnnounced = events.announced !== null && announcedAt !== null;
  switch (status) {
    case 'draft':
      return false;
    case 'open':
    case 'cancelled':
      return isOpened && events.closed === null;
    case 'closed':
      return isOpened && isClosed && events.announced === null;
    case 'announced':
      return isOpened && isClosed && isAnnounced;
  }
};

/** What the log said when the poll opened: the statement that every ballot names. */
const checkOpened = async (
  { kept, findings }: Organisation,
  poll: Poll,
  events: PollEvents,
): Promise<void> => {
  if (events.opened === null) return;
  const leaf = JSON.parse((await kept.view.log.leaf(events.opened)) ?? '{}') as {
    readonly pollHash?: string;
  };
  if (leaf.pollHash !== poll.hash) findings.problem('poll_statement', `The poll ${poll.id}`);
};

const checkAnnounced = async (
  { kept, findings }: Organisation,
  pollId: string,
  events: PollEvents,
  result: PollResult | undefined,
): Promise<void> => {
  if (events.announced === null || result === undefined) return;
  const leaf = JSON.parse((await kept.view.log.leaf(events.announced)) ?? '{}') as {
    readonly result?: string;
  };
  if (leaf.result !== resultHash(result)) findings.problem('result_announced', `The poll ${pollId}`);
};

/** Counts the poll anew from its ballots and the log, and compares what is kept. */
const recount = async (organisation: Organisation, poll: Poll, statement: PollStatement): Promise<void> => {
  const { kept, reader, findings } = organisation;
  const subject = `The poll ${poll.id}`;
  const events = await pollEventsOf(kept.view, organisation.id, poll.id);
  if (!fitsLog(poll, events)) findings.problem('poll_marks', subject);
  const ballots = (await ballotsOf(kept.view, poll.id)).map(toLogged);
  const tally = tallyOf(statement, events, ballots);
  const result = (await reader.get('pollResult', poll.id))?.body;
  const wanted = shownResult(poll, tally);
  // Totals of a poll that runs are first written with its first ballot.
  const isFirst = poll.status === 'open' && ballots.length === 0 && result === undefined;
  const isSame =
    wanted === null
      ? result === undefined
      : result !== undefined && canonicalJson(wanted) === canonicalJson(result);
  if (!isSame && !isFirst) findings.problem('result_wrong', subject);
  const turnout = (await reader.get('turnout', poll.id))?.body;
  const isCounted =
    turnout?.votedIds.join() === tally.votedIds.join() &&
    turnout.conflictIds.join() === tally.conflictIds.join();
  if (!isCounted) findings.problem('turnout_wrong', subject);
  for (const { id } of ballots) {
    const receipt = (await reader.get('ballotReceipt', id))?.body;
    if (receipt !== undefined && receipt.state !== tally.stateById.get(id)) {
      findings.problem('ballot_receipt', `The ballot ${id}`);
    }
  }
  await checkOpened(organisation, poll, events);
  await checkAnnounced(organisation, poll.id, events, result);
};

/** Every poll that was opened is counted again. */
export const checkResults = async (organisation: Organisation): Promise<void> => {
  const { kept, reader, findings } = organisation;
  for (const row of kept.records()) {
    if (row.kind !== 'poll' || row.body === null) continue;
    const poll = (await reader.get('poll', row.id))?.body;
    if (poll === undefined) continue;
    findings.examined('results');
    const subject = `The poll ${poll.id}`;
    if (poll.statement === null) {
      if (poll.status !== 'draft' && poll.status !== 'cancelled') findings.problem('poll_statement', subject);
      continue;
    }
    const statement = parseStatement(poll.statement);
    if (statement?.poll !== poll.id || statementHash(poll.statement) !== poll.hash) {
      findings.problem('poll_statement', subject);
      continue;
    }
    await findings.guard(subject, () => recount(organisation, poll, statement));
  }
};
