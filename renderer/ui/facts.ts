/** A fact longer than this may break inside. */
const SHORT = 24;

/**
 * `a · b · c` of what there is. A short fact breaks as a whole ("7,2 MB" stays together), and the line breaks after a dot.
 */
export const joinFacts = (facts: readonly (string | null | undefined)[]): string =>
  facts
    .filter((fact): fact is string => typeof fact === 'string' && fact !== '')
    .map((fact) => (fact.length > SHORT ? fact : fact.replaceAll(' ', '\u00a0')))
    .join('\u00a0· ');
