import PDFDocument from 'pdfkit';
import { type FontLibrary } from './fonts.ts';
import { type PageSize, type Paint, type Surface, type TextStyle } from './surface.ts';

export interface PdfInfo {
  readonly title: string;
  readonly author: string;
  /** Written into the file as the moment it was made, so that the same paper is the same bytes. */
  readonly date: Date;
}

export interface PdfSurface extends Surface {
  /** An image over the whole current page. */
  picture(bytes: Uint8Array, size: PageSize): void;
  end(): Promise<Uint8Array>;
}

function openDocument(info: PdfInfo, fonts: FontLibrary): PDFKit.PDFDocument {
  const document = new PDFDocument({
    autoFirstPage: false,
    bufferPages: true,
    lang: 'vi-VN',
    displayTitle: true,
    info: {
      Title: info.title,
      Author: info.author,
      Subject: 'Dữ liệu mẫu',
      CreationDate: info.date,
      ModDate: info.date,
    },
  });
  for (const [face, source] of fonts) document.registerFont(face, source);
  return document;
}

function collect(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => {
      resolve(new Uint8Array(Buffer.concat(chunks)));
    });
    document.on('error', reject);
  });
}

function paint(document: PDFKit.PDFDocument, { fill, stroke, lineWidth }: Paint): void {
  if (lineWidth !== undefined) document.lineWidth(lineWidth);
  if (fill !== undefined && stroke !== undefined) document.fillAndStroke(fill, stroke);
  else if (fill !== undefined) document.fill(fill);
  else document.stroke(stroke ?? '#000000');
}

/** Bookmarks, names and links: the part of a surface that only a file has. */
function navigation(document: PDFKit.PDFDocument): Pick<Surface, 'bookmark' | 'anchor' | 'link'> {
  let chapter: PDFKit.PDFOutline | undefined;
  return {
    bookmark(title, level) {
      if (level === 1 || chapter === undefined)
        chapter = document.outline.addItem(title, { expanded: false });
      else chapter.addItem(title);
    },
    anchor(name, y) {
      document.addNamedDestination(name, 'XYZ', 0, y, null);
    },
    link(name, x, y, width, height) {
      document.goTo(x, y, width, height, name);
    },
  };
}

export function openPdfSurface(info: PdfInfo, fonts: FontLibrary): PdfSurface {
  const document = openDocument(info, fonts);
  const whole = collect(document);
  const widths = new Map<string, number>();
  const measure = (text: string, style: TextStyle) => {
    const key = `${style.face} ${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    const width = document.font(style.face).fontSize(1000).widthOfString(text) / 1000;
    widths.set(key, width);
    return width;
  };
  return {
    ...navigation(document),
    widthOf: (text, style) => measure(text, style) * style.size,
    newPage(size) {
      document.addPage({ size: [size.width, size.height], margin: 0 });
    },
    goToPage(index) {
      document.switchToPage(index);
    },
    text(text, x, baseline, style, gap = 0) {
      document
        .font(style.face)
        .fontSize(style.size)
        .fillColor(style.color ?? '#000000');
      document.text(text, x, baseline, { lineBreak: false, baseline: 'alphabetic', wordSpacing: gap });
    },
    line(x1, y1, x2, y2, width, color) {
      document.moveTo(x1, y1).lineTo(x2, y2);
      paint(document, { stroke: color ?? '#000000', lineWidth: width });
    },
    rectangle(x, y, width, height, look) {
      document.rect(x, y, width, height);
      paint(document, look);
    },
    stroke(points, width, color) {
      points.forEach(([x, y], index) => (index === 0 ? document.moveTo(x, y) : document.lineTo(x, y)));
      paint(document, { stroke: color, lineWidth: width });
    },
    picture(bytes, size) {
      document.image(bytes as Buffer, 0, 0, { width: size.width, height: size.height });
    },
    end() {
      document.end();
      return whole;
    },
  };
}
