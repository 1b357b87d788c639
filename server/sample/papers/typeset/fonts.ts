import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The faces official papers are set in: a serif for text, a sans serif for figures. */
export const FACES = ['regular', 'bold', 'italic', 'boldItalic', 'sans', 'sansBold'] as const;
export type Face = (typeof FACES)[number];

const SERIF = '@expo-google-fonts/noto-serif';
const SANS = '@expo-google-fonts/be-vietnam-pro';

// Whole fonts, never web subsets: a Vietnamese word must not be split between two of them.
const FILES: Readonly<Record<Face, string>> = {
  regular: `${SERIF}/400Regular/NotoSerif_400Regular.ttf`,
  bold: `${SERIF}/700Bold/NotoSerif_700Bold.ttf`,
  italic: `${SERIF}/400Regular_Italic/NotoSerif_400Regular_Italic.ttf`,
  boldItalic: `${SERIF}/700Bold_Italic/NotoSerif_700Bold_Italic.ttf`,
  sans: `${SANS}/400Regular/BeVietnamPro_400Regular.ttf`,
  sansBold: `${SANS}/600SemiBold/BeVietnamPro_600SemiBold.ttf`,
};

const require = createRequire(import.meta.url);

export function fontPath(face: Face): string {
  return require.resolve(FILES[face]);
}

/** A font as pdfkit takes it: its bytes, or what its own font engine made of them. */
export type FontSource = Uint8Array;
export type FontLibrary = ReadonlyMap<Face, FontSource>;

interface ParsedFont {
  glyphForCodePoint(codePoint: number): unknown;
}

interface FontEngine {
  create(bytes: Uint8Array): ParsedFont & FontSource;
}

function isFontEngine(module: unknown): module is FontEngine {
  return (
    typeof module === 'object' && module !== null && 'create' in module && typeof module.create === 'function'
  );
}

const VOWELS = 'aăâeêioôơuưy';
const TONES = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];

/** Every character the papers are written with, each as one code point. */
function characters(): string {
  const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
  const vowels = [...VOWELS]
    .flatMap((vowel) => TONES.map((tone) => (vowel + tone).normalize('NFC')))
    .join('');
  return `${ascii}${vowels}đ${vowels.toUpperCase()}Đ–—“”‘’…²³`;
}

/**
 * Reads every face once for many files: given bytes, pdfkit parses a font anew for each file, which takes longer than
 * setting a short paper. Its engine is loaded as pdfkit's own dependency, so that the two always fit.
 */
export function openFontLibrary(): FontLibrary {
  const engine: unknown = createRequire(require.resolve('pdfkit'))('fontkit');
  if (!isFontEngine(engine)) throw new Error('pdfkit no longer sets type with fontkit');
  const parse = (face: Face): FontSource => {
    const font = engine.create(readFileSync(fontPath(face)));
    // A glyph remembers the character it was first asked for. One first met as a part of another (the `a` in `ă`) would
    // remember none, and the next file could not be searched for it: so every character is asked for beforehand.
    for (const character of characters()) font.glyphForCodePoint(character.codePointAt(0) ?? 0);
    return font;
  };
  return new Map(FACES.map((face) => [face, parse(face)]));
}
