import { TouchManager } from 'pdfjs-dist';
import type { PdfView } from './pdfView.ts';

/** The picture is drawn anew this long after the last step of a pinch; until then it is stretched. */
const REDRAW_MS = 300;
const WHEEL_REST_MS = 300;
/** Zoom per pixel of a wheel or trackpad with Ctrl. */
const PER_PIXEL = 1 / 300;
const LINE_PX = 16;

/** Ctrl with the wheel, pinching on a trackpad (the same to the browser) and two fingers on a screen. */
export const attachZoomInput = (
  view: PdfView,
  pinch: {
    /** A palm beside a writing pen is no second finger. */ readonly isDisabled: () => boolean;
    readonly onStart: () => void;
  },
  signal: AbortSignal,
): void => {
  const { container, viewer } = view;
  let target = 1;
  let lastWheel = 0;

  const zoomBy = (factor: number, clientX: number, clientY: number): void => {
    target = Math.min(25, Math.max(0.1, target * factor));
    const frame = container.getBoundingClientRect();
    // pdf.js measures the origin from its container's offset parent.
    const origin = [clientX - frame.left + container.offsetLeft, clientY - frame.top + container.offsetTop];
    viewer.updateScale({
      drawingDelay: REDRAW_MS,
      scaleFactor: target / viewer.currentScale,
      origin,
    });
  };

  const onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (event.timeStamp - lastWheel > WHEEL_REST_MS) target = viewer.currentScale;
    lastWheel = event.timeStamp;
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_PX : event.deltaY;
    zoomBy(Math.exp(-Math.max(-120, Math.min(120, pixels)) * PER_PIXEL), event.clientX, event.clientY);
  };
  container.addEventListener('wheel', onWheel, { passive: false, signal });

  const touches = new TouchManager({
    container,
    isPinchingDisabled: pinch.isDisabled,
    onPinchStart: () => {
      target = viewer.currentScale;
      pinch.onStart();
    },
    onPinching: (
      origin: readonly [number, number],
      before: number,
      after: number,
      dx: number,
      dy: number,
    ) => {
      container.scrollBy(-dx, -dy);
      if (before > 0) zoomBy(after / before, ...origin);
    },
    onPanning: (dx: number, dy: number) => container.scrollBy(-dx, -dy),
    signal,
  });
  signal.addEventListener('abort', () => touches.destroy(), { once: true });
};
