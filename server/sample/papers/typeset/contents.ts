import { type Block } from './blocks.ts';
import { BODY, type Flow } from './flow.ts';
import { breakLines, drawLine, type TextSetting } from './paragraph.ts';

/** A line of the table of contents; its page is known only when everything is set. */
export interface Entry {
  readonly title: string;
  readonly level: 1 | 2;
  readonly anchor: string;
}

interface Slot {
  readonly entry: Entry;
  readonly page: number;
  readonly x: number;
  readonly baseline: number;
  readonly textEnd: number;
}

/** Titles that go into the outline and the contents, by block. */
export function outlineOf(blocks: readonly Block[]): ReadonlyMap<Block, Entry> {
  const entries = new Map<Block, Entry>();
  const inParts = blocks.some((block) => block.kind === 'part');
  for (const block of blocks) {
    const anchor = `m${entries.size + 1}`;
    if (block.kind === 'part') {
      entries.set(block, { title: [block.label, block.title].filter(Boolean).join('. '), level: 1, anchor });
    } else if (block.kind === 'heading' && block.level < 3) {
      const level = !inParts && block.level === 1 ? 1 : 2;
      if (!inParts || block.level === 1 || block.text.startsWith('Điều ')) {
        entries.set(block, { title: block.text, level, anchor });
      }
    }
  }
  return entries;
}

function styleOf(entry: Entry): TextSetting {
  return { face: entry.level === 1 ? 'bold' : 'regular', size: 11 };
}

function drawEntry(flow: Flow, entry: Entry): Slot {
  const setting = styleOf(entry);
  const x = flow.left + (entry.level === 1 ? 0 : 16);
  const lines = breakLines(flow.surface, entry.title, setting, flow.right - 40 - x);
  flow.need(lines.length * 15.8 + 4);
  if (entry.level === 1) flow.space(4);
  let slot: Slot | undefined;
  for (const line of lines) {
    const baseline = flow.y + 12;
    drawLine(flow.surface, line, { x, baseline, width: flow.right - x, align: 'left' }, setting);
    slot = { entry, page: flow.pageNumber - 1, x, baseline, textEnd: x + line.width };
    flow.y += 15.8;
  }
  return slot ?? { entry, page: flow.pageNumber - 1, x, baseline: flow.y, textEnd: x };
}

/**
 * Draws the contents without page numbers; the returned function draws the numbers, with dots and links, once the
 * page of every entry is known.
 */
export function drawContents(
  flow: Flow,
  entries: Iterable<Entry>,
): (pagesByAnchor: ReadonlyMap<string, number>) => void {
  const heading = {
    setting: { ...BODY, face: 'bold' },
    align: 'center',
    indent: 0,
    gapBefore: 0,
    gapAfter: 8,
  } as const;
  flow.paragraph('MỤC LỤC', heading);
  const slots = [...entries].map((entry) => drawEntry(flow, entry));
  return (pagesByAnchor) => {
    const { surface } = flow;
    const dots: TextSetting = { face: 'regular', size: 11 };
    const dot = surface.widthOf('.', dots) * 1.6;
    for (const { entry, page, x, baseline, textEnd } of slots) {
      surface.goToPage(page);
      const number = String(pagesByAnchor.get(entry.anchor) ?? '');
      const at = flow.right - surface.widthOf(number, styleOf(entry));
      const count = Math.max(0, Math.floor((at - textEnd - 10) / dot));
      const start = at - 5 - count * dot;
      for (let index = 0; index < count; index++)
        surface.rectangle(start + index * dot, baseline - 0.9, 0.9, 0.9, { fill: '#6b665d' });
      surface.text(number, at, baseline, styleOf(entry));
      surface.link(entry.anchor, x, baseline - 11, flow.right - x, 15);
    }
  };
}
