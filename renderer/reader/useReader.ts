import { useCallback, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperVersion } from '../../shared/domain/records/paper.ts';
import { isoOf } from '../../shared/lib/clock.ts';
import { createIds } from '../../shared/lib/ids.ts';
import { call } from '../app/cabinet.ts';
import { openReader, type Reader } from './openReader.ts';
import type { ReaderState } from './readerState.ts';
import type { Place } from './readingPlace.ts';

const clock = { now: () => Date.now() };
const ids = createIds(clock, (count) => crypto.getRandomValues(new Uint8Array(count)));

/** A place is kept this long after the last movement. */
const KEEP_PLACE_MS = 800;

/** Keeps where the reader is: the last place of a movement, and at the latest when the paper is left. */
const createPlaceKeeper = (paperId: string, versionId: string) => {
  let last: Place | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    if (last === null) return;
    const place = last;
    last = null;
    // A place that could not be kept is not worth a word: the next movement tries again.
    void call('reading.put', { paperId, versionId, ...place, at: isoOf(clock) });
  };
  return {
    moved: (place: Place): void => {
      last = place;
      clearTimeout(timer);
      timer = setTimeout(keep, KEEP_PLACE_MS);
    },
    keep,
  };
};

/** Where a paper was left, on any device; of another version only the page tells something. */
const lastPlaceOf = async (paperId: string, version: PaperVersion): Promise<Place | null> => {
  const answer = await call('reading.get', { paperId });
  if (!answer.ok || answer.value.position === null) return null;
  const { page, offset, zoom, versionId } = answer.value.position;
  return { page, zoom, offset: versionId === version.id ? offset : 0 };
};

/** Opens a version in the element that `attach` is put on (it holds the scroll container), closes it on leaving. */
export const useReader = (
  version: PaperVersion,
  page: number | undefined,
): {
  readonly reader: Reader | null;
  readonly attach: (node: HTMLDivElement | null) => (() => void) | undefined;
} => {
  const [reader, setReader] = useState<Reader | null>(null);
  const { t } = useTranslation();
  // One version is opened once: records that are read again are the same version.
  const opened = useRef({ version, page, t });
  const attach = useCallback((container: HTMLDivElement | null) => {
    const pages = container?.firstElementChild;
    if (container === null || !(pages instanceof HTMLDivElement)) return undefined;
    const { version: shown, page: asked, t: say } = opened.current;
    const { paperId, id: versionId } = shown;
    const places = createPlaceKeeper(paperId, versionId);
    const made = openReader(
      { container, pages },
      shown.file,
      { paperId, versionId, newId: () => ids.next(), now: () => isoOf(clock) },
      {
        put: (annotation) => call('annotations.put', annotation),
        remove: (id) => call('annotations.remove', { id }),
        pageLabel: (number) => say('reader.pageLabel', { page: number }),
        pageFailed: () => say('reader.pageFailed'),
        lastPlace: async () => {
          const last = await lastPlaceOf(paperId, shown);
          return asked === undefined ? last : { page: asked, offset: 0, zoom: last?.zoom ?? 'auto' };
        },
        moved: places.moved,
      },
    );
    setReader(made);
    const onHide = (): void => {
      if (document.visibilityState === 'hidden') places.keep();
    };
    document.addEventListener('visibilitychange', onHide);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      made.close();
      places.keep();
      setReader(null);
    };
  }, []);
  return { reader, attach };
};

/** The view state of an open paper, or a part of it. */
export const useReaderState = <T>(reader: Reader, select: (state: ReaderState) => T): T =>
  useSyncExternalStore(reader.state.subscribe, () => select(reader.state.get()));
