/**
 * The one place that converts between a page and the screen.
 *
 * *Page* coordinates are PDF user space of the unrotated page: points, origin bottom left, y upwards; a crop box need
 * not begin at the origin. *Upright* coordinates are the same page as it is shown: turned, origin top left, y
 * downwards, still in points. *Screen* coordinates are CSS pixels of the window (`clientX`, `clientY`).
 */
export type Rotation = 0 | 90 | 180 | 270;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** `x0 <= x1`, `y0 <= y1`. */
export interface Rect {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface PageGeometry {
  /** What of the page is shown (crop box), in page coordinates. */
  readonly box: Rect;
  /** Clockwise, the page's own and the viewer's together. */
  readonly rotation: Rotation;
}

/** Where the page lies on the screen: its content box in CSS pixels of the window. */
export interface ScreenFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** SVG order: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Any multiple of 90, negative ones too, as a rotation; other angles are a bug. */
export const rotationOf = (degrees: number): Rotation => {
  const turned = ((degrees % 360) + 360) % 360;
  if (turned === 0 || turned === 90 || turned === 180 || turned === 270) return turned;
  throw new Error(`not a quarter turn: ${degrees}`);
};

/** The rectangle that two opposite corners span. */
export const rectOf = (a: Point, b: Point): Rect => ({
  x0: Math.min(a.x, b.x),
  y0: Math.min(a.y, b.y),
  x1: Math.max(a.x, b.x),
  y1: Math.max(a.y, b.y),
});

/** Size of the page as shown, in points. */
export const uprightSize = ({ box, rotation }: PageGeometry): { width: number; height: number } => {
  const width = box.x1 - box.x0;
  const height = box.y1 - box.y0;
  return rotation === 0 || rotation === 180 ? { width, height } : { width: height, height: width };
};

/** Page to upright. */
export const uprightMatrix = ({ box, rotation }: PageGeometry): Matrix => {
  switch (rotation) {
    case 0:
      return [1, 0, 0, -1, -box.x0, box.y1];
    case 90:
      return [0, 1, 1, 0, -box.y0, -box.x0];
    case 180:
      return [-1, 0, 0, 1, box.x1, -box.y0];
    case 270:
      return [0, -1, -1, 0, box.y1, box.x1];
  }
};

export const apply = ([a, b, c, d, e, f]: Matrix, { x, y }: Point): Point => ({
  x: a * x + c * y + e,
  y: b * x + d * y + f,
});

/** Of a matrix that can be undone; one that cannot is a bug. */
export const invert = ([a, b, c, d, e, f]: Matrix): Matrix => {
  const determinant = a * d - b * c;
  if (determinant === 0) throw new Error('matrix cannot be inverted');
  return [
    d / determinant,
    -b / determinant,
    -c / determinant,
    a / determinant,
    (c * f - d * e) / determinant,
    (b * e - a * f) / determinant,
  ];
};

export const pageToScreen = (geometry: PageGeometry, frame: ScreenFrame, point: Point): Point => {
  const size = uprightSize(geometry);
  const upright = apply(uprightMatrix(geometry), point);
  return {
    x: frame.left + (upright.x / size.width) * frame.width,
    y: frame.top + (upright.y / size.height) * frame.height,
  };
};

export const screenToPage = (geometry: PageGeometry, frame: ScreenFrame, point: Point): Point => {
  const size = uprightSize(geometry);
  return apply(invert(uprightMatrix(geometry)), {
    x: ((point.x - frame.left) / frame.width) * size.width,
    y: ((point.y - frame.top) / frame.height) * size.height,
  });
};

export const screenRectToPage = (
  geometry: PageGeometry,
  frame: ScreenFrame,
  rect: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
): Rect =>
  rectOf(
    screenToPage(geometry, frame, { x: rect.left, y: rect.top }),
    screenToPage(geometry, frame, { x: rect.right, y: rect.bottom }),
  );

export const pageRectToScreen = (geometry: PageGeometry, frame: ScreenFrame, rect: Rect): Rect =>
  rectOf(
    pageToScreen(geometry, frame, { x: rect.x0, y: rect.y0 }),
    pageToScreen(geometry, frame, { x: rect.x1, y: rect.y1 }),
  );

/** CSS pixels per point on this frame. */
export const pixelsPerPoint = (geometry: PageGeometry, frame: ScreenFrame): number =>
  frame.width / uprightSize(geometry).width;

/** The point of the page nearest to this one: nothing is written beside the paper. */
export const clampToPage = ({ box }: PageGeometry, { x, y }: Point): Point => ({
  x: Math.min(Math.max(x, box.x0), box.x1),
  y: Math.min(Math.max(y, box.y0), box.y1),
});

/** What turns a drawing that stands upright at `point` the right way up again, whatever the page's rotation. */
export const uprightAt = (geometry: PageGeometry, point: Point): Matrix => {
  const [a, b, c, d] = invert(uprightMatrix(geometry));
  return [a, b, c, d, point.x, point.y];
};
