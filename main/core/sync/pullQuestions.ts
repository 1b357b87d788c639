import type { CabinetError } from '../../../shared/contract/errors.ts';
import { pullAnswer, type PullAnswer, type PullPosition } from '../../../shared/contract/sync.ts';
import { PROTOCOL } from '../../../shared/contract/version.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { ServerClient } from '../context.ts';
import type { Meta } from '../store/meta.ts';
import type { Publisher } from '../store/publish.ts';

/** What a page is asked with, beside the epoch. */
export interface Question {
  /** Of the last complete round: what is not named is whole up to it. Null: everything is named. */
  readonly asOf: number | null;
  readonly page: PullPosition | null;
  readonly cursors: Readonly<Record<string, number>>;
  readonly partial: readonly string[];
}

/** A page that has been asked for. */
export interface Asked {
  readonly question: Question;
  readonly answer: Promise<Result<PullAnswer, CabinetError>>;
  /** Nobody waits for it any more. */
  drop(): void;
}

/** The question after this answer: only what it left incomplete is named anew. Null when the server did not say where to go on. */
const questionAfter = (
  { asOf, cursors, partial }: Question,
  { changes, next }: PullAnswer,
): Question | null => {
  if (next === undefined) return null;
  const named = new Map(Object.entries(cursors));
  const copying = new Set(partial);
  for (const { scope, reset, to, checksum } of changes) {
    if (checksum === null) named.set(scope, to);
    else named.delete(scope);
    if (checksum !== null) copying.delete(scope);
    else if (reset && to > 0) copying.add(scope);
  }
  return { asOf, page: next, cursors: Object.fromEntries(named), partial: [...copying] };
};

/** Asks for pages: from what the store holds, or from where the answer before has left off. */
export class PullQuestions {
  readonly #server: ServerClient;
  readonly #meta: Meta;
  readonly #held: Publisher;

  constructor(server: ServerClient, meta: Meta, held: Publisher) {
    this.#server = server;
    this.#meta = meta;
    this.#held = held;
  }

  /** The first page of a round, or of what is left of one: `isNaming` says all that is held. */
  fromStore(isNaming = false): Asked {
    const asOf = isNaming ? null : this.#meta.number('as_of');
    const cursors = asOf === null ? this.#held.cursors() : this.#held.exceptions();
    // Only what is named can be partial, and mostly nothing is.
    const partial = Object.keys(cursors).length === 0 ? [] : this.#held.partial();
    return this.#ask(this.#meta.text('epoch'), { asOf, page: null, cursors, partial });
  }

  /** The page after this one, asked for while this one is taken in. Null when the server did not say where to go on. */
  after({ question }: Asked, answer: PullAnswer): Asked | null {
    const after = questionAfter(question, answer);
    return after === null ? null : this.#ask(answer.epoch, after);
  }

  #ask(epoch: string | null, question: Question): Asked {
    const ending = new AbortController();
    const { signal } = ending;
    const json = { protocol: PROTOCOL, epoch, ...question };
    const request = { method: 'POST', path: '/sync/pull', json, signal } as const;
    return {
      question,
      answer: this.#server.json(request, pullAnswer),
      drop: () => ending.abort(),
    };
  }
}
