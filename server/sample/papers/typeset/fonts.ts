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

interface FontEngine {
  create(bytes: Uint8Array): unknown;
}

function isFontEngine(module: unknown): module is FontEngine {
  return (
    typeof module === 'object' && module !== null && 'create' in module && typeof module.create === 'function'
  );
}

/**
 * Reads every face once for many files: given bytes, pdfkit parses a font anew for each file, which takes longer than
 * setting a short paper. Its engine is loaded as pdfkit's own dependency, so that the two always fit.
 */
export function openFontLibrary(): FontLibrary {
  const engine: unknown = createRequire(require.resolve('pdfkit'))('fontkit');
  const parse = (face: Face): FontSource => {
    const bytes = readFileSync(fontPath(face));
    // pdfkit also accepts a parsed font, which its types leave out.
    return isFontEngine(engine) ? (engine.create(bytes) as FontSource) : bytes;
  };
  return new Map(FACES.map((face) => [face, parse(face)]));
}
