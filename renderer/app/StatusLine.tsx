import { CircleAlert, CircleCheck, CloudOff, type LucideIcon, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SyncState } from '../../shared/contract/client.ts';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { cx } from '../ui/cx.ts';
import { useQuery } from './cabinet.ts';
import { paths } from './paths.ts';
import styles from './StatusLine.module.css';

const ICONS: Readonly<Record<SyncState['phase'], LucideIcon>> = {
  starting: RefreshCw,
  syncing: RefreshCw,
  up_to_date: CircleCheck,
  offline: CloudOff,
  trouble: CircleAlert,
};

/** Where this device stands with the server, in one sentence. */
export const usePhaseSentence = (): ((sync: SyncState) => string) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const sentence = useSentence();
  return (sync) => {
    switch (sync.phase) {
      case 'starting':
        return t('app.status.starting');
      case 'syncing':
        return sync.complete ? t('app.status.syncing') : t('app.status.firstSync');
      case 'up_to_date':
        return sync.lastSyncedAt === null
          ? t('app.status.synced')
          : t('app.status.syncedAt', { time: formats.recent(sync.lastSyncedAt) });
      case 'offline':
        return sync.offlineSince === null
          ? t('app.status.offline')
          : t('app.status.offlineSince', { time: formats.recent(sync.offlineSince) });
      case 'trouble':
        return sync.error === null ? t('app.status.trouble') : sentence(sync.error);
    }
  };
};

const Parts = ({ sync }: { readonly sync: SyncState }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const phase = usePhaseSentence()(sync);
  const { files } = sync;
  const isStopped = sync.phase === 'offline' || sync.phase === 'trouble';
  return (
    <>
      <span role="status">{phase}</span>
      <span role="status" className={cx(sync.waiting > 0 && styles.mine)}>
        {sync.waiting === 0
          ? t('app.status.nothingWaiting')
          : t('app.status.waiting', { count: sync.waiting })}
      </span>
      {sync.refused === 0 ? null : (
        <span role="status" className={styles.refused}>
          {t('app.status.refused', { count: sync.refused })}
        </span>
      )}
      {files.error !== null && files.error.code !== sync.error?.code ? (
        <span className={styles.refused}>{t('app.status.filesStopped')}</span>
      ) : files.paused && files.have < files.total ? (
        <span>
          {t('app.status.filesPaused', {
            have: formats.number(files.have),
            total: formats.number(files.total),
          })}
        </span>
      ) : files.have < files.total ? (
        <span>
          {t(isStopped ? 'app.status.filesMissing' : 'app.status.files', {
            have: formats.number(files.have),
            total: formats.number(files.total),
            haveBytes: formats.bytes(files.haveBytes),
            totalBytes: formats.bytes(files.totalBytes),
          })}
        </span>
      ) : null}
    </>
  );
};

/** The bottom line: tells the truth at all times; a click opens the list of what is not received. */
export const StatusLine = () => {
  const { t } = useTranslation();
  const query = useQuery('sync.state', {});
  if (query.status !== 'ready') return <div className={styles.line} />;
  const Icon = ICONS[query.value.phase];
  return (
    <Link href={paths.outbox} className={cx(styles.line, styles[query.value.phase])} aria-label={undefined}>
      <Icon aria-hidden size={18} className={styles.icon} />
      <Parts sync={query.value} />
      <span className={styles.more}>{t('app.status.details')}</span>
    </Link>
  );
};
