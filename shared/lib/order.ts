import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/**
 * Order keys: text that sorts by code unit, with room between any two, so that moving one row writes one row.
 * `null` stands for the open end.
 */
export const orderBetween = (before: string | null, after: string | null): string =>
  generateKeyBetween(before, after);

/** `count` keys between two others, in order. */
export const ordersBetween = (before: string | null, after: string | null, count: number): string[] =>
  generateNKeysBetween(before, after, count);

/** Sorts by order key; equal keys (two inserts at once in one place) fall back to the id, the same everywhere. */
export const byOrder = (
  a: { readonly order: string; readonly id: string },
  b: { readonly order: string; readonly id: string },
): number => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
