/** Content of a record that a form edits: plain JSON values. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether two values say the same, objects and lists by content. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => Object.hasOwn(b, key) && isSame(value, (b as Fields)[key]))
  );
};

/** The members of `values` that say something else than in `base`: what an edit has to send. */
export const changedFields = <T extends object>(base: T, values: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([key, value]) => !isSame(value, (base as Fields)[key])),
  ) as Partial<T>;
