import { type Align } from './paragraph.ts';

/** What a paper is made of, top to bottom. Text may hold `**bold**` and `*italic*`. */
export type Block =
  | PartBlock
  | HeadingBlock
  | TextBlock
  | TableBlock
  | ChartBlock
  | SignatureBlock
  | { readonly kind: 'pageBreak'; readonly landscape?: boolean }
  | { readonly kind: 'contents' };

/** A part, chapter or appendix: label and title centred, one under the other. */
export interface PartBlock {
  readonly kind: 'part';
  readonly label: string;
  readonly title: string;
  readonly newPage: boolean;
}

/** 1: `I. …`, 2: `1. …` or `Điều 1. …`, 3: `a) …`. */
export interface HeadingBlock {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

export interface TextBlock {
  readonly kind: 'text';
  readonly text: string;
  readonly align: Align;
  readonly italic: boolean;
}

export interface Column {
  readonly title: string;
  /** Share of the table's width; shares need not add up to 1. */
  readonly width: number;
  readonly align: 'left' | 'center' | 'right';
}

/** A row of cells, or a heading over the rows below it. */
export type Row = readonly string[] | { readonly group: string };

export interface TableBlock {
  readonly kind: 'table';
  readonly caption?: string;
  readonly unit?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Type size in points. */
  readonly size?: number;
}

export interface ChartBlock {
  readonly kind: 'chart';
  readonly caption: string;
  readonly unit: string;
  readonly shape: 'columns' | 'bars';
  /** One name per value of a bar; the last series is the strong one. */
  readonly series: readonly string[];
  readonly bars: readonly { readonly label: string; readonly values: readonly number[] }[];
}

export interface SignatureBlock {
  readonly kind: 'signature';
  readonly recipients: readonly string[];
  /** `TM. CHÍNH PHỦ`, `BỘ TRƯỞNG`: one line each. */
  readonly office: readonly string[];
  readonly name: string;
  readonly state: 'signed' | 'unsigned' | 'byHand';
}

const TAGS: readonly (readonly [string, (text: string) => Block])[] = [
  ['### ', (text) => ({ kind: 'heading', level: 3, text })],
  ['## ', (text) => ({ kind: 'heading', level: 2, text })],
  ['# ', (text) => ({ kind: 'heading', level: 1, text })],
  ['> ', (text) => ({ kind: 'text', text, align: 'justify', italic: true })],
  ['= ', (text) => ({ kind: 'text', text: `**${text}**`, align: 'center', italic: false })],
  [
    '@ ',
    (text) => {
      const [label = '', title = ''] = text.split(' | ');
      return { kind: 'part', label, title, newPage: false };
    },
  ],
];

/**
 * Blocks from lines of text, one paragraph a line: `# `, `## `, `### ` begin headings, `> ` an italic paragraph,
 * `= ` a centred bold one, `@ label | title` a chapter. Empty lines mean nothing.
 */
export function prose(text: string): readonly Block[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const tag = TAGS.find(([mark]) => line.startsWith(mark));
      if (tag !== undefined) return tag[1](line.slice(tag[0].length));
      return { kind: 'text', text: line, align: 'justify', italic: false };
    });
}
