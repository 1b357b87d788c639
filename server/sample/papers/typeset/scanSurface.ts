import { createCanvas, GlobalFonts, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { seeded } from '../figures.ts';
import { FACES, fontPath, type Face } from './fonts.ts';
import { type PdfSurface } from './pdfSurface.ts';
import { type PageSize, type Surface, type TextStyle } from './surface.ts';

const SCALE = 150 / 72;
const INK = '#232126';
const JPEG_QUALITY = 68;

/** What the receiving office stamped on the first page. */
export interface IncomingStamp {
  readonly office: string;
  readonly lines: readonly string[];
}

export interface ScanSurface extends Surface {
  end(): Promise<Uint8Array>;
}

interface Page {
  readonly size: PageSize;
  readonly canvas: Canvas;
  readonly context: SKRSContext2D;
}

const fontName = (face: Face): string => `paper-${face}`;

function newPage(size: PageSize): Page {
  const canvas = createCanvas(Math.round(size.width * SCALE), Math.round(size.height * SCALE));
  const context = canvas.getContext('2d');
  context.scale(SCALE, SCALE);
  return { size, canvas, context };
}

/** Sheet, shadow of the scanner's lid and print, a little askew. */
function layOnGlass(page: Page, random: () => number): Canvas {
  const { width, height } = page.canvas;
  const sheet = createCanvas(width, height);
  const context = sheet.getContext('2d');
  context.fillStyle = '#f3eee2';
  context.fillRect(0, 0, width, height);
  const shade = context.createLinearGradient(0, 0, width, height * 0.15);
  shade.addColorStop(0, 'rgba(92,80,60,0.22)');
  shade.addColorStop(0.045, 'rgba(92,80,60,0.03)');
  shade.addColorStop(0.9, 'rgba(92,80,60,0)');
  shade.addColorStop(1, 'rgba(92,80,60,0.10)');
  context.fillStyle = shade;
  context.fillRect(0, 0, width, height);
  context.globalCompositeOperation = 'multiply';
  context.translate(width / 2 + (random() - 0.5) * 8, height / 2 + (random() - 0.5) * 8);
  context.rotate((random() - 0.45) * 0.02);
  context.drawImage(page.canvas, -width / 2, -height / 2);
  return sheet;
}

/** The grain of the sensor, some dust, and staple holes in the corner. */
function wear(sheet: Canvas, random: () => number): void {
  const context = sheet.getContext('2d');
  const { width, height } = sheet;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'source-over';
  context.fillStyle = 'rgba(60,52,44,0.35)';
  for (let speck = 0; speck < 46; speck++) {
    const size = 0.6 + random() * 1.3;
    context.fillRect(random() * width, random() * height, size, size);
  }
  for (const x of [64, 81]) {
    context.beginPath();
    context.arc(x, 72, 2.6, 0, Math.PI * 2);
    context.fill();
  }
  const image = context.getImageData(0, 0, width, height);
  const { data } = image;
  let state = Math.floor(random() * 4294967296);
  for (let at = 0; at < data.length; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const grain = ((state >>> 24) & 15) - 8;
    data[at] = (data[at] ?? 0) + grain;
    data[at + 1] = (data[at + 1] ?? 0) + grain;
    data[at + 2] = (data[at + 2] ?? 0) + grain;
  }
  context.putImageData(image, 0, 0);
}

function drawStamp({ context }: Page, { office, lines }: IncomingStamp): void {
  const color = '#a3263c';
  context.save();
  context.translate(42, 116);
  context.rotate(-0.045);
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = 1.2;
  context.strokeRect(0, 0, 122, 54);
  context.font = `9px "${fontName('bold')}"`;
  context.fillText(office, (122 - context.measureText(office).width) / 2, 13);
  context.font = `8.5px "${fontName('regular')}"`;
  lines.forEach((line, index) => {
    context.fillText(line, 8, 27 + index * 12);
  });
  context.restore();
}

type Drawing = Pick<Surface, 'text' | 'line' | 'rectangle' | 'stroke'>;

function drawing(current: () => SKRSContext2D, widthOf: Surface['widthOf']): Drawing {
  return {
    text(text, x, baseline, style, gap = 0) {
      const context = current();
      context.font = `${style.size}px "${fontName(style.face)}"`;
      context.fillStyle = style.color ?? INK;
      const space = widthOf(' ', style) + gap;
      let at = x;
      for (const word of text.split(' ')) {
        context.fillText(word, at, baseline);
        at += widthOf(word, style) + space;
      }
    },
    line(x1, y1, x2, y2, width, color) {
      const context = current();
      context.strokeStyle = color ?? INK;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
    },
    rectangle(x, y, width, height, { fill, stroke, lineWidth }) {
      const context = current();
      if (fill !== undefined) {
        context.fillStyle = fill;
        context.fillRect(x, y, width, height);
      }
      if (stroke === undefined) return;
      context.strokeStyle = stroke;
      context.lineWidth = lineWidth ?? 1;
      context.strokeRect(x, y, width, height);
    },
    stroke(points, width, color) {
      const context = current();
      context.strokeStyle = color;
      context.lineWidth = width;
      context.lineJoin = 'round';
      context.beginPath();
      points.forEach(([x, y], index) => {
        if (index === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      });
      context.stroke();
    },
  };
}

function ruler(): Surface['widthOf'] {
  const context = createCanvas(8, 8).getContext('2d');
  const widths = new Map<string, number>();
  return (text: string, style: TextStyle) => {
    const key = `${style.face} ${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      context.font = `200px "${fontName(style.face)}"`;
      width = context.measureText(text).width / 200;
      widths.set(key, width);
    }
    return width * style.size;
  };
}

async function toPdf(pages: readonly Page[], pdf: PdfSurface): Promise<Uint8Array> {
  const random = seeded('máy quét');
  for (const page of pages) {
    const sheet = layOnGlass(page, random);
    wear(sheet, random);
    pdf.newPage(page.size);
    pdf.picture(await sheet.encode('jpeg', JPEG_QUALITY), page.size);
  }
  return pdf.end();
}

/** Pages as a scanner would have taken them: pictures at 150 dpi, put into `pdf` without any text. */
export function openScanSurface(pdf: PdfSurface, stamp: IncomingStamp): ScanSurface {
  for (const face of FACES) GlobalFonts.registerFromPath(fontPath(face), fontName(face));
  const pages: Page[] = [];
  let current: Page | undefined;
  const widthOf = ruler();
  const context = () => {
    if (current === undefined) throw new Error('Nothing can be drawn before the first page');
    return current.context;
  };
  return {
    ...drawing(context, widthOf),
    widthOf,
    newPage(size) {
      current = newPage(size);
      pages.push(current);
    },
    goToPage(index) {
      current = pages[index];
    },
    bookmark() {
      // A scan has none.
    },
    anchor() {
      // Nor places to go to.
    },
    link() {
      // Nor links.
    },
    end() {
      const [first] = pages;
      if (first !== undefined) drawStamp(first, stamp);
      return toPdf(pages, pdf);
    },
  };
}
