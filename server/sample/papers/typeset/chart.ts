import { type ChartBlock } from './blocks.ts';
import { type Flow } from './flow.ts';
import { type TextStyle } from './surface.ts';

const STRONG = '#1d3a5f';
const PALE = '#a9b8ca';
const AXIS = '#6b665d';
const LABEL: TextStyle = { face: 'sans', size: 7.5, color: '#1f1d1a' };
const VALUE: TextStyle = { face: 'sansBold', size: 7, color: '#1f1d1a' };

function colorOf(chart: ChartBlock, index: number): string {
  return index === chart.series.length - 1 ? STRONG : PALE;
}

function formatValue(value: number): string {
  return value.toLocaleString('vi-VN', { maximumFractionDigits: 1 });
}

function drawCaption(flow: Flow, chart: ChartBlock): void {
  flow.paragraph(chart.caption, {
    setting: { face: 'bold', size: 11 },
    align: 'center',
    indent: 0,
    gapBefore: 6,
    gapAfter: 0,
  });
  const unit = `(Đơn vị tính: ${chart.unit})`;
  const look = { align: 'center', indent: 0, gapBefore: 0, gapAfter: 4 } as const;
  flow.paragraph(unit, { ...look, setting: { face: 'italic', size: 9.5 } });
}

function drawLegend(flow: Flow, chart: ChartBlock): void {
  if (chart.series.length < 2) return;
  const { surface } = flow;
  const widths = chart.series.map((name) => surface.widthOf(name, LABEL) + 30);
  let x = flow.left + (flow.width - widths.reduce((sum, width) => sum + width, 0)) / 2;
  chart.series.forEach((name, index) => {
    surface.rectangle(x, flow.y + 2, 9, 7, { fill: colorOf(chart, index) });
    surface.text(name, x + 13, flow.y + 8.5, LABEL);
    x += widths[index] ?? 0;
  });
  flow.y += 16;
}

/** A round number not below `value`, for the top of an axis. */
function axisTop(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((times) => times * unit >= value) ?? 10;
  return step * unit;
}

function drawColumns(flow: Flow, chart: ChartBlock, top: number, height: number): void {
  const { surface } = flow;
  const base = flow.y + height;
  const x0 = flow.left + 30;
  const slot = (flow.right - x0) / chart.bars.length;
  for (let step = 0; step <= 4; step++) {
    const y = base - (height * step) / 4;
    surface.line(x0, y, flow.right, y, step === 0 ? 0.8 : 0.3, step === 0 ? AXIS : '#d8d2c8');
    const label = formatValue((top * step) / 4);
    surface.text(label, x0 - 5 - surface.widthOf(label, LABEL), y + 2.5, LABEL);
  }
  const bar = Math.min(26, (slot * 0.72) / chart.series.length);
  chart.bars.forEach(({ label, values }, place) => {
    const centre = x0 + slot * (place + 0.5);
    values.forEach((value, index) => {
      const x = centre + (index - values.length / 2) * bar;
      const tall = (height * value) / top;
      surface.rectangle(x, base - tall, bar - 1, tall, { fill: colorOf(chart, index) });
      if (bar < 20 && index < values.length - 1) return;
      const text = formatValue(value);
      surface.text(text, x + (bar - 1 - surface.widthOf(text, VALUE)) / 2, base - tall - 2.5, VALUE);
    });
    surface.text(label, centre - surface.widthOf(label, LABEL) / 2, base + 11, LABEL);
  });
  flow.y = base + 20;
}

function drawBars(flow: Flow, chart: ChartBlock, top: number, pitch: number): void {
  const { surface } = flow;
  const names = Math.max(...chart.bars.map((bar) => surface.widthOf(bar.label, LABEL)));
  const x0 = flow.left + names + 8;
  const scale = (flow.right - 30 - x0) / top;
  const start = flow.y;
  for (const { label, values } of chart.bars) {
    const thick = (pitch * 0.72) / values.length;
    surface.text(label, x0 - 6 - surface.widthOf(label, LABEL), flow.y + pitch * 0.66, LABEL);
    values.forEach((value, index) => {
      const y = flow.y + pitch * 0.14 + index * thick;
      surface.rectangle(x0, y, value * scale, thick - 0.4, { fill: colorOf(chart, index) });
    });
    const last = values.at(-1) ?? 0;
    surface.text(formatValue(last), x0 + Math.max(...values) * scale + 4, flow.y + pitch * 0.66, VALUE);
    flow.y += pitch;
  }
  surface.line(x0, start, x0, flow.y, 0.8, AXIS);
  flow.y += 6;
}

export function chartHeight(chart: ChartBlock): number {
  return (chart.shape === 'columns' ? 150 : chart.bars.length * 14.5 + 8) + 58;
}

/** Draws a bar chart with its caption, whole on one page. */
export function drawChart(flow: Flow, chart: ChartBlock): void {
  flow.need(chartHeight(chart));
  drawCaption(flow, chart);
  drawLegend(flow, chart);
  const top = axisTop(Math.max(...chart.bars.flatMap((bar) => bar.values)));
  if (chart.shape === 'columns') {
    flow.y += 8;
    drawColumns(flow, chart, top, 118);
  } else drawBars(flow, chart, top, 14.5);
  flow.y += 6;
}
