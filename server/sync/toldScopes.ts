import type { ScopeChanges } from '../../shared/contract/sync.ts';
import type { Scope } from '../../shared/domain/scope.ts';

/** What one scope had to tell between two numbers. */
export interface Told {
  readonly changes: ScopeChanges;
  /** Its part of a page's bytes, as the bounds of a page count them. */
  readonly bytes: number;
}

/** From where to where; the same question has the same answer for whoever may read the scope. */
export interface Question {
  readonly organisationId: string;
  /** A store that was set back counts the same numbers again, for other writes. */
  readonly epoch: string;
  readonly scope: Scope;
  readonly after: number;
  readonly reset: boolean;
  readonly asOf: number;
}

/** So many answers are kept, none of more than so many bytes: what a room full of people asks for at the same moment. */
const KEPT = 64;
const KEPT_BYTES = 128 * 1024;

/**
 * Answers that were just given. After a poke a whole room asks the same: the rows are read and written as text once.
 * Rights are not kept, and `asOf` is part of the question, so an answer never outlives what it says.
 */
export interface ToldScopes {
  find(question: Question): Told | undefined;
  keep(question: Question, told: Told): void;
}

const keyOf = ({ organisationId, epoch, scope, after, reset, asOf }: Question): string =>
  `${organisationId} ${epoch} ${scope} ${after} ${reset} ${asOf}`;

export const createToldScopes = (): ToldScopes => {
  const kept = new Map<string, Told>();
  return {
    find: (question) => kept.get(keyOf(question)),
    keep(question, told) {
      // Cut short by the page, it is not the whole answer.
      if (told.bytes > KEPT_BYTES || told.changes.checksum === null) return;
      kept.set(keyOf(question), told);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    },
  };
};

const texts = new WeakMap<ScopeChanges, Buffer>();

/** The JSON text of a scope's changes in UTF-8, made once for all who are told the same. */
export const textOf = (changes: ScopeChanges): Buffer => {
  const known = texts.get(changes) ?? Buffer.from(JSON.stringify(changes), 'utf8');
  texts.set(changes, known);
  return known;
};
