import { Highlighter, MessageSquareText, Trash2 } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '../../shared/contract/annotation.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { ColourChoice } from './ColourChoice.tsx';
import { belowAnnotation, type ContentPoint } from './floating.ts';
import type { Reader } from './openReader.ts';
import styles from './Reader.module.css';
import type { NoteDraft } from './readerState.ts';
import { useReaderState } from './useReader.ts';

const MARGIN = 12;

/**
 * Something small beside a place on the page; it scrolls and zooms with it, and stays within the window's sides.
 * `at` measures the place as it lies now.
 */
const Floating = ({
  reader,
  at,
  label,
  children,
}: {
  readonly reader: Reader;
  readonly at: () => ContentPoint | null;
  readonly label: string;
  readonly children: ReactNode;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const scale = useReaderState(reader, (state) => state.scale);
  const width = useReaderState(reader, (state) => state.width);
  const { container } = reader.view;
  useLayoutEffect(() => {
    const node = box.current;
    const point = at();
    if (node === null || point === null) return;
    const right = container.scrollLeft + container.clientWidth - node.offsetWidth - MARGIN;
    const bottom = container.scrollTop + container.clientHeight - node.offsetHeight - MARGIN;
    const left = Math.max(container.scrollLeft + MARGIN, Math.min(point.left, right));
    const isInSight = point.top >= container.scrollTop && point.top <= bottom + node.offsetHeight;
    const top = isInSight ? Math.max(container.scrollTop + MARGIN, Math.min(point.top, bottom)) : point.top;
    node.style.left = `${left}px`;
    node.style.top = `${top}px`;
  }, [at, container, scale, width]);
  return (
    <div ref={box} className={styles.floating} role="group" aria-label={label}>
      {children}
    </div>
  );
};

/** Beside the selected words: mark them, or mark them and write. */
const SelectionMenu = ({ reader, point }: { readonly reader: Reader; readonly point: ContentPoint }) => {
  const { t } = useTranslation();
  const at = useCallback(() => point, [point]);
  const withNote = (): void => {
    if (!reader.highlightSelection()) return;
    const { annotations } = reader.annotations.getSnapshot();
    const newest = annotations.reduce<Annotation | null>(
      (last, next) => (last === null || next.createdAt >= last.createdAt ? next : last),
      null,
    );
    if (newest !== null) reader.editNote(newest);
  };
  return (
    <Floating reader={reader} at={at} label={t('reader.selection.menu')}>
      <div className={styles.floatingRow}>
        <Button
          variant="quiet"
          icon={<Highlighter aria-hidden size={18} />}
          onPress={() => reader.highlightSelection()}
        >
          {t('reader.selection.highlight')}
        </Button>
        <Button variant="quiet" icon={<MessageSquareText aria-hidden size={18} />} onPress={withNote}>
          {t('reader.selection.note')}
        </Button>
      </div>
    </Floating>
  );
};

const DeleteButton = ({
  reader,
  annotation,
}: {
  readonly reader: Reader;
  readonly annotation: Annotation;
}) => {
  const { t } = useTranslation();
  return (
    <Button variant="quiet" icon={<Trash2 aria-hidden size={18} />} onPress={() => reader.remove(annotation)}>
      {t('reader.note.delete')}
    </Button>
  );
};

const AnnotationMenu = ({
  reader,
  annotation,
}: {
  readonly reader: Reader;
  readonly annotation: Annotation;
}) => {
  const { t } = useTranslation();
  return (
    <div className={styles.floatingRow}>
      <ColourChoice
        value={annotation.colour}
        isInk={annotation.type === 'ink'}
        onChange={(colour) => reader.recolour(annotation, colour)}
      />
      <Button
        variant="quiet"
        icon={<MessageSquareText aria-hidden size={18} />}
        onPress={() => reader.editNote(annotation)}
      >
        {t('reader.note.edit')}
      </Button>
      <DeleteButton reader={reader} annotation={annotation} />
    </div>
  );
};

const NoteEditor = ({ reader, draft }: { readonly reader: Reader; readonly draft: NoteDraft }) => {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={styles.note}>
      <TextField value={draft.text} onChange={reader.writeNote} maxLength={20_000}>
        <Label className={cx(styles.noteLabel)}>{t('reader.note.title')}</Label>
        <TextArea
          ref={field}
          className={cx(styles.noteArea)}
          rows={4}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) {
              event.preventDefault();
              reader.closeNote();
            }
          }}
        />
      </TextField>
      <p className={styles.private}>{t('reader.note.private')}</p>
      <div className={styles.floatingRow}>
        <ColourChoice
          value={draft.annotation.colour}
          isInk={draft.annotation.type === 'ink'}
          onChange={(colour) => reader.recolour(draft.annotation, colour)}
        />
        <span className={styles.spring} />
        <DeleteButton reader={reader} annotation={draft.annotation} />
        <Button variant="primary" onPress={reader.closeNote}>
          {t('reader.note.done')}
        </Button>
      </div>
    </div>
  );
};

const Selected = ({ reader, annotation }: { readonly reader: Reader; readonly annotation: Annotation }) => {
  const { t } = useTranslation();
  const draft = useReaderState(reader, (state) => state.draft);
  const { view } = reader;
  const at = useCallback(() => belowAnnotation(view, annotation), [view, annotation]);
  return (
    <Floating
      // It is measured again when it changes its size.
      key={draft === null ? 'menu' : 'note'}
      reader={reader}
      at={at}
      label={t('reader.note.title')}
    >
      {draft === null ? (
        <AnnotationMenu reader={reader} annotation={annotation} />
      ) : (
        <NoteEditor reader={reader} draft={draft} />
      )}
    </Floating>
  );
};

/** What stands beside the page's content: the menu of selected words or of a selected annotation, a note being written. */
export const FloatingParts = ({ reader }: { readonly reader: Reader }) => {
  const { subscribe, getSnapshot } = reader.annotations;
  const { annotations } = useSyncExternalStore(subscribe, getSnapshot);
  const selectedId = useReaderState(reader, (state) => state.selectedId);
  const draft = useReaderState(reader, (state) => state.draft);
  const tool = useReaderState(reader, (state) => state.tool);
  const selectionAt = useReaderState(reader, (state) => state.selectionAt);
  const selected = annotations.find(({ id }) => id === selectedId) ?? draft?.annotation;
  if (selected !== undefined) return <Selected key={selected.id} reader={reader} annotation={selected} />;
  return selectionAt !== null && tool === 'select' ? (
    <SelectionMenu reader={reader} point={selectionAt} />
  ) : null;
};
