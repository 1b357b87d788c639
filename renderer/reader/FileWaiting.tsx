import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Availability } from '../../shared/contract/client.ts';
import type { FileRef } from '../../shared/domain/records/paper.ts';
import { call, useQuery } from '../app/cabinet.ts';
import { useFormats } from '../i18n/format.ts';
import { Progress } from '../ui/Progress.tsx';
import { EmptyState } from '../ui/States.tsx';
import styles from './Reader.module.css';

/** A paper whose file is not here yet: it is asked for before all others, and opens by itself. */
export const FileWaiting = ({
  file,
  availability,
}: {
  readonly file: FileRef;
  readonly availability: Availability;
}) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const sync = useQuery('sync.state', {});
  useEffect(() => {
    // Its answer is what `papers.get` says too, which is asked again with every piece that arrives.
    void call('files.want', { sha256: file.sha256 });
  }, [file.sha256]);
  const isOffline = sync.status === 'ready' && sync.value.phase === 'offline';
  return (
    <EmptyState
      title={isOffline ? t('reader.waiting.offlineTitle') : t('reader.waiting.title')}
      action={
        isOffline && availability.haveBytes === 0 ? null : (
          <div className={styles.waiting}>
            <Progress
              label={t('reader.waiting.progress')}
              value={availability.haveBytes}
              max={availability.totalBytes}
              text={t('reader.waiting.progressText', {
                have: formats.bytes(availability.haveBytes),
                total: formats.bytes(availability.totalBytes),
              })}
            />
          </div>
        )
      }
    >
      {isOffline ? t('reader.waiting.offline') : t('reader.waiting.text')}
    </EmptyState>
  );
};
