import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperView } from '../../../shared/contract/client.ts';
import type { PollDocument } from '../../../shared/domain/records/poll.ts';
import { useQuery } from '../../app/cabinet.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import styles from './DocumentsField.module.css';
import { documentOf } from './pollFields.ts';

const Row = ({
  document,
  view,
  onChange,
  onRemove,
}: {
  readonly document: PollDocument;
  readonly view: PaperView | undefined;
  readonly onChange: (document: PollDocument) => void;
  readonly onRemove: () => void;
}) => {
  const { t } = useTranslation();
  const query = useQuery('papers.get', view === undefined ? null : { id: document.paperId });
  const versions = query.status === 'ready' ? query.value.versions : [];
  const isOutdated = view !== undefined && view.version.id !== document.versionId;
  return (
    <li className={styles.document}>
      <div className={styles.row}>
        <span className={styles.title}>{view?.paper.title ?? document.title}</span>
        {versions.length > 1 ? (
          <Select
            label={t('secretariat.poll.versionOf', { title: document.title })}
            hideLabel
            options={versions.map(({ id, n }) => ({ value: id, label: t('papers.version', { n }) }))}
            value={document.versionId}
            onChange={(id) => {
              const version = versions.find((one) => one.id === id);
              if (version !== undefined) {
                onChange({ ...document, versionId: id, sha256: version.file.sha256 });
              }
            }}
          />
        ) : null}
        <IconButton
          icon={<X aria-hidden size={18} />}
          label={t('secretariat.poll.removeDocument', { title: document.title })}
          onPress={onRemove}
        />
      </div>
      {isOutdated ? (
        <Banner
          tone="warning"
          action={
            <Button onPress={() => onChange(documentOf(view))}>
              {t('secretariat.poll.takeNewVersion', { n: view.version.n })}
            </Button>
          }
        >
          {t('secretariat.poll.outdated', { n: view.version.n })}
        </Banner>
      ) : null}
      {view === undefined ? <Banner tone="danger">{t('secretariat.poll.documentGone')}</Banner> : null}
    </li>
  );
};

export interface DocumentsFieldProps {
  readonly papers: readonly PaperView[];
  readonly value: readonly PollDocument[];
  readonly onChange: (value: PollDocument[]) => void;
}

/** R11, R25: what is voted on, by exact version; one that has a newer version says so until it is confirmed. */
export const DocumentsField = ({ papers, value, onChange }: DocumentsFieldProps) => {
  const { t } = useTranslation();
  const [adding, setAdding] = useState<string | null>(null);
  const free = papers.filter(({ paper }) => !value.some(({ paperId }) => paperId === paper.id));
  const add = (): void => {
    const view = free.find(({ paper }) => paper.id === adding);
    if (view !== undefined) onChange([...value, documentOf(view)]);
    setAdding(null);
  };
  return (
    <section className={styles.documents} aria-label={t('secretariat.poll.documents')}>
      <h3 className={styles.label}>{t('secretariat.poll.documents')}</h3>
      {value.length === 0 ? <p className={styles.quiet}>{t('secretariat.poll.noDocuments')}</p> : null}
      <ul>
        {value.map((document) => (
          <Row
            key={document.paperId}
            document={document}
            view={papers.find(({ paper }) => paper.id === document.paperId)}
            onChange={(next) => onChange(value.map((one) => (one === document ? next : one)))}
            onRemove={() => onChange(value.filter((one) => one !== document))}
          />
        ))}
      </ul>
      {free.length === 0 ? null : (
        <div className={styles.row}>
          <div className={styles.title}>
            <Select
              label={t('secretariat.poll.addDocument')}
              hideLabel
              placeholder={t('secretariat.poll.addDocument')}
              options={free.map(({ paper }) => ({ value: paper.id, label: paper.title }))}
              value={adding}
              onChange={setAdding}
            />
          </div>
          <Button icon={<Plus aria-hidden size={18} />} isDisabled={adding === null} onPress={add}>
            {t('secretariat.agenda.add')}
          </Button>
        </div>
      )}
    </section>
  );
};
