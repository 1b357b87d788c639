import { BookOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PaperView, UploadView } from '../../../shared/contract/client.ts';
import { CLASSIFICATIONS } from '../../../shared/domain/records/common.ts';
import { DOCUMENT_TYPES } from '../../../shared/domain/records/paper.ts';
import { useQuery } from '../../app/cabinet.ts';
import { paths } from '../../app/paths.ts';
import { usePeople } from '../../app/people.ts';
import { useFormats } from '../../i18n/format.ts';
import { LinkButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { factLine } from '../../ui/factLine.ts';
import { RemoveRecord } from '../editing/RemoveRecord.tsx';
import { Conflict, type FieldWords } from '../editing/Conflict.tsx';
import { SaveBar } from '../editing/SaveBar.tsx';
import { type Editor, useEditor } from '../editing/useEditor.ts';
import { saveKeys } from '../editing/useSaveKeys.ts';
import { splitStyles as styles } from '../Split.tsx';
import { FileButton, FileDrop, useUpload } from './FileDrop.tsx';
import { paperDrafts, type PaperFields, paperFieldsOf } from './paperFields.ts';
import { UploadList } from './UploadList.tsx';
import own from './PaperPane.module.css';

const useFieldWords = (): readonly FieldWords<PaperFields>[] => {
  const { t } = useTranslation();
  return [
    { field: 'title', label: t('secretariat.paper.title'), show: ({ title }) => title },
    {
      field: 'documentType',
      label: t('secretariat.paper.type'),
      show: ({ documentType }) => t(`common.documentType.${documentType}`),
    },
    { field: 'agency', label: t('secretariat.paper.agency'), show: ({ agency }) => agency },
    { field: 'number', label: t('secretariat.paper.number'), show: ({ number }) => number },
    {
      field: 'classification',
      label: t('secretariat.paper.classification'),
      show: ({ classification }) => t(`common.classification.${classification}`),
    },
  ];
};

const PaperForm = ({ editor }: { readonly editor: Editor<PaperFields> }) => {
  const { t } = useTranslation();
  const { values, set } = editor;
  return (
    <>
      <TextField
        label={t('secretariat.paper.title')}
        rows={2}
        value={values.title}
        onChange={(title) => set({ title: title.replaceAll('\n', ' ').slice(0, 500) })}
        error={values.title.trim() === '' ? t('secretariat.paper.titleMissing') : null}
      />
      <div className={styles.two}>
        <Select
          label={t('secretariat.paper.type')}
          options={DOCUMENT_TYPES.map((value) => ({ value, label: t(`common.documentType.${value}`) }))}
          value={values.documentType}
          onChange={(documentType) => set({ documentType })}
        />
        <Select
          label={t('secretariat.paper.classification')}
          options={CLASSIFICATIONS.map((value) => ({ value, label: t(`common.classification.${value}`) }))}
          value={values.classification}
          onChange={(classification) => set({ classification })}
        />
        <TextField
          label={t('secretariat.paper.agency')}
          value={values.agency}
          onChange={(agency) => set({ agency: agency.slice(0, 300) })}
        />
        <TextField
          label={t('secretariat.paper.number')}
          value={values.number}
          onChange={(number) => set({ number: number.slice(0, 100) })}
          placeholder="412/BC-BTC"
        />
      </div>
    </>
  );
};

/** All versions, newest first, and the way to add one. */
const Versions = ({
  view,
  uploads,
  canEdit,
}: {
  readonly view: PaperView;
  readonly uploads: readonly UploadView[];
  readonly canEdit: boolean;
}) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const people = usePeople();
  const query = useQuery('papers.get', { id: view.paper.id });
  const upload = useUpload({ kind: 'paper', id: view.paper.id }, view.paper.classification);
  const versions = query.status === 'ready' ? [...query.value.versions].sort((a, b) => b.n - a.n) : [];
  const list = (
    <>
      <ul className={own.versions}>
        {versions.map((version) => (
          <li key={version.id} className={own.version}>
            <div className={own.words}>
              <strong>{t('papers.versionOf', { n: version.n })}</strong>
              <span className={styles.quiet}>
                {factLine([
                  version.fileName,
                  t('papers.pages', { count: version.file.pages }),
                  formats.bytes(version.file.size),
                  formats.recent(version.addedAt),
                  people.get(version.addedBy)?.name ?? '',
                ])}
              </span>
            </div>
            <LinkButton
              variant="quiet"
              href={paths.paper(view.paper.id, { versionId: version.id })}
              icon={<BookOpen aria-hidden size={18} />}
            >
              {t('common.open')}
            </LinkButton>
          </li>
        ))}
      </ul>
      <UploadList uploads={uploads} />
      {canEdit ? (
        <FileButton many={false} label={t('secretariat.paper.newVersion')} onFiles={upload} />
      ) : null}
    </>
  );
  return (
    <section aria-label={t('secretariat.paper.versions')}>
      <h3>{t('secretariat.paper.versions')}</h3>
      {canEdit ? (
        <FileDrop label={t('secretariat.paper.dropVersion')} onFiles={(files) => upload(files.slice(0, 1))}>
          {list}
        </FileDrop>
      ) : (
        list
      )}
    </section>
  );
};

const RemovePaper = ({ view, onRemoved }: { readonly view: PaperView; readonly onRemoved: () => void }) => {
  const { t } = useTranslation();
  return (
    <RemoveRecord
      mutation="paper.remove"
      id={view.paper.id}
      label={t('secretariat.paper.remove')}
      question={t('secretariat.paper.removeQuestion')}
      title={view.paper.title}
      onRemoved={() => {
        paperDrafts.put(view.paper.id, null);
        onRemoved();
      }}
    >
      <p>{t('secretariat.paper.removeWhat', { count: view.versionCount })}</p>
    </RemoveRecord>
  );
};

export interface PaperPaneProps {
  readonly view: PaperView;
  /** New versions of it that are on their way. */
  readonly uploads: readonly UploadView[];
  readonly canEdit: boolean;
  readonly onRemoved: () => void;
}

/** The selected paper: what it is, and its versions. */
export const PaperPane = ({ view, uploads, canEdit, onRemoved }: PaperPaneProps) => {
  const { t } = useTranslation();
  const words = useFieldWords();
  const editor = useEditor({
    name: 'paper.edit',
    drafts: paperDrafts,
    id: view.paper.id,
    rev: view.rev,
    current: paperFieldsOf(view.paper),
  });
  const isInvalid = editor.values.title.trim() === '';
  const save = (): void => {
    if (!isInvalid) void editor.save();
  };
  return (
    <div
      className={styles.form}
      onKeyDown={saveKeys(save)}
      role="group"
      aria-label={t('secretariat.paper.form')}
    >
      <div className={styles.tools}>
        <h2 className={styles.heading}>{t('secretariat.paper.form')}</h2>
        <span className={styles.end} />
        {canEdit ? <RemovePaper view={view} onRemoved={onRemoved} /> : null}
      </div>
      {canEdit ? (
        <>
          <SaveBar editor={editor} isInvalid={isInvalid} onSave={save} />
          <Conflict editor={editor} fields={words} />
          <PaperForm editor={editor} />
        </>
      ) : (
        <p>{view.paper.title}</p>
      )}
      <Versions view={view} uploads={uploads} canEdit={canEdit} />
    </div>
  );
};
