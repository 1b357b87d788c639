import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientResult } from '../../shared/contract/client.ts';
import { cabinetError } from '../../shared/contract/errors.ts';
import type { PaperVersion } from '../../shared/domain/records/paper.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState, ErrorState } from '../ui/States.tsx';
import { ClosedPaper } from './ClosedPaper.tsx';
import { FileWaiting } from './FileWaiting.tsx';
import { OpenPaper } from './OpenPaper.tsx';
import type { OpenFailure } from './pdfSource.ts';
import styles from './Reader.module.css';
import { ReaderHeader } from './ReaderHeader.tsx';

export type PaperData = ClientResult<'papers.get'>;

export interface PaperReaderProps {
  readonly data: PaperData;
  readonly version: PaperVersion;
  readonly page: number | undefined;
  /** The person chose this version; otherwise it was the current one when it was opened. */
  readonly wasAskedFor: boolean;
  readonly onOpenVersion: (versionId: string) => void;
}

const VersionBanner = ({ data, version, wasAskedFor, onOpenVersion }: PaperReaderProps) => {
  const { t } = useTranslation();
  const current = data.versions.find(({ id }) => id === data.view.paper.currentVersionId);
  if (current === undefined || current.id === version.id) return null;
  const numbers = { n: version.n, current: current.n };
  return (
    <Banner
      tone="warning"
      action={
        <Button variant="quiet" onPress={() => onOpenVersion(current.id)}>
          {t('common.open')}
        </Button>
      }
    >
      {wasAskedFor ? t('reader.oldVersion', numbers) : t('reader.newVersion', numbers)}
    </Banner>
  );
};

/** One version of a paper: the reader when its file is here, otherwise what is being done about it. */
export const PaperReader = (props: PaperReaderProps) => {
  const { data, version, page } = props;
  const { t } = useTranslation();
  const [attempt, setAttempt] = useState(0);
  const [failure, setFailure] = useState<OpenFailure | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  // What says how much is here speaks of one version; what is open stays open whatever it says later.
  const known = data.view.version.id === version.id;
  const { closed } = data.view;
  if (known && closed !== null) {
    return (
      <div className={styles.reader}>
        <ReaderHeader data={data} version={version} />
        <div className={styles.state}>
          <ClosedPaper why={closed} />
        </div>
      </div>
    );
  }
  const isHere = isOpen || !known || data.view.availability.state === 'here';
  if (isHere && !isOpen) setIsOpen(true);
  if (failure === 'not_here' && known && data.view.availability.state !== 'here') {
    // The disk lost it: it is being fetched again, and then opens by itself.
    setFailure(null);
    setIsOpen(false);
    setAttempt((count) => count + 1);
  }
  const banner = <VersionBanner {...props} />;
  if (isHere && failure === null) {
    return (
      <OpenPaper
        key={attempt}
        data={data}
        version={version}
        page={page}
        banner={banner}
        onFailure={setFailure}
      />
    );
  }
  const retry = (): void => {
    setFailure(null);
    setAttempt((count) => count + 1);
  };
  return (
    <div className={styles.reader}>
      <ReaderHeader data={data} version={version} />
      <div className={styles.banners}>{banner}</div>
      <div className={styles.state}>
        {failure === 'unreadable' ? (
          <EmptyState title={t('reader.unreadable.title')}>
            {t('reader.unreadable.text', { name: version.fileName })}
          </EmptyState>
        ) : known && data.view.availability.state !== 'here' ? (
          <FileWaiting file={version.file} availability={data.view.availability} />
        ) : (
          <ErrorState error={cabinetError('file_not_here')} onRetry={retry} />
        )}
      </div>
    </div>
  );
};
