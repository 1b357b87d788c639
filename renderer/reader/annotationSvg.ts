import type { Annotation } from '../../shared/contract/annotation.ts';
import { type PageGeometry, uprightAt, uprightMatrix, uprightSize } from './coordinates.ts';
import { byDrawingOrder, highlightPath, PIN_SIZE, strokePath } from './shapes.ts';

const SVG = 'http://www.w3.org/2000/svg';

const element = <K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[K] => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const matrixText = (matrix: readonly number[]): string => `matrix(${matrix.join(' ')})`;

/** A sheet of paper with a folded corner, drawn around the origin, upright. */
const pin = (): SVGElement[] => {
  const h = PIN_SIZE / 2;
  return [
    element('path', { class: 'pinSheet', d: `M${-h} ${-h}H${h}V${h / 3}L${h / 3} ${h}H${-h}Z` }),
    element('path', { class: 'pinLines', d: `M${-h / 2} ${-h / 3}H${h / 2}M${-h / 2} ${h / 6}H${h / 4}` }),
    element('path', { class: 'pinLines', d: `M${h} ${h / 3}H${h / 3}V${h}` }),
  ];
};

const draw = (annotation: Annotation, geometry: PageGeometry): SVGElement => {
  const attributes = {
    'data-id': annotation.id,
    'data-type': annotation.type,
    'data-colour': annotation.colour,
  };
  switch (annotation.type) {
    case 'highlight':
      return element('path', { ...attributes, d: highlightPath(annotation.rects) });
    case 'ink':
      return element('path', {
        ...attributes,
        d: annotation.strokes.map(strokePath).join(''),
        'stroke-width': String(annotation.width),
      });
    case 'note': {
      const group = element('g', { ...attributes, transform: matrixText(uprightAt(geometry, annotation)) });
      group.append(...pin());
      return group;
    }
  }
};

/** The drawing over one page. Zooming only stretches it; turning the page changes one matrix. */
export interface AnnotationSvg {
  /** Lies over `page`, above what else is in it; done again whenever the page was cleared. */
  putOn(page: Element): void;
  remove(): void;
  /** Draws what has changed since the last time. */
  show(annotations: readonly Annotation[], selectedId: string | null): void;
  turn(geometry: PageGeometry): void;
  /** The stroke under the pen, before it is an annotation; `null` takes it away. */
  showStroke(stroke: readonly number[] | null, colour: string, width: number): void;
}

const plane = (name: string): { readonly svg: SVGSVGElement; readonly group: SVGGElement } => {
  const svg = element('svg', {
    class: `ownAnnotations ${name}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  const group = element('g', {});
  svg.append(group);
  return { svg, group };
};

/** Two planes, because blending is a matter of a whole plane: highlights tint the paper, strokes and pins lie on it. */
export const createAnnotationSvg = (initial: PageGeometry): AnnotationSvg => {
  const below = plane('ownMarks');
  const above = plane('ownStrokes');
  const live = element('path', { 'data-type': 'ink', class: 'liveStroke' });
  above.svg.append(live);
  const drawn = new Map<string, { annotation: Annotation; node: SVGElement }>();
  let geometry = initial;
  let selected: string | null = null;

  const turn = (next: PageGeometry): void => {
    geometry = next;
    const { width, height } = uprightSize(geometry);
    for (const { svg } of [below, above]) svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const transform = matrixText(uprightMatrix(geometry));
    for (const part of [below.group, above.group, live]) part.setAttribute('transform', transform);
    for (const { annotation, node } of drawn.values()) {
      if (annotation.type === 'note')
        node.setAttribute('transform', matrixText(uprightAt(geometry, annotation)));
    }
  };
  turn(initial);

  const show = (annotations: readonly Annotation[], selectedId: string | null): void => {
    const wanted = new Set(annotations.map(({ id }) => id));
    let reorder = false;
    for (const [id, { node }] of drawn) {
      if (wanted.has(id)) continue;
      node.remove();
      drawn.delete(id);
    }
    for (const annotation of annotations) {
      const old = drawn.get(annotation.id);
      if (old?.annotation === annotation) continue;
      const node = draw(annotation, geometry);
      if (old === undefined) reorder = true;
      else old.node.replaceWith(node);
      drawn.set(annotation.id, { annotation, node });
    }
    if (reorder) {
      const planes: { below: SVGElement[]; above: SVGElement[] } = { below: [], above: [] };
      for (const { id, type } of annotations.toSorted(byDrawingOrder)) {
        const node = drawn.get(id)?.node;
        if (node !== undefined) planes[type === 'highlight' ? 'below' : 'above'].push(node);
      }
      below.group.replaceChildren(...planes.below);
      above.group.replaceChildren(...planes.above);
    }
    if (selected !== null && selected !== selectedId)
      drawn.get(selected)?.node.removeAttribute('data-selected');
    if (selectedId !== null) drawn.get(selectedId)?.node.setAttribute('data-selected', '');
    selected = selectedId;
  };

  return {
    putOn(page) {
      if (above.svg.parentNode !== page || below.svg.parentNode !== page) page.append(below.svg, above.svg);
    },
    remove() {
      below.svg.remove();
      above.svg.remove();
    },
    show,
    turn,
    showStroke(stroke, colour, width) {
      live.setAttribute('d', stroke === null ? '' : strokePath(stroke));
      live.setAttribute('data-colour', colour);
      live.setAttribute('stroke-width', String(width));
    },
  };
};
