import { useTranslation } from 'react-i18next';
import type { ItemView, MeetingView, UploadView } from '../../../shared/contract/client.ts';
import { CLASSIFICATIONS, type Classification } from '../../../shared/domain/records/common.ts';
import { useQuery } from '../../app/cabinet.ts';
import { useSession } from '../../app/session.ts';
import { useSentence } from '../../i18n/useSentence.ts';
import { agendaRows } from '../../meetings/agenda.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Select } from '../../ui/Select.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { type Act, useAct } from '../editing/useAct.ts';
import { Split, splitStyles } from '../Split.tsx';
import { useRemembered } from '../useRemembered.ts';
import { FileButton, FileDrop, useUpload } from './FileDrop.tsx';
import { PaperList } from './PaperList.tsx';
import { PaperPane } from './PaperPane.tsx';
import styles from './PapersBuilder.module.css';
import { UploadList } from './UploadList.tsx';

/** Uploads as the core lists them; none while that is not known. */
export const useUploads = (): readonly UploadView[] => {
  const query = useQuery('uploads.list', {});
  return query.status === 'ready' ? query.value.uploads : [];
};

interface ItemPapersProps {
  readonly view: ItemView;
  readonly number: string;
  readonly uploads: readonly UploadView[];
  readonly classification: Classification;
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly act: Act;
  readonly canEdit: boolean;
}

const ItemPapers = ({ view, number, uploads, classification, canEdit, ...list }: ItemPapersProps) => {
  const { t } = useTranslation();
  const upload = useUpload({ kind: 'item', id: view.item.id }, classification);
  const content = (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{`${number}. ${view.item.title}`}</h2>
        {canEdit ? <FileButton label={t('secretariat.papers.choose')} onFiles={upload} /> : null}
      </div>
      <PaperList papers={view.papers} canEdit={canEdit} {...list} />
      <UploadList uploads={uploads} />
      {view.papers.length + uploads.length === 0 ? (
        <p className={splitStyles.quiet}>{t('secretariat.papers.noneHere')}</p>
      ) : null}
    </>
  );
  const label = t('secretariat.papers.dropOn', { title: view.item.title });
  return (
    <section className={styles.item} aria-label={`${number}. ${view.item.title}`}>
      {canEdit ? (
        <FileDrop label={label} onFiles={upload}>
          {content}
        </FileDrop>
      ) : (
        content
      )}
    </section>
  );
};

/** The class that the next files get; a class may be changed per paper afterwards, but one above what is allowed never arrives (R21). */
const ClassChoice = ({
  value,
  onChange,
}: {
  readonly value: Classification;
  readonly onChange: (value: Classification) => void;
}) => {
  const { t } = useTranslation();
  const highest = useSession().organisation?.highestClassification ?? 'internal';
  const allowed = CLASSIFICATIONS.slice(0, CLASSIFICATIONS.indexOf(highest) + 1);
  return (
    <Select
      label={t('secretariat.papers.classOfNew')}
      options={allowed.map((one) => ({ value: one, label: t(`common.classification.${one}`) }))}
      value={value}
      onChange={onChange}
    />
  );
};

/** Tài liệu: every item with its papers; the form of the selected paper beside them. */
export const PapersBuilder = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const act = useAct();
  const uploads = useUploads();
  const [selectedId, select] = useRemembered<string | null>(`papers ${view.meeting.id}`, null);
  const [classification, setClass] = useRemembered<Classification>('class of uploads', 'public');
  const rows = agendaRows(view.items, ({ item }) => item, view.meeting.startsAt);
  if (rows.length === 0) {
    return <EmptyState title={t('meetings.noItems')}>{t('secretariat.papers.agendaFirst')}</EmptyState>;
  }
  const selected = view.items.flatMap(({ papers }) => papers).find(({ paper }) => paper.id === selectedId);
  return (
    <Split
      list={
        <>
          {act.error === null ? null : <Banner tone="danger">{sentence(act.error)}</Banner>}
          {view.mayEdit ? <ClassChoice value={classification} onChange={setClass} /> : null}
          {rows.map(({ value, number }) => (
            <ItemPapers
              key={value.item.id}
              view={value}
              number={number}
              uploads={uploads.filter(({ itemId, paperId }) => itemId === value.item.id && paperId === null)}
              classification={classification}
              selectedId={selectedId}
              onSelect={select}
              act={act}
              canEdit={view.mayEdit}
            />
          ))}
        </>
      }
      pane={
        selected === undefined ? (
          <p className={splitStyles.quiet}>{t('secretariat.papers.selectHint')}</p>
        ) : (
          <PaperPane
            key={selected.paper.id}
            view={selected}
            uploads={uploads.filter(({ paperId }) => paperId === selected.paper.id)}
            canEdit={view.mayEdit}
            onRemoved={() => select(null)}
          />
        )
      }
    />
  );
};
