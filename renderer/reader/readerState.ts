import type { Annotation, ANNOTATION_COLOURS } from '../../shared/contract/annotation.ts';
import type { ContentPoint } from './floating.ts';
import type { OpenFailure } from './pdfSource.ts';
import type { MatchesCount } from './pdfView.ts';

export type Colour = (typeof ANNOTATION_COLOURS)[number];
export const TOOLS = ['select', 'highlight', 'ink', 'note', 'eraser'] as const;
export type Tool = (typeof TOOLS)[number];

/** What each tool writes with until the person chooses otherwise. */
export const FIRST_COLOURS: Readonly<Record<'highlight' | 'ink' | 'note', Colour>> = {
  highlight: 'yellow',
  ink: 'blue',
  note: 'yellow',
};
/** Widths of the pen in points: fine, middle, broad. */
export const INK_WIDTHS = [1, 2, 4] as const;

/** A note being written: of a new pin that is not kept yet, or of an annotation. */
export interface NoteDraft {
  readonly annotation: Annotation;
  readonly isNew: boolean;
  readonly text: string;
}

export interface ReaderState {
  readonly status: 'opening' | 'ready' | OpenFailure;
  /** The first picture has been shown. */
  readonly painted: boolean;
  readonly page: number;
  readonly pageCount: number;
  /** 1 is the size on paper at 96 dots per inch. */
  readonly scale: number;
  /** `page-width` and the like while the zoom follows the window, else null. */
  readonly preset: string | null;
  /** Of the part of the window that shows pages, CSS pixels. */
  readonly width: number;
  readonly tool: Tool;
  readonly colours: typeof FIRST_COLOURS;
  readonly inkWidth: number;
  readonly selectedId: string | null;
  readonly draft: NoteDraft | null;
  /** Below the end of the selected words, once the selection has come to rest; null without one. */
  readonly selectionAt: ContentPoint | null;
  readonly matches: MatchesCount | null;
  readonly finding: 'idle' | 'pending' | 'found' | 'missing';
}

export const FIRST_STATE: ReaderState = {
  status: 'opening',
  painted: false,
  page: 1,
  pageCount: 0,
  scale: 1,
  preset: 'auto',
  width: 0,
  tool: 'select',
  colours: FIRST_COLOURS,
  inkWidth: 2,
  selectedId: null,
  draft: null,
  selectionAt: null,
  matches: null,
  finding: 'idle',
};
