import { useState } from 'react';
import type { PollView } from '../../shared/contract/client.ts';

/** A conflict is only resolved by a ballot that names both; a refused one may be cast again while the vote is open. */
const mustChoose = ({ vote }: PollView): boolean => ['none', 'conflict', 'refused'].includes(vote.state);

export interface Answering {
  /** Whether the form is there. */
  readonly isOpen: boolean;
  /** Its person answered on another device while it was open here. */
  readonly closedElsewhere: boolean;
  readonly change: () => void;
  readonly keep: () => void;
  /** A ballot is being cast here: what is answered next is one's own. */
  readonly setCasting: (casting: boolean) => void;
}

/** Whether the question of an open poll is still put: it closes on all of a person's devices once answered on one. */
export const useAnswering = (view: PollView): Answering => {
  const now = { castAt: view.vote.castAt, must: mustChoose(view) };
  const [seen, setSeen] = useState(now);
  const [changing, setChanging] = useState(false);
  const [casting, setCasting] = useState(false);
  const [closedElsewhere, setClosedElsewhere] = useState(false);
  if (now.castAt !== seen.castAt || now.must !== seen.must) {
    setSeen(now);
    if (now.castAt !== seen.castAt) {
      setClosedElsewhere(!casting && !now.must && (seen.must || changing));
      setChanging(false);
      setCasting(false);
    }
  }
  return {
    isOpen: now.must || changing,
    closedElsewhere,
    change: () => {
      setClosedElsewhere(false);
      setChanging(true);
    },
    keep: () => setChanging(false),
    setCasting,
  };
};
