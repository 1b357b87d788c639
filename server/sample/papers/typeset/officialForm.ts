import { type SignatureBlock } from './blocks.ts';
import { BODY, LEADING, type Flow } from './flow.ts';
import { breakEvenly, breakLines, drawLine, type TextSetting } from './paragraph.ts';

const RED = '#b3261e';

/** The head of an official paper (Decree 30/2020, appendix I). */
export interface OfficialHead {
  /** The body above the agency, if it is named: `BỘ CÔNG AN` over `CỤC …`. */
  readonly parent?: string;
  readonly agency: string;
  /** As printed after `Số:`; empty room for one that is not yet numbered. */
  readonly number: string;
  readonly place: string;
  /** `ngày 03 tháng 12 năm 2026`. */
  readonly date: string;
  /** `Dự thảo lần 2`, in a frame. */
  readonly draft?: string;
  readonly stamp?: 'MẬT' | 'LƯU HÀNH NỘI BỘ';
  /** `BÁO CÁO`, `TỜ TRÌNH`, … */
  readonly kind: string;
  readonly subject: string;
  /** `Kính gửi: …`, under the subject. */
  readonly addressee?: string;
  /** For papers that are one wide table. */
  readonly landscape?: boolean;
}

interface Box {
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'center';
}

/** Draws lines in a box from the height `y`; returns the height below them. */
function drawBoxed(flow: Flow, text: string, y: number, box: Box, setting: TextSetting): number {
  const leading = setting.size * 1.36;
  let top = y;
  const centred = box.align === 'center';
  const lines = centred
    ? breakEvenly(flow.surface, text, setting, box.width)
    : breakLines(flow.surface, text, setting, box.width);
  for (const line of lines) {
    const { align } = box;
    drawLine(
      flow.surface,
      line,
      { x: box.x, baseline: top + leading * 0.76, width: box.width, align },
      setting,
    );
    top += leading;
  }
  return top;
}

function ruleUnder(flow: Flow, box: Box, y: number, length: number): void {
  const x = box.x + (box.width - length) / 2;
  flow.surface.line(x, y, x + length, y, 0.7);
}

function drawFrame(flow: Flow, text: string, box: Box, y: number, color: string, size: number): number {
  const style = { face: 'bold', size, color } as const;
  const width = flow.surface.widthOf(text, style);
  const x = box.x + (box.width - width) / 2;
  const height = size * 1.75;
  flow.surface.rectangle(x - 9, y, width + 18, height, {
    stroke: color,
    lineWidth: color === RED ? 1.3 : 0.7,
  });
  if (color === RED) {
    flow.surface.rectangle(x - 6.5, y + 2.5, width + 13, height - 5, { stroke: color, lineWidth: 0.5 });
  }
  flow.surface.text(text, x, y + height / 2 + size * 0.36, style);
  return y + height;
}

function drawLeft(flow: Flow, head: OfficialHead, box: Box): number {
  let y = flow.y;
  if (head.parent !== undefined) y = drawBoxed(flow, head.parent, y, box, { face: 'regular', size: 11 });
  y = drawBoxed(flow, head.agency, y, box, { face: 'bold', size: 11 });
  ruleUnder(flow, box, y + 3.5, Math.min(60, box.width * 0.4));
  y = drawBoxed(flow, `Số: ${head.number}`, y + 9, box, { face: 'regular', size: 11.5 });
  if (head.draft !== undefined) y = drawFrame(flow, head.draft, box, y + 8, '#1f1d1a', 10.5);
  if (head.stamp !== undefined) {
    y = drawFrame(flow, head.stamp, box, y + 8, RED, head.stamp === 'MẬT' ? 15 : 9.5);
  }
  return y;
}

function drawRight(flow: Flow, head: OfficialHead, box: Box): number {
  const name = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
  let y = drawBoxed(flow, name, flow.y, box, { face: 'bold', size: 11 });
  const motto: TextSetting = { face: 'bold', size: 12 };
  y = drawBoxed(flow, 'Độc lập - Tự do - Hạnh phúc', y, box, motto);
  ruleUnder(flow, box, y + 3.5, flow.surface.widthOf('Độc lập - Tự do - Hạnh phúc', motto));
  return drawBoxed(flow, `${head.place}, ${head.date}`, y + 9, box, { face: 'italic', size: 12 });
}

/** Draws the head and moves the flow below it. */
export function drawHead(flow: Flow, head: OfficialHead): void {
  const leftWidth = flow.width * 0.38;
  const left: Box = { x: flow.left, width: leftWidth, align: 'center' };
  const right: Box = { x: flow.left + leftWidth, width: flow.width - leftWidth, align: 'center' };
  flow.y = Math.max(drawLeft(flow, head, left), drawRight(flow, head, right)) + 18;
  const whole: Box = { x: flow.left + 18, width: flow.width - 36, align: 'center' };
  flow.y = drawBoxed(flow, head.kind, flow.y, whole, { face: 'bold', size: 13.5 });
  flow.y = drawBoxed(flow, head.subject, flow.y, whole, { face: 'bold', size: 12.5 });
  ruleUnder(flow, whole, flow.y + 5, 90);
  flow.y += 17;
  if (head.addressee === undefined) return;
  flow.y = drawBoxed(flow, `Kính gửi: ${head.addressee}`, flow.y + 2, whole, BODY) + 10;
}

const RECIPIENTS: TextSetting = { face: 'regular', size: 10 };
const OFFICE: TextSetting = { face: 'bold', size: 12 };

/** The room a signature block takes. */
export function signatureHeight(block: SignatureBlock): number {
  const left = 20 + block.recipients.length * RECIPIENTS.size * 1.9;
  return Math.max(left, block.office.length * OFFICE.size * LEADING + 86) + 12;
}

// The hand of whoever signed the scanned paper, in units of the block's width.
const PEN: readonly (readonly [number, number])[] = Array.from({ length: 90 }, (_, step) => {
  const t = step / 89;
  return [t + 0.07 * Math.sin(t * 19), 0.5 - 0.42 * Math.sin(t * 21) * (1 - t * 0.75) + 0.2 * t];
});

function drawName(flow: Flow, block: SignatureBlock, box: Box, y: number): void {
  if (block.state === 'signed') {
    drawBoxed(flow, '(Đã ký)', y + 18, box, { face: 'italic', size: 11.5 });
  } else if (block.state === 'byHand') {
    const x = box.x + box.width / 2 - 55;
    const points = PEN.map(([u, v]) => [x + u * 110, y + 4 + v * 46] as const);
    flow.surface.stroke(points, 1.5, '#1c3f94');
  }
  drawBoxed(flow, block.name, y + 56, box, { face: 'bold', size: 12.5 });
}

/** Draws `Nơi nhận` on the left and the office, signature and name on the right, whole on one page. */
export function drawSignature(flow: Flow, block: SignatureBlock): void {
  flow.need(signatureHeight(block));
  flow.space(12);
  const half = flow.width * 0.46;
  const left: Box = { x: flow.left, width: half - 8, align: 'left' };
  const right: Box = { x: flow.left + half, width: flow.width - half, align: 'center' };
  let y =
    block.recipients.length === 0
      ? flow.y
      : drawBoxed(flow, 'Nơi nhận:', flow.y, left, { face: 'boldItalic', size: 11 });
  for (const line of block.recipients) y = drawBoxed(flow, line, y, left, RECIPIENTS);
  let z = flow.y;
  for (const line of block.office) z = drawBoxed(flow, line, z, right, OFFICE);
  drawName(flow, block, right, z);
  flow.y = Math.max(y, z + 76) + 6;
}
