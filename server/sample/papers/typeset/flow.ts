import { type TextBlock } from './blocks.ts';
import { breakEvenly, breakLines, drawLine, type Align, type Line, type TextSetting } from './paragraph.ts';
import { A4, A4_LANDSCAPE, type PageSize, type Surface } from './surface.ts';

const MM = 72 / 25.4;
/** Decree 30/2020: top 20, right 15, bottom 20, left 30 mm. */
const MARGIN = { top: 20 * MM, right: 15 * MM, bottom: 20 * MM, left: 30 * MM };
const PAGE_NUMBER_BASELINE = 13 * MM;

export const BODY: TextSetting = { face: 'regular', size: 13 };
export const LEADING = 1.46;
const FIRST_LINE_INDENT = 28;
const PARAGRAPH_GAP = 5;

export interface ParagraphLook {
  readonly setting: TextSetting;
  readonly align: Align;
  /** Of the first line, in points. */
  readonly indent: number;
  readonly gapBefore: number;
  readonly gapAfter: number;
}

export function bodyLook(block: Pick<TextBlock, 'align' | 'italic'>): ParagraphLook {
  return {
    setting: block.italic ? { ...BODY, face: 'italic' } : BODY,
    align: block.align,
    indent: block.align === 'justify' ? FIRST_LINE_INDENT : 0,
    gapBefore: 0,
    gapAfter: PARAGRAPH_GAP,
  };
}

/** Where the next thing goes on the pages of a surface; starts pages as they fill. */
export class Flow {
  readonly surface: Surface;
  readonly #mark: string | undefined;
  #page: PageSize = A4;
  #count = 0;
  y = 0;

  /** `mark` is repeated at the head of every page from the second on. */
  constructor(surface: Surface, mark?: string) {
    this.surface = surface;
    this.#mark = mark;
  }

  get left(): number {
    return MARGIN.left;
  }

  get width(): number {
    return this.#page.width - MARGIN.left - MARGIN.right;
  }

  get right(): number {
    return this.left + this.width;
  }

  /** Of the current page, 1-based. */
  get pageNumber(): number {
    return this.#count;
  }

  get room(): number {
    return this.#page.height - MARGIN.bottom - this.y;
  }

  /** The height of an empty page. */
  get fullRoom(): number {
    return this.#page.height - MARGIN.bottom - MARGIN.top;
  }

  get atTop(): boolean {
    return this.y === MARGIN.top;
  }

  newPage(landscape = this.#page === A4_LANDSCAPE): void {
    this.#page = landscape ? A4_LANDSCAPE : A4;
    this.surface.newPage(this.#page);
    this.#count += 1;
    this.y = MARGIN.top;
    if (this.#count > 1) this.#drawPageNumber();
  }

  #drawPageNumber(): void {
    const style = { face: 'regular', size: 12 } as const;
    const text = String(this.#count);
    const x = this.left + (this.width - this.surface.widthOf(text, style)) / 2;
    this.surface.text(text, x, PAGE_NUMBER_BASELINE, style);
    if (this.#mark === undefined) return;
    const red = { face: 'bold', size: 9, color: '#b3261e' } as const;
    this.surface.text(
      this.#mark,
      this.right - this.surface.widthOf(this.#mark, red),
      PAGE_NUMBER_BASELINE,
      red,
    );
  }

  /** Starts a page unless `height` fits on this one. */
  need(height: number): void {
    if (height > this.room && !this.atTop) this.newPage();
  }

  space(height: number): void {
    if (!this.atTop) this.y += height;
  }

  lines(text: string, look: ParagraphLook): readonly Line[] {
    if (look.align === 'center') return breakEvenly(this.surface, text, look.setting, this.width);
    return breakLines(this.surface, text, look.setting, this.width, look.indent);
  }

  /** Draws one paragraph, leaving at least two of its lines on either side of a page break. */
  paragraph(text: string, look: ParagraphLook): void {
    this.space(look.gapBefore);
    const leading = look.setting.size * LEADING;
    const lines = this.lines(text, look);
    let next = 0;
    while (next < lines.length) {
      const left = lines.length - next;
      const fitting = Math.floor(this.room / leading);
      const taken = fitting >= left ? left : Math.min(fitting, left - 2);
      if (taken < Math.min(2, left) && !this.atTop) {
        this.newPage();
        continue;
      }
      const end = next + Math.max(taken, 1);
      for (; next < end; next++) this.#drawParagraphLine(lines[next], next === 0, look, leading);
    }
    this.y += look.gapAfter;
  }

  #drawParagraphLine(line: Line | undefined, first: boolean, look: ParagraphLook, leading: number): void {
    if (line === undefined) return;
    const indent = first ? look.indent : 0;
    const place = {
      x: this.left + indent,
      baseline: this.y + leading * 0.76,
      width: this.width - indent,
      align: look.align,
    };
    drawLine(this.surface, line, place, look.setting);
    this.y += leading;
  }

  heightOf(text: string, look: ParagraphLook): number {
    return this.lines(text, look).length * look.setting.size * LEADING + look.gapBefore + look.gapAfter;
  }
}
