import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../app/cabinet.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import { PaperReader } from './PaperReader.tsx';
import { warmReader } from './pdfSource.ts';
import styles from './Reader.module.css';

export interface ReaderScreenProps {
  readonly paperId: string;
  /** Without it the version that is current on opening. */
  readonly versionId?: string;
  /** From 1; without it the page that was left. */
  readonly page?: number;
}

// Whoever loads this module is about to read: the parser starts while the paper's record is asked for.
warmReader();

/** A paper, alone in its window. */
export const ReaderScreen = ({ paperId, versionId, page }: ReaderScreenProps) => {
  const { t } = useTranslation();
  const paper = useQuery(
    'papers.get',
    versionId === undefined ? { id: paperId } : { id: paperId, versionId },
  );
  /** The version being read: a newer one that arrives meanwhile is offered, never put in its place. */
  const [chosen, setChosen] = useState<string | null>(null);
  if (paper.status === 'loading') {
    return (
      <div className={styles.state}>
        <Skeleton lines={3} />
      </div>
    );
  }
  if (paper.status === 'failed') {
    return (
      <div className={styles.state}>
        <ErrorState error={paper.error} onRetry={paper.retry} />
        <Button onPress={() => window.history.back()}>{t('reader.back')}</Button>
      </div>
    );
  }
  const { value } = paper;
  if (chosen === null) setChosen(value.view.version.id);
  const shown = value.versions.find(({ id }) => id === chosen) ?? value.view.version;
  return (
    <PaperReader
      key={shown.id}
      data={value}
      version={shown}
      page={page}
      wasAskedFor={versionId !== undefined}
      onOpenVersion={setChosen}
    />
  );
};
