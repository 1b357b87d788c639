import { type Face } from './fonts.ts';
import { type Surface } from './surface.ts';

interface Piece {
  readonly text: string;
  readonly face: Face;
  readonly width: number;
}

/** What stands between two spaces; more than one piece when the face changes inside it. */
interface Word {
  readonly pieces: readonly Piece[];
  readonly width: number;
}

export interface Line {
  readonly words: readonly Word[];
  /** Natural width, single spaces included. */
  readonly width: number;
  /** The last line of a paragraph is never stretched. */
  readonly last: boolean;
}

export interface TextSetting {
  readonly size: number;
  readonly face: Face;
  readonly color?: string;
}

export type Align = 'justify' | 'left' | 'center' | 'right';

const MARKS = /(\*\*|\*)/;

function faceOf(base: Face, bold: boolean, italic: boolean): Face {
  if (base === 'sans' || base === 'sansBold') return bold || base === 'sansBold' ? 'sansBold' : 'sans';
  const isBold = bold || base === 'bold' || base === 'boldItalic';
  const isItalic = italic || base === 'italic' || base === 'boldItalic';
  if (isBold) return isItalic ? 'boldItalic' : 'bold';
  return isItalic ? 'italic' : 'regular';
}

/** Splits `**bold**` and `*italic*` text into words. */
function toWords(surface: Surface, text: string, setting: TextSetting): Word[] {
  const words: Word[] = [];
  let pieces: Piece[] = [];
  let bold = false;
  let italic = false;
  const endWord = () => {
    if (pieces.length > 0) words.push({ pieces, width: pieces.reduce((sum, piece) => sum + piece.width, 0) });
    pieces = [];
  };
  for (const part of text.normalize('NFC').split(MARKS)) {
    if (part === '**') bold = !bold;
    else if (part === '*') italic = !italic;
    else {
      const face = faceOf(setting.face, bold, italic);
      part.split(' ').forEach((word, index) => {
        if (index > 0) endWord();
        if (word === '') return;
        pieces.push({ text: word, face, width: surface.widthOf(word, { face, size: setting.size }) });
      });
    }
  }
  endWord();
  return words;
}

/** Breaks a paragraph into lines no wider than `width`, the first one shorter by `indent`. Units are points. */
export function breakLines(
  surface: Surface,
  text: string,
  setting: TextSetting,
  width: number,
  indent = 0,
): readonly Line[] {
  const space = surface.widthOf(' ', setting);
  const lines: Line[] = [];
  let words: Word[] = [];
  let used = 0;
  for (const word of toWords(surface, text, setting)) {
    const room = lines.length === 0 ? width - indent : width;
    const needed = words.length === 0 ? word.width : used + space + word.width;
    if (words.length > 0 && needed > room) {
      lines.push({ words, width: used, last: false });
      words = [word];
      used = word.width;
    } else {
      words.push(word);
      used = needed;
    }
  }
  if (words.length > 0) lines.push({ words, width: used, last: true });
  return lines;
}

/** Lines of about equal length, for centred text: the narrowest width that needs no more lines. */
export function breakEvenly(
  surface: Surface,
  text: string,
  setting: TextSetting,
  width: number,
): readonly Line[] {
  let lines = breakLines(surface, text, setting, width);
  for (let narrower = width - 8; narrower > width / 2; narrower -= 8) {
    const tried = breakLines(surface, text, setting, narrower);
    if (tried.length > lines.length || tried.some((line) => line.width > narrower)) break;
    lines = tried;
  }
  return lines;
}

/** Draws neighbouring pieces of one face in one go, so that the text of a line stays whole in the file. */
function drawWords(
  surface: Surface,
  line: Line,
  x: number,
  baseline: number,
  setting: TextSetting,
  gap: number,
) {
  const space = surface.widthOf(' ', setting) + gap;
  let at = x;
  let run: { text: string; face: Face; x: number } | undefined;
  const flush = () => {
    if (run === undefined) return;
    const style = { face: run.face, size: setting.size };
    surface.text(run.text, run.x, baseline, setting.color ? { ...style, color: setting.color } : style, gap);
    run = undefined;
  };
  line.words.forEach((word, index) => {
    if (index > 0) at += space;
    word.pieces.forEach((piece, place) => {
      if (run !== undefined && run.face === piece.face) run.text += (place === 0 ? ' ' : '') + piece.text;
      else {
        flush();
        run = { text: piece.text, face: piece.face, x: at };
      }
      at += piece.width;
    });
  });
  flush();
}

export function drawLine(
  surface: Surface,
  line: Line,
  place: { readonly x: number; readonly baseline: number; readonly width: number; readonly align: Align },
  setting: TextSetting,
): void {
  const slack = place.width - line.width;
  const stretch = place.align === 'justify' && !line.last && line.words.length > 1;
  const gap = stretch ? slack / (line.words.length - 1) : 0;
  const shift = place.align === 'center' ? slack / 2 : place.align === 'right' ? slack : 0;
  drawWords(surface, line, place.x + shift, place.baseline, setting, gap);
}
