import { clampToPage, pixelsPerPoint, type Point, screenToPage } from './coordinates.ts';
import { frameOf, geometryOf, type PageView, type PdfView } from './pdfView.ts';
import type { Tool } from './readerState.ts';

/** A place on a page; `reach` is what a finger or a mouse may miss by, in points. */
export interface PagePoint {
  readonly page: number;
  readonly point: Point;
  readonly reach: number;
}

export interface PenHost {
  tool(): Tool;
  /** The line under the pen; null: taken away. Points x, y, x, y … */
  strokeMoved(page: number, stroke: readonly number[] | null): void;
  strokeEnded(page: number, stroke: readonly number[]): void;
  eraserMoved(at: PagePoint): void;
  eraserEnded(): void;
  /** A click or tap that is neither a selection nor a link. */
  tapped(at: PagePoint): void;
}

export interface PenInput {
  /** Ends the gesture under way; a stroke is dropped. */
  readonly cancel: () => void;
  readonly isPenDown: () => boolean;
}

/** `buttons` of a pen's eraser end (Pointer Events). */
const ERASER_BUTTON = 32;
const REACH_PX = { mouse: 4, pen: 6, touch: 14 } as const;

const reachOf = (type: string): number =>
  type === 'touch' || type === 'pen' ? REACH_PX[type] : REACH_PX.mouse;

interface Gesture {
  readonly kind: 'stroke' | 'eraser' | 'pan';
  readonly pointerId: number;
  readonly pointerType: string;
  readonly page: PageView;
  readonly stroke: number[];
  lastX: number;
  lastY: number;
}

const pageUnder = (view: PdfView, target: EventTarget | null): PageView | undefined => {
  const div = target instanceof Element ? target.closest<HTMLElement>('.page') : null;
  return div === null ? undefined : view.pageView(Number(div.dataset['pageNumber']));
};

const placeOn = (page: PageView, event: { clientX: number; clientY: number }, reach: number): PagePoint => {
  const [geometry, frame] = [geometryOf(page), frameOf(page)];
  const point = screenToPage(geometry, frame, { x: event.clientX, y: event.clientY });
  return {
    page: page.id,
    point: clampToPage(geometry, point),
    reach: reach / pixelsPerPoint(geometry, frame),
  };
};

/** The positions since the last event, as exact as the device gives them. */
const positionsOf = (event: PointerEvent): readonly PointerEvent[] => {
  const positions = event.getCoalescedEvents();
  return positions.length === 0 ? [event] : positions;
};

/**
 * Pen, touch and mouse on the pages. Once a pen has been used, a touch with a writing tool only moves the paper: that
 * is the palm. A second finger ends what the first began and zooms.
 */
export const attachPenInput = (view: PdfView, host: PenHost, signal: AbortSignal): PenInput => {
  const { container } = view;
  let gesture: Gesture | null = null;
  let penSeen = false;

  const end = (): Gesture | null => {
    const ended = gesture;
    gesture = null;
    if (ended?.kind === 'stroke') host.strokeMoved(ended.page.id, null);
    return ended;
  };

  const cancel = (): void => {
    if (end()?.kind === 'eraser') host.eraserEnded();
  };

  const kindOf = (event: PointerEvent): Gesture['kind'] | null => {
    const tool = host.tool();
    if (event.pointerType === 'pen') penSeen = true;
    if (event.pointerType === 'pen' && (event.buttons & ERASER_BUTTON) !== 0) return 'eraser';
    if (tool !== 'ink' && tool !== 'eraser') return null;
    if (event.pointerType === 'touch' && penSeen) return 'pan';
    if (event.pointerType === 'mouse' && event.button !== 0) return null;
    return tool === 'ink' ? 'stroke' : 'eraser';
  };

  const extend = (current: Gesture, event: PointerEvent): void => {
    if (current.kind === 'pan') {
      container.scrollBy(current.lastX - event.clientX, current.lastY - event.clientY);
      [current.lastX, current.lastY] = [event.clientX, event.clientY];
      return;
    }
    for (const position of positionsOf(event)) {
      const at = placeOn(current.page, position, reachOf(event.pointerType));
      if (current.kind === 'eraser') host.eraserMoved(at);
      else current.stroke.push(at.point.x, at.point.y);
    }
    if (current.kind === 'stroke') host.strokeMoved(current.page.id, current.stroke);
  };

  const onDown = (event: PointerEvent): void => {
    const kind = kindOf(event);
    const page = pageUnder(view, event.target);
    if (kind === null || page === undefined) return;
    if (gesture !== null) {
      // The palm came down before the pen: what it did is not meant. Every other second pointer is left alone here;
      // a second finger ends the first through `cancel`, when it is known to be a pinch.
      if (event.pointerType !== 'pen' || gesture.pointerType !== 'touch') return;
      cancel();
    }
    event.preventDefault();
    container.setPointerCapture(event.pointerId);
    const { pointerId, pointerType, clientX, clientY } = event;
    gesture = { kind, pointerId, pointerType, page, stroke: [], lastX: clientX, lastY: clientY };
    extend(gesture, event);
  };

  const onMove = (event: PointerEvent): void => {
    if (gesture?.pointerId === event.pointerId) extend(gesture, event);
  };

  const onUp = (event: PointerEvent): void => {
    if (gesture?.pointerId !== event.pointerId) return;
    const ended = end();
    if (ended?.kind === 'stroke' && ended.stroke.length >= 2) host.strokeEnded(ended.page.id, ended.stroke);
    if (ended?.kind === 'eraser') host.eraserEnded();
  };

  const onClick = (event: MouseEvent): void => {
    const page = pageUnder(view, event.target);
    if (page === undefined || !(event.target instanceof Element)) return;
    if (event.target.closest('a, button, .commentPopup, .popup') !== null) return;
    if (window.getSelection()?.isCollapsed === false) return;
    const type = event instanceof PointerEvent ? event.pointerType : 'mouse';
    host.tapped(placeOn(page, event, reachOf(type)));
  };

  container.addEventListener('pointerdown', onDown, { signal });
  container.addEventListener('pointermove', onMove, { signal });
  container.addEventListener('pointerup', onUp, { signal });
  // A gesture that the system took away (a notification, a palm) keeps what was written so far.
  container.addEventListener('pointercancel', onUp, { signal });
  container.addEventListener('click', onClick, { signal });
  return { cancel, isPenDown: () => gesture?.pointerType === 'pen' };
};
