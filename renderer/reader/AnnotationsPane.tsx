import { Highlighter, PenLine, StickyNote } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '../../shared/contract/annotation.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/States.tsx';
import { TextField } from '../ui/TextField.tsx';
import type { Reader } from './openReader.ts';
import styles from './Reader.module.css';
import { byPlace } from './shapes.ts';
import { useReaderState } from './useReader.ts';

const FILTERS = ['all', 'highlight', 'ink', 'note'] as const;
type Filter = (typeof FILTERS)[number];
const ICONS = { highlight: Highlighter, ink: PenLine, note: StickyNote } as const;

const NoteForm = ({
  annotation,
  onSave,
  onCancel,
}: {
  readonly annotation: Annotation;
  readonly onSave: (text: string) => void;
  readonly onCancel: () => void;
}) => {
  const { t } = useTranslation();
  const [text, setText] = useState(annotation.note);
  return (
    <div className={styles.noteForm}>
      <TextField label={t('reader.note.field')} rows={3} value={text} onChange={setText} autoFocus />
      <div className={styles.floatingRow}>
        <Button onPress={onCancel}>{t('common.cancel')}</Button>
        <Button variant="primary" onPress={() => onSave(text)}>
          {t('common.save')}
        </Button>
      </div>
    </div>
  );
};

const Entry = ({ reader, annotation }: { readonly reader: Reader; readonly annotation: Annotation }) => {
  const { t } = useTranslation();
  const [isEditing, setIsEditing] = useState(false);
  const isSelected = useReaderState(reader, (state) => state.selectedId === annotation.id);
  const Icon = ICONS[annotation.type];
  const quote = annotation.type === 'highlight' ? annotation.quote : '';
  return (
    <li className={styles.entry} {...(isSelected ? { 'data-selected': '' } : {})}>
      <button
        type="button"
        className={styles.entryLink}
        aria-label={`${t('reader.annotations.goTo', { page: annotation.page })}: ${annotation.note || quote}`}
        onClick={() => reader.goTo(annotation)}
      >
        <span className={styles.entryKind} data-colour={annotation.colour}>
          <Icon aria-hidden size={18} />
        </span>
        <span className={styles.entryText}>
          {quote === '' ? null : <q className={styles.quote}>{quote}</q>}
          {annotation.note === '' ? null : <span className={styles.entryNote}>{annotation.note}</span>}
          {quote === '' && annotation.note === '' ? t('reader.annotations.drawing') : null}
        </span>
      </button>
      {isEditing ? (
        <NoteForm
          annotation={annotation}
          onCancel={() => setIsEditing(false)}
          onSave={(text) => {
            reader.saveNote(annotation, text);
            setIsEditing(false);
          }}
        />
      ) : (
        <div className={styles.entryActions}>
          <Button variant="quiet" onPress={() => setIsEditing(true)}>
            {annotation.note === '' ? t('reader.note.add') : t('common.edit')}
          </Button>
          <Button variant="quiet" onPress={() => reader.remove(annotation)}>
            {t('common.remove')}
          </Button>
        </div>
      )}
    </li>
  );
};

const Pages = ({ reader, list }: { readonly reader: Reader; readonly list: readonly Annotation[] }) => {
  const { t } = useTranslation();
  const byPage = Map.groupBy(list, ({ page }) => page);
  return [...byPage].map(([page, entries]) => (
    <section key={page}>
      <h3 className={styles.pageHeading}>{t('reader.annotations.onPage', { page })}</h3>
      <ul>
        {entries.map((annotation) => (
          <Entry key={annotation.id} reader={reader} annotation={annotation} />
        ))}
      </ul>
    </section>
  ));
};

/** The reader's own annotations of this version, in reading order. */
export const AnnotationsPane = ({
  reader,
  versionId,
}: {
  readonly reader: Reader;
  readonly versionId: string;
}) => {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>('all');
  const { subscribe, getSnapshot } = reader.annotations;
  const { annotations } = useSyncExternalStore(subscribe, getSnapshot);
  const own = annotations.filter((annotation) => annotation.versionId === versionId).toSorted(byPlace);
  const list = filter === 'all' ? own : own.filter(({ type }) => type === filter);
  const elsewhere = annotations.length - own.length;
  return (
    <div>
      {own.length === 0 ? (
        <EmptyState title={t('reader.annotations.none')}>{t('reader.annotations.noneHint')}</EmptyState>
      ) : (
        <>
          <RadioGroup
            className={cx(styles.filters)}
            orientation="horizontal"
            aria-label={t('reader.annotations.filter')}
            value={filter}
            onChange={(value) => setFilter(FILTERS.find((name) => name === value) ?? 'all')}
          >
            {FILTERS.map((name) => (
              <Radio key={name} value={name} className={cx(styles.filter)}>
                {t(`reader.annotations.${name}`)}
              </Radio>
            ))}
          </RadioGroup>
          {list.length === 0 ? (
            <EmptyState title={t('reader.annotations.noneOfType')} />
          ) : (
            <Pages reader={reader} list={list} />
          )}
        </>
      )}
      {elsewhere > 0 ? (
        <p className={styles.elsewhere}>{t('reader.annotations.otherVersions', { count: elsewhere })}</p>
      ) : null}
    </div>
  );
};
