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

const { resolve } = createRequire(import.meta.url);
const bytesByFace = new Map<Face, Uint8Array>();

export function fontPath(face: Face): string {
  return resolve(FILES[face]);
}

/** The bytes of a face, read from disk once. */
export function fontBytes(face: Face): Uint8Array {
  const known = bytesByFace.get(face);
  if (known !== undefined) return known;
  const bytes = readFileSync(fontPath(face));
  bytesByFace.set(face, bytes);
  return bytes;
}
