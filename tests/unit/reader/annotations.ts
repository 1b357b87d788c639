import type { Annotation } from '../../../shared/contract/annotation.ts';

const ID = '01938000-0000-7000-8000-';
export const idOf = (n: number): string => ID + String(n).padStart(12, '0');

type Of<T extends Annotation['type']> = Extract<Annotation, { type: T }>;

const base = (n: number) => ({
  id: idOf(n),
  paperId: idOf(900),
  versionId: idOf(901),
  page: 1,
  createdAt: `2026-12-03T01:00:00.${String(n).padStart(3, '0')}Z`,
  updatedAt: `2026-12-03T01:00:00.${String(n).padStart(3, '0')}Z`,
  colour: 'yellow' as const,
  note: '',
});

export const highlightOf = (n: number, part: Partial<Of<'highlight'>> = {}): Of<'highlight'> => ({
  ...base(n),
  type: 'highlight',
  rects: [{ x0: 10, y0: 10, x1: 60, y1: 20 }],
  quote: 'chữ',
  ...part,
});

export const inkOf = (n: number, part: Partial<Of<'ink'>> = {}): Of<'ink'> => ({
  ...base(n),
  type: 'ink',
  width: 2,
  strokes: [[10, 10, 50, 10, 50, 50]],
  ...part,
});

export const noteOf = (n: number, part: Partial<Of<'note'>> = {}): Of<'note'> => ({
  ...base(n),
  type: 'note',
  x: 100,
  y: 100,
  ...part,
});
