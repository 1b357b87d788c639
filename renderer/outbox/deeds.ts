/** Kinds of deeds that have words of their own; the rest are called by what they change. */
const DEEDS = ['ballot', 'private', 'meeting', 'participant', 'item', 'paper', 'poll', 'slip'] as const;
export type Deed = (typeof DEEDS)[number] | 'other';

/** `item.edit` is about an item. */
export const deedOf = (mutation: string): Deed =>
  DEEDS.find((deed) => mutation.startsWith(`${deed}.`)) ?? 'other';
