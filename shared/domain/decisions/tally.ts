import type { LogPlace, PollEvents } from '../mutation.ts';
import type {
  BallotReceipt,
  CheckpointRef,
  ChoiceOption,
  PollResult,
  PollStatement,
  ResultLine,
} from '../records/poll.ts';
import { headsOf, type LoggedBallot } from './heads.ts';
import { requiredVotes } from './ruleset.ts';

export type BallotState = BallotReceipt['state'];

export interface Tally {
  readonly result: PollResult;
  /** What became of each ballot, by its id. */
  readonly stateById: ReadonlyMap<string, BallotState>;
  /** Voters with at least one valid ballot, person ids ascending. */
  readonly votedIds: readonly string[];
  /** Voters with several heads (C8), ascending. */
  readonly conflictIds: readonly string[];
}

/** No ballot that arrives from now on can count, and conflicts are settled by the log. */
export const isWindowOver = (statement: PollStatement, events: PollEvents): boolean =>
  events.closed !== null && (statement.late.kind === 'reject' || events.windowEnded !== null);

/**
 * How many of this log's leaves a device had seen that names a checkpoint. One of a log that was lost shares with this one
 * only what was restored: whatever else it had, it was before everything that follows the leaf `log-restored`.
 */
const leavesSeen = (seen: CheckpointRef, { restores = [], origin }: PollEvents): number => {
  if (origin === undefined || seen.origin === origin) return seen.size;
  const end = restores.find((place) => place.origin === seen.origin) ?? restores.at(-1);
  return Math.min(seen.size, end?.index ?? 0);
};

/** R13: whether the device that signed with this checkpoint had seen the poll's close. */
export const hasSeenClose = (events: PollEvents, checkpoint: CheckpointRef): boolean => {
  const { closed, formerClose } = events;
  if (closed === null) return false;
  if (formerClose?.origin === checkpoint.origin) return checkpoint.size > formerClose.index;
  return leavesSeen(checkpoint, events) > closed;
};

/** Of two places in logs that were lost, or in one of them. */
const isLower = (a: LogPlace, b: LogPlace): boolean =>
  a.origin === b.origin ? a.index < b.index : a.origin < b.origin;

/** Logged before the close. Where both stood in a log that was lost, that one says so. */
const isBeforeClose = ({ closed, formerClose, restores }: PollEvents, logged: LoggedBallot): boolean => {
  const { former } = logged;
  if (closed === null || formerClose === undefined)
    return closed === null || former !== undefined || logged.logIndex < closed;
  if (former === undefined) return logged.logIndex < (restores?.at(-1)?.index ?? closed);
  return isLower(former, formerClose);
};

/** Whether an announced result knew of a ballot. What is kept after it changes nothing of it, the number of late ones neither. */
const isBeforeAnnouncement = (
  { announced, formerAnnouncement, restores }: PollEvents,
  { former, logIndex }: LoggedBallot,
): boolean => {
  if (formerAnnouncement === undefined)
    return announced === null || former !== undefined || logIndex < announced;
  return former === undefined
    ? logIndex < (restores?.at(-1)?.index ?? 0)
    : isLower(former, formerAnnouncement);
};

/**
 * Whether a ballot came before the window's end although the log that has that end is lost with it: the server notes no
 * ballot before it has noted an end that is due, so the instants that it wrote into the leaves say it.
 */
const isInFormerWindow = (
  { late }: PollStatement,
  { formerClose }: PollEvents,
  logged: LoggedBallot,
): boolean =>
  formerClose === undefined ||
  late.kind !== 'accept' ||
  Date.parse(logged.former?.at ?? logged.receivedAt) < Date.parse(late.until);

/**
 * R13, by the log alone: logged before the close; or, where the poll accepts late ballots, logged before the end of the
 * window by a device that had not seen the close (the checkpoint in it has at most as many leaves as stood before it).
 * What stood in a log that was lost stood before everything that came after the restore; where the close was lost with it,
 * the window is the one that was promised.
 */
export const isInTime = (statement: PollStatement, events: PollEvents, logged: LoggedBallot): boolean => {
  if (isBeforeClose(events, logged)) return true;
  const { windowEnded, announced } = events;
  const isBefore = (end: number | null): boolean =>
    end === null || logged.former !== undefined || logged.logIndex < end;
  return (
    statement.late.kind === 'accept' &&
    !hasSeenClose(events, logged.ballot.checkpoint) &&
    isInFormerWindow(statement, events, logged) &&
    isBefore(windowEnded) &&
    isBefore(announced)
  );
};

interface VoterCount {
  readonly personId: string;
  readonly heads: readonly LoggedBallot[];
  /** The ballot that counts; null while a conflict is open. */
  readonly counted: LoggedBallot | null;
}

const countVoter = (personId: string, ballots: readonly LoggedBallot[], isOver: boolean): VoterCount => {
  const heads = headsOf(ballots);
  const [lowest = null] = heads;
  return { personId, heads, counted: heads.length === 1 || isOver ? lowest : null };
};

const groupByVoter = (ballots: readonly LoggedBallot[]): ReadonlyMap<string, readonly LoggedBallot[]> =>
  Map.groupBy(ballots, ({ ballot }) => ballot.voter);

const lineOf = ({ personId, heads, counted }: VoterCount): ResultLine => ({
  personId,
  choices: counted?.ballot.choices ?? [],
  text: counted?.ballot.text ?? '',
  conflict: heads.length > 1,
});

/** R2: what "of" means in "more than half of". `cast` is every counted ballot, abstaining ones too. */
const baseCountOf = (statement: PollStatement, castCount: number, yesNoCount: number): number => {
  switch (statement.ruleSet.base) {
    case 'members':
      return statement.memberCount;
    case 'present':
      return statement.present.length;
    case 'cast':
      return castCount;
    case 'yes_no':
      return yesNoCount;
  }
};

const decide = (statement: PollStatement, counted: readonly LoggedBallot[]) => {
  const { options } = statement.choices;
  const counts = options.map(({ id }) => ({
    optionId: id,
    count: counted.filter(({ ballot }) => ballot.choices.includes(id)).length,
  }));
  const ofRole = (role: ChoiceOption['role']): number =>
    counts.reduce((sum, { count }, index) => (options[index]?.role === role ? sum + count : sum), 0);
  const yes = ofRole('yes');
  const baseCount = baseCountOf(statement, counted.length, yes + ofRole('no'));
  // A list of options (R5) is counted and shown; it neither passes nor fails.
  const decides = options.some(({ role }) => role === 'yes');
  const needed = decides ? requiredVotes(baseCount, statement.ruleSet.threshold) : null;
  return { counts, baseCount, needed, passed: needed !== null && yes >= needed };
};

const statesOf = (
  ballots: readonly LoggedBallot[],
  valid: ReadonlySet<string>,
  voters: readonly VoterCount[],
): ReadonlyMap<string, BallotState> => {
  const states = new Map<string, BallotState>(
    ballots.map(({ id }) => [id, valid.has(id) ? 'superseded' : 'late']),
  );
  for (const { heads, counted } of voters) {
    for (const head of heads) states.set(head.id, head === counted ? 'counts' : 'conflict');
  }
  return states;
};

/**
 * The outcome of a poll: a pure function of its statement, of where its events stand in the log, and of its ballots
 * with their places in the log. The order in which `ballots` are listed plays no part; neither does any clock.
 * R2, R3, R5, R10, R13, C8.
 */
export const tallyOf = (
  statement: PollStatement,
  events: PollEvents,
  ballots: readonly LoggedBallot[],
): Tally => {
  const isOver = isWindowOver(statement, events);
  const inTime = ballots.filter((logged) => isInTime(statement, events, logged));
  const byVoter = groupByVoter(inTime);
  // The electorate is ascending, and so is everything made from it.
  const voters = statement.electorate.flatMap((personId) => {
    const own = byVoter.get(personId);
    return own === undefined ? [] : [countVoter(personId, own, isOver)];
  });
  const counted = voters.flatMap((voter) => (voter.counted === null ? [] : [voter.counted]));
  return {
    result: {
      id: statement.poll,
      pollId: statement.poll,
      provisional: !isOver,
      ...decide(statement, counted),
      memberCount: statement.memberCount,
      electorateCount: statement.electorate.length,
      presentCount: statement.present.length,
      notVotedCount: statement.electorate.length - counted.length,
      lateCount: ballots.filter((each) => isBeforeAnnouncement(events, each)).length - inTime.length,
      lines: voters.map(lineOf),
    },
    stateById: statesOf(ballots, new Set(inTime.map(({ id }) => id)), voters),
    votedIds: voters.map(({ personId }) => personId),
    conflictIds: voters.filter(({ heads }) => heads.length > 1).map(({ personId }) => personId),
  };
};
