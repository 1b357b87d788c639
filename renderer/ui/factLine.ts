/** Short facts on one line, empty ones left out; where the line breaks, the dot stays with the fact before it. */
export const factLine = (facts: readonly string[]): string =>
  facts.filter((fact) => fact !== '').join('\u00a0· ');
