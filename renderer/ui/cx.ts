/** Joins class names; what is absent is left out. Always a string, as react-aria-components want it. */
export const cx = (...names: readonly (string | false | null | undefined)[]): string =>
  names.filter((name) => typeof name === 'string' && name !== '').join(' ');
