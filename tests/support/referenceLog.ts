import type { WriteTx } from '../../server/storage/port.ts';
import type { StoredBallot } from '../../shared/domain/mutation.ts';
import { byText, must, type Place } from './referenceOrganisation.ts';

/** The decision log of one organisation with its ballots. */
export const logOn = ({ org, known, made }: Place): WriteTx['log'] => ({
  async state() {
    const last = org().leaves.at(-1);
    return {
      size: org().leaves.length,
      frontier: last?.frontier ?? [],
      checkpoint: last?.checkpoint ?? null,
    };
  },
  rootAt: async (size) => org().leaves[size - 1]?.root,
  leaf: async (index) => org().leaves[index]?.data,
  async pollMarks(pollId) {
    const marks = org().marks.filter((each) => each.pollId === pollId);
    return Object.fromEntries(marks.map(({ mark, index }) => [mark, index]));
  },
  async ballots(pollId) {
    const found = org().ballots.filter((each) => each.pollId === pollId);
    return found.sort((a, b) => a.logIndex - b.logIndex);
  },
  restores: async () => org().restores.toSorted((a, b) => a.index - b.index),
  async pollsToFinish() {
    const of = (pollId: string) =>
      org()
        .marks.filter((each) => each.pollId === pollId)
        .map(({ mark }) => mark);
    const polls = [...new Set(org().marks.map(({ pollId }) => pollId))].sort(byText);
    const isOver = (pollId: string) =>
      of(pollId).some((mark) => mark === 'windowEnded' || mark === 'announced');
    return polls.filter((pollId) => of(pollId).includes('closed') && !isOver(pollId));
  },
  async append(leaf) {
    must(leaf.index === known().leaves.length, 'a leaf goes to the end of the log');
    known().leaves.push(leaf);
  },
  async markRestored(place) {
    must(!known().restores.some(({ index }) => index === place.index), 'marked twice');
    known().restores.push(place);
  },
  async markPoll(pollId, mark, index) {
    must(!org().marks.some((each) => each.pollId === pollId && each.mark === mark), 'marked twice');
    made().marks.push({ pollId, mark, index });
  },
  async storeBallot(ballot) {
    const isThere = (each: StoredBallot): boolean =>
      each.id === ballot.id || (each.pollId === ballot.pollId && each.logIndex === ballot.logIndex);
    must(!org().ballots.some(isThere), 'a ballot stands once');
    made().ballots.push(ballot);
  },
});
