import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** A PDF written by hand, with a right cross-reference table. Objects in order, from number 1; the first is the catalog. */
const pdfOf = (objects: readonly string[]): Uint8Array => {
  let text = '%PDF-1.7\n';
  const offsets: number[] = [];
  objects.forEach((body, index) => {
    offsets.push(text.length);
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
  });
  const start = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text, 'latin1'));
};

const content = (words: string): string => {
  const stream = `BT /F1 24 Tf 72 700 Td (${words}) Tj ET`;
  return `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`;
};
const page = (contents: number): string =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${contents} 0 R /Resources << /Font << /F1 9 0 R >> >> >>`;

/** Three pages, of which the second cannot be read: where its description should be, in a branch of its own, stands a number. */
export const pdfWithBrokenPage = (): Uint8Array =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 3 /Kids [3 0 R 4 0 R 5 0 R] >>',
    page(6),
    '<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [8 0 R] >>',
    page(7),
    content('First page'),
    content('Third page'),
    '42',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]);

const FONT = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf',
);

/** One page of Vietnamese lines. */
export const pdfWithWords = (lines: readonly string[]): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const document = new PDFDocument({ size: 'A4', info: { Title: 'words' } });
    const pieces: Buffer[] = [];
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(pieces))));
    document.font(FONT).fontSize(16);
    for (const [index, line] of lines.entries()) document.text(line, 72, 80 + index * 40);
    document.end();
  });

export interface LinesPart {
  /** An address outside, put over the first line of each page. */
  readonly link?: string;
  /** Incompressible attachment, so that the file spans chunks. */
  readonly megabytes?: number;
}

/** Pages of numbered lines. */
export const pdfWithLines = (pages: number, part: LinesPart = {}): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const document = new PDFDocument({ size: 'A4', autoFirstPage: false, info: { Title: 'lines' } });
    const pieces: Buffer[] = [];
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(pieces))));
    for (let n = 1; n <= pages; n += 1) {
      document.addPage();
      for (let line = 1; line <= 12; line += 1) {
        document.fontSize(14).text(`Page ${n} line ${line} of the report`, 72, 60 + line * 40, {
          ...(part.link === undefined || line > 1 ? {} : { link: part.link }),
        });
      }
      document.outline.addItem(`Chapter ${n}`);
    }
    if (part.megabytes !== undefined)
      document.file(randomBytes(Math.round(part.megabytes * 1024 * 1024)), { name: 'phu-luc.bin' });
    document.end();
  });
