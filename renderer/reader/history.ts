import type { Annotation } from '../../shared/contract/annotation.ts';

/** One annotation before and after; `null` is "not there". */
export interface Change {
  readonly before: Annotation | null;
  readonly after: Annotation | null;
}

export interface History {
  /** Records what has just been done in one go (an eraser's sweep is one). Forgets what was undone. */
  did(changes: readonly Change[]): void;
  /** The changes that take the last step back, newest first; none when there is none. */
  undo(): readonly Change[];
  /** The changes that do it again. */
  redo(): readonly Change[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

const LIMIT = 500;

const reversed = (changes: readonly Change[]): Change[] =>
  changes.toReversed().map(({ before, after }) => ({ before: after, after: before }));

/** What has been done with annotations in this reader since it was opened. */
export const createHistory = (): History => {
  const done: (readonly Change[])[] = [];
  const undone: (readonly Change[])[] = [];
  return {
    did(changes) {
      if (changes.length === 0) return;
      done.push(changes);
      if (done.length > LIMIT) done.shift();
      undone.length = 0;
    },
    undo() {
      const step = done.pop();
      if (step === undefined) return [];
      undone.push(step);
      return reversed(step);
    },
    redo() {
      const step = undone.pop();
      if (step === undefined) return [];
      done.push(step);
      return step;
    },
    get canUndo() {
      return done.length > 0;
    },
    get canRedo() {
      return undone.length > 0;
    },
  };
};
