import { z } from 'zod';
import { ballot, signedBallot } from '../../shared/domain/records/poll.ts';

/** Fields of mutations that have words of their own. */
export const FIELDS = [
  'title',
  'name',
  'summary',
  'question',
  'wording',
  'text',
  'unit',
  'agency',
  'number',
  'place',
  'minutes',
  'startsAt',
  'endsAt',
  'deadline',
  'conclusion',
  'fileName',
] as const;
export type Field = (typeof FIELDS)[number];

export interface WrittenField {
  /** Null for a field without words of its own: then its technical name is all there is. */
  readonly field: Field | null;
  readonly name: string;
  readonly value: string;
  readonly isInstant: boolean;
}

/** What a refused ballot said; labels of the choices are in its poll. */
export interface WrittenBallot {
  readonly pollId: string;
  readonly choices: readonly string[];
  readonly text: string;
}

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});
const fields = json.pipe(z.record(z.string(), z.unknown()));
const cast = json.pipe(
  z.object({
    signed: signedBallot
      .transform(({ bytes }) => bytes)
      .pipe(json)
      .pipe(ballot),
  }),
);

/** Names and numbers of the machinery, which say nothing to a reader. */
const isMachinery = (name: string): boolean =>
  /^(id|seen|order|.*Id|.*Ids|sha256|hash|statement)$/.test(name);

const isField = (name: string): name is Field => (FIELDS as readonly string[]).includes(name);

const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number'
      ? String(value)
      : JSON.stringify(value, null, 1);

/** Null for anything that is not the content of a ballot. */
export const writtenBallot = (content: string): WrittenBallot | null => {
  const parsed = cast.safeParse(content);
  if (!parsed.success) return null;
  const { poll, choices, text } = parsed.data.signed;
  return { pollId: poll, choices, text };
};

/** What somebody wrote, field by field; as one piece when it is not an object. */
export const writtenFields = (content: string): readonly WrittenField[] => {
  const parsed = fields.safeParse(content);
  if (!parsed.success) return [{ field: null, name: '', value: content, isInstant: false }];
  return Object.entries(parsed.data)
    .filter(([name, value]) => !isMachinery(name) && value !== null && value !== '')
    .map(([name, value]) => ({
      field: isField(name) ? name : null,
      name,
      value: textOf(value),
      isInstant: z.iso.datetime().safeParse(value).success,
    }));
};
