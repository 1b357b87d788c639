import { type Column, type Row, type TableBlock } from './blocks.ts';
import { type Flow } from './flow.ts';
import { breakLines, drawLine, type Line, type TextSetting } from './paragraph.ts';

const PAD_X = 4;
const PAD_Y = 3.2;
const LEADING = 1.3;
const RULE = 0.5;
const HEAD_FILL = '#eeeae3';
/** A table smaller than this share of a page is not divided. */
const KEPT_WHOLE = 0.36;
const GROUP_FILL = '#f7f5f1';

interface Cell {
  readonly lines: readonly Line[];
  readonly x: number;
  readonly width: number;
  readonly align: Column['align'];
}

interface LaidRow {
  readonly cells: readonly Cell[];
  readonly height: number;
  readonly setting: TextSetting;
  readonly fill?: string;
  readonly centred: boolean;
}

interface Grid {
  readonly flow: Flow;
  readonly size: number;
  readonly columns: readonly (Column & { readonly x: number; readonly points: number })[];
}

function makeGrid(flow: Flow, table: TableBlock): Grid {
  const shares = table.columns.reduce((sum, column) => sum + column.width, 0);
  let x = flow.left;
  const columns = table.columns.map((column) => {
    const points = (flow.width * column.width) / shares;
    const placed = { ...column, x, points };
    x += points;
    return placed;
  });
  return { flow, size: table.size ?? 10, columns };
}

function rowHeight(cells: readonly Cell[], size: number): number {
  return Math.max(1, ...cells.map((cell) => cell.lines.length)) * size * LEADING + 2 * PAD_Y;
}

function layRow(grid: Grid, row: Row, head: boolean): LaidRow {
  const { flow, size } = grid;
  const lay = (
    text: string,
    x: number,
    points: number,
    align: Column['align'],
    setting: TextSetting,
  ): Cell => ({
    lines: breakLines(flow.surface, text, setting, points - 2 * PAD_X),
    x: x + PAD_X,
    width: points - 2 * PAD_X,
    align,
  });
  const bold: TextSetting = { face: 'bold', size };
  if (!Array.isArray(row)) {
    const group = 'group' in row ? row.group : '';
    const cells = [lay(group, flow.left, flow.width, 'left', bold)];
    return { cells, height: rowHeight(cells, size), setting: bold, fill: GROUP_FILL, centred: false };
  }
  const setting: TextSetting = head ? bold : { face: 'regular', size };
  const cells = grid.columns.map((column, index) =>
    lay(String(row[index] ?? ''), column.x, column.points, head ? 'center' : column.align, setting),
  );
  const laid = { cells, height: rowHeight(cells, size), setting, centred: head };
  return head ? { ...laid, fill: HEAD_FILL } : laid;
}

function drawRow(grid: Grid, row: LaidRow): void {
  const { flow, size } = grid;
  const { surface, y } = flow;
  const rule = { stroke: '#4a4640', lineWidth: RULE };
  if (row.fill !== undefined) surface.rectangle(flow.left, y, flow.width, row.height, { fill: row.fill });
  if (row.cells.length === 1) surface.rectangle(flow.left, y, flow.width, row.height, rule);
  else for (const column of grid.columns) surface.rectangle(column.x, y, column.points, row.height, rule);
  for (const cell of row.cells) {
    const textHeight = cell.lines.length * size * LEADING;
    let top = y + (row.centred ? (row.height - textHeight) / 2 : PAD_Y);
    for (const line of cell.lines) {
      const place = {
        x: cell.x,
        baseline: top + size * LEADING * 0.77,
        width: cell.width,
        align: cell.align,
      };
      drawLine(surface, line, place, row.setting);
      top += size * LEADING;
    }
  }
  flow.y += row.height;
}

function drawCaption(flow: Flow, table: TableBlock): void {
  if (table.caption !== undefined) {
    flow.paragraph(table.caption, {
      setting: { face: 'bold', size: 11 },
      align: 'center',
      indent: 0,
      gapBefore: 6,
      gapAfter: 3,
    });
  }
  if (table.unit !== undefined) {
    flow.paragraph(`Đơn vị tính: ${table.unit}`, {
      setting: { face: 'italic', size: 9.5 },
      align: 'right',
      indent: 0,
      gapBefore: 0,
      gapAfter: 2,
    });
  }
}

/**
 * Draws a table, its head repeated on every page; a row is never split, a group never left without a row,
 * the last row never alone.
 */
export function drawTable(flow: Flow, table: TableBlock): void {
  const grid = makeGrid(flow, table);
  const head = layRow(
    grid,
    table.columns.map((column) => column.title),
    true,
  );
  const rows = table.rows.map((row) => layRow(grid, row, false));
  const caption = table.caption === undefined ? 0 : 44;
  const whole = rows.reduce((sum, row) => sum + row.height, head.height + caption);
  const beginning = rows.slice(0, 2).reduce((sum, row) => sum + row.height, head.height + caption);
  flow.need(whole < flow.fullRoom * KEPT_WHOLE ? whole : beginning);
  drawCaption(flow, table);
  drawRow(grid, head);
  rows.forEach((row, index) => {
    const isGroup = row.cells.length === 1 && grid.columns.length > 1;
    const isLastButOne = index === rows.length - 2;
    const needed = row.height + (isGroup || isLastButOne ? (rows[index + 1]?.height ?? 0) : 0);
    if (needed > flow.room && !flow.atTop) {
      flow.newPage();
      drawRow(grid, head);
    }
    drawRow(grid, row);
  });
  flow.y += 9;
}
