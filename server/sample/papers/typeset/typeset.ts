import { setImmediate } from 'node:timers/promises';
import { type Block, type HeadingBlock, type PartBlock, type TextBlock } from './blocks.ts';
import { chartHeight, drawChart } from './chart.ts';
import { drawContents, outlineOf, type Entry } from './contents.ts';
import { BODY, bodyLook, Flow, LEADING, type ParagraphLook } from './flow.ts';
import { drawHead, drawSignature, signatureHeight, type OfficialHead } from './officialForm.ts';
import { type Surface } from './surface.ts';
import { drawTable } from './table.ts';

const LINE = BODY.size * LEADING;
/** Blocks set before the process's other work gets a turn. */
const BLOCKS_PER_TURN = 25;

function headingLook(block: HeadingBlock): ParagraphLook {
  const face = block.level === 3 ? 'boldItalic' : 'bold';
  return {
    setting: { ...BODY, face },
    align: 'justify',
    indent: 28,
    gapBefore: block.level === 1 ? 6 : 2,
    gapAfter: 4,
  };
}

function drawPart(flow: Flow, block: PartBlock): void {
  const look = { setting: { ...BODY, face: 'bold' }, align: 'center', indent: 0, gapBefore: 0 } as const;
  flow.space(10);
  if (block.label !== '') flow.paragraph(block.label, { ...look, gapAfter: 0 });
  if (block.title !== '') flow.paragraph(block.title, { ...look, gapAfter: 8 });
}

/** A short closing paragraph stays with the signature, and the one before it too, so that neither stands alone. */
function roomForText(flow: Flow, blocks: readonly Block[], index: number, block: TextBlock): number {
  const look = bodyLook(block);
  const height = flow.heightOf(block.text, look);
  const next = blocks[index + 1];
  const short = height < 7 * LINE;
  if (next?.kind === 'signature' && short) return height + signatureHeight(next);
  const closing = next?.kind === 'text' && blocks[index + 2]?.kind === 'signature';
  if (closing && short && flow.heightOf(next.text, bodyLook(next)) < 4 * LINE) {
    return height + roomForText(flow, blocks, index + 1, next);
  }
  return height < 4 * LINE ? height - look.gapAfter : 2 * LINE;
}

/** The room a block and what must stay with it need before they may begin on this page. */
function roomFor(flow: Flow, blocks: readonly Block[], index: number): number {
  const block = blocks[index];
  if (block === undefined) return 0;
  switch (block.kind) {
    case 'heading':
      return flow.heightOf(block.text, headingLook(block)) + roomFor(flow, blocks, index + 1);
    case 'part':
      return 3 * LINE + 18 + roomFor(flow, blocks, index + 1);
    case 'text': {
      return roomForText(flow, blocks, index, block);
    }
    case 'table':
      return 110;
    case 'chart':
      return chartHeight(block);
    case 'signature':
      return signatureHeight(block);
    case 'contents':
    case 'pageBreak':
      return 0;
  }
}

function drawBlock(flow: Flow, block: Block): void {
  switch (block.kind) {
    case 'part':
      drawPart(flow, block);
      break;
    case 'heading':
      flow.paragraph(block.text, headingLook(block));
      break;
    case 'text':
      flow.paragraph(block.text, bodyLook(block));
      break;
    case 'table':
      drawTable(flow, block);
      break;
    case 'chart':
      drawChart(flow, block);
      break;
    case 'signature':
      drawSignature(flow, block);
      break;
    case 'pageBreak':
      flow.newPage(block.landscape ?? false);
      break;
    case 'contents':
      break;
  }
}

export interface TypesetOptions {
  /** Long papers get bookmarks; short ones are quicker to read without. */
  readonly outline: boolean;
}

/** Sets a paper on the pages of a surface. */
export async function typeset(
  surface: Surface,
  head: OfficialHead,
  blocks: readonly Block[],
  options: TypesetOptions,
): Promise<void> {
  const flow = new Flow(surface, head.stamp === 'MẬT' ? 'MẬT' : undefined);
  const entries: ReadonlyMap<Block, Entry> = options.outline ? outlineOf(blocks) : new Map<Block, Entry>();
  const pagesByAnchor = new Map<string, number>();
  let finishContents: ((pages: ReadonlyMap<string, number>) => void) | undefined;
  flow.newPage(head.landscape ?? false);
  drawHead(flow, head);
  for (const [index, block] of blocks.entries()) {
    if (index % BLOCKS_PER_TURN === BLOCKS_PER_TURN - 1) await setImmediate();
    if (block.kind === 'part' && block.newPage && !flow.atTop) flow.newPage();
    flow.need(Math.min(roomFor(flow, blocks, index), flow.fullRoom));
    const entry = entries.get(block);
    if (entry !== undefined) {
      surface.bookmark(entry.title, entry.level);
      surface.anchor(entry.anchor, flow.y);
      pagesByAnchor.set(entry.anchor, flow.pageNumber);
    }
    if (block.kind === 'contents') finishContents = drawContents(flow, entries.values());
    else drawBlock(flow, block);
  }
  finishContents?.(pagesByAnchor);
}
