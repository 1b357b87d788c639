import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '..', '..', '..', 'renderer');
const css = readFileSync(join(renderer, 'ui', 'tokens.css'), 'utf8');

type Theme = 'light' | 'dark';
const tokensOf = (block: string): ReadonlyMap<string, string> =>
  new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
const [lightBlock = '', darkBlock = ''] = css.split(":root[data-theme='dark']");
const TOKENS: Readonly<Record<Theme, ReadonlyMap<string, string>>> = {
  light: tokensOf(lightBlock),
  dark: tokensOf(darkBlock),
};

const valueOf = (theme: Theme, name: string): string => {
  const value = TOKENS[theme].get(name);
  if (value === undefined) throw new Error(`no colour --${name} in the ${theme} theme`);
  return value;
};

/** WCAG 2.2, relative luminance of an sRGB colour. */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: string, b: string): number => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

/** What text is set on anywhere: the page, raised, sunken, under the pointer, and where one is. */
const GROUNDS = ['paper', 'surface', 'sunken', 'hover', 'primary-soft'] as const;
const TEXTS = ['ink', 'ink-soft', 'primary', 'danger', 'ok-ink', 'now-ink'] as const;
const on = (texts: readonly string[], grounds: readonly string[]): readonly (readonly [string, string])[] =>
  texts.flatMap((text) => grounds.map((ground) => [text, ground] as const));

const AA_TEXT = [
  ...on(TEXTS, GROUNDS),
  ...on(['now-ink', 'ink'], ['now-soft']),
  ...on(['danger', 'ink'], ['danger-soft']),
  ...on(['on-primary'], ['primary', 'primary-hover']),
  ...on(['paper', 'surface'], ['ink']),
];
/** Wordings, choices, and one's own vote use nothing but ink, and the button that casts it. */
const AAA_VOTES = [
  ...on(['ink'], [...GROUNDS, 'danger-soft', 'now-soft']),
  ...on(['on-primary'], ['primary', 'primary-hover']),
  ...on(['surface'], ['ink']),
];
/** WCAG 1.4.11: edges of controls, the focus, bars of results, marks of state. */
const SHAPES = [
  ...on(['line-strong', 'focus', 'now'], ['paper', 'surface']),
  ...on(
    ['result-yes', 'result-no', 'result-abstain', 'result-other', 'primary'],
    ['paper', 'surface', 'sunken'],
  ),
];

const tooWeak = (theme: Theme, pairs: readonly (readonly [string, string])[], needed: number) =>
  pairs
    .map(([text, ground]) => ({
      pair: `--${text} on --${ground}`,
      ratio: contrast(valueOf(theme, text), valueOf(theme, ground)),
    }))
    .filter(({ ratio }) => ratio < needed)
    .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`);

/** Style sheets of the member's screens, by path. */
const styleSheets = [
  'app',
  'ui',
  'home',
  'meetings',
  'voting',
  'slips',
  'papers',
  'outbox',
  'settings',
  'signin',
].flatMap((folder) =>
  readdirSync(join(renderer, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.module.css'))
    .map((name) => join(folder, name)),
);

describe('contrast of the design tokens (WCAG 2.2)', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`text reaches AA everywhere in the ${theme} theme`, () => {
      expect(tooWeak(theme, AA_TEXT, 4.5)).toEqual([]);
    });
    it(`wordings and votes reach AAA in the ${theme} theme`, () => {
      expect(tooWeak(theme, AAA_VOTES, 7)).toEqual([]);
    });
    it(`edges, focus and bars reach 3 to 1 in the ${theme} theme`, () => {
      expect(tooWeak(theme, SHAPES, 3)).toEqual([]);
    });
  }

  it('knows the formula: black on white is 21 to 1, and mid grey #767676 just passes AA', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });

  it('the screens of members take every colour from the tokens, so that no pair escapes', () => {
    const own = styleSheets.filter((path) =>
      /#[0-9a-f]{3,8}\b|rgba?\(/i.test(readFileSync(join(renderer, path), 'utf8')),
    );
    expect(styleSheets.length).toBeGreaterThan(20);
    expect(own).toEqual([]);
  });
});
