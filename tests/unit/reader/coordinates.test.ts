import { describe, expect, it } from 'vitest';
import PDFDocument from 'pdfkit';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import {
  apply,
  invert,
  pageRectToScreen,
  pageToScreen,
  pixelsPerPoint,
  rectOf,
  rotationOf,
  screenRectToPage,
  screenToPage,
  uprightAt,
  uprightMatrix,
  uprightSize,
  type PageGeometry,
  type Rotation,
} from '../../../renderer/reader/coordinates.ts';

const ROTATIONS: readonly Rotation[] = [0, 90, 180, 270];
/** A crop box that does not begin at the origin. */
const box = { x0: 30, y0: -40, x1: 430, y1: 560 };
const frameOf = (geometry: PageGeometry, scale: number) => {
  const { width, height } = uprightSize(geometry);
  return { left: 17, top: -250, width: width * scale, height: height * scale };
};

describe('page and screen', () => {
  it.each(ROTATIONS)('a point goes to the screen and back at %i°', (rotation) => {
    const geometry = { box, rotation };
    const frame = frameOf(geometry, 1.37);
    const point = { x: 111.5, y: 222.25 };
    const back = screenToPage(geometry, frame, pageToScreen(geometry, frame, point));
    expect(back.x).toBeCloseTo(point.x, 9);
    expect(back.y).toBeCloseTo(point.y, 9);
  });

  it.each([
    [0, { x: 0, y: 600 }],
    [90, { x: 0, y: 0 }],
    [180, { x: 400, y: 0 }],
    [270, { x: 600, y: 400 }],
  ] as const)(
    'the bottom left corner of the crop box lies where a turn by %i° puts it',
    (rotation, upright) => {
      expect(apply(uprightMatrix({ box, rotation }), { x: box.x0, y: box.y0 })).toEqual(upright);
    },
  );

  it('a quarter turn exchanges width and height', () => {
    expect(uprightSize({ box, rotation: 0 })).toEqual({ width: 400, height: 600 });
    expect(uprightSize({ box, rotation: 270 })).toEqual({ width: 600, height: 400 });
  });

  it.each(ROTATIONS)('a rectangle keeps its corners in order at %i°', (rotation) => {
    const geometry = { box, rotation };
    const frame = frameOf(geometry, 2);
    const rect = { x0: 50, y0: 60, x1: 90, y1: 72 };
    const shown = pageRectToScreen(geometry, frame, rect);
    const back = screenRectToPage(geometry, frame, {
      left: shown.x0,
      top: shown.y0,
      right: shown.x1,
      bottom: shown.y1,
    });
    for (const key of ['x0', 'y0', 'x1', 'y1'] as const) expect(back[key]).toBeCloseTo(rect[key], 9);
    expect(pixelsPerPoint(geometry, frame)).toBeCloseTo(2, 9);
  });

  it.each(ROTATIONS)('a drawing put upright stays upright on the shown page at %i°', (rotation) => {
    const geometry = { box, rotation };
    const matrix = uprightAt(geometry, { x: 100, y: 100 });
    const toUpright = uprightMatrix(geometry);
    const origin = apply(toUpright, apply(matrix, { x: 0, y: 0 }));
    const right = apply(toUpright, apply(matrix, { x: 5, y: 0 }));
    const down = apply(toUpright, apply(matrix, { x: 0, y: 5 }));
    expect({ x: right.x - origin.x, y: right.y - origin.y }).toEqual({ x: 5, y: 0 });
    expect({ x: down.x - origin.x, y: down.y - origin.y }).toEqual({ x: 0, y: 5 });
  });

  it('angles are brought into one turn, and others are a bug', () => {
    expect(rotationOf(-90)).toBe(270);
    expect(rotationOf(450)).toBe(90);
    expect(() => rotationOf(45)).toThrow();
  });

  it('a rectangle is made of any two opposite corners', () => {
    expect(rectOf({ x: 5, y: 1 }, { x: 2, y: 9 })).toEqual({ x0: 2, y0: 1, x1: 5, y1: 9 });
  });

  it('a matrix that squeezes everything flat is refused', () => {
    expect(() => invert([1, 1, 1, 1, 0, 0])).toThrow();
  });
});

const pdfWithCropBox = (): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const document = new PDFDocument({ size: [500, 700] });
    const pieces: Buffer[] = [];
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(pieces))));
    Object.assign(document.page.dictionary.data, { CropBox: [20, 30, 420, 630], Rotate: 90 });
    document.text('x');
    document.end();
  });

describe('against pdf.js', () => {
  it('agrees with its viewport on a turned page with a crop box, at every further turn', async () => {
    const loading = getDocument({ data: await pdfWithCropBox(), verbosity: 0 });
    const page = await (await loading.promise).getPage(1);
    const [x0, y0, x1, y1] = page.view as [number, number, number, number];
    for (const extra of ROTATIONS) {
      const viewport = page.getViewport({ scale: 1.5, rotation: page.rotate + extra });
      const geometry = { box: { x0, y0, x1, y1 }, rotation: rotationOf(viewport.rotation) };
      const frame = { left: 0, top: 0, width: viewport.width, height: viewport.height };
      const [x, y] = viewport.convertToViewportPoint(123, 456) as [number, number];
      const own = pageToScreen(geometry, frame, { x: 123, y: 456 });
      expect(own.x).toBeCloseTo(x, 6);
      expect(own.y).toBeCloseTo(y, 6);
    }
    expect(page.view).toEqual([20, 30, 420, 630]);
    await loading.destroy();
  });
});
