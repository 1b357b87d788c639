import { useCallback, useState } from 'react';

/** Opinions being typed, by poll: nothing of them is kept on the device before a ballot is signed. */
const opinions = new Map<string, string>();

/** After locking, nothing that was being written stays in memory here. */
export const forgetOpinions = (): void => opinions.clear();

/**
 * The text of an "other opinion" (R5) that is being typed on a poll. It outlives its form: a look at the document, the end
 * of the vote, an answer on another device.
 */
export const useOpinion = (pollId: string): readonly [string, (text: string) => void] => {
  const [text, setText] = useState(() => opinions.get(pollId) ?? '');
  const keep = useCallback(
    (next: string) => {
      if (next === '') opinions.delete(pollId);
      else opinions.set(pollId, next);
      setText(next);
    },
    [pollId],
  );
  return [text, keep];
};
