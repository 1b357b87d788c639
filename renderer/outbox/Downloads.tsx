import { Pause, Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DownloadView, SyncState } from '../../shared/contract/client.ts';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { joinFacts } from '../ui/facts.ts';
import { Progress } from '../ui/Progress.tsx';
import { Section } from '../ui/Section.tsx';
import styles from './OutboxScreen.module.css';

type Files = SyncState['files'];

/** How long it will take, in words that claim no more than is known. */
export const useTimeLeft = (): ((seconds: number) => string) => {
  const { t } = useTranslation();
  return (seconds) => {
    if (seconds < 60) return t('outbox.left.seconds', { count: Math.max(5, Math.ceil(seconds / 5) * 5) });
    if (seconds < 3600) return t('outbox.left.minutes', { count: Math.round(seconds / 60) });
    return t('outbox.left.hours', { count: Math.round(seconds / 3600) });
  };
};

/** `3,2 MB/s · còn khoảng 2 phút`; what is not known is left out. */
export const useSpeed = (): ((files: Files) => string) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const timeLeft = useTimeLeft();
  return ({ rate, secondsLeft }) =>
    joinFacts([
      rate === null ? '' : t('outbox.rate', { bytes: formats.bytes(rate) }),
      secondsLeft === null ? '' : timeLeft(secondsLeft),
    ]);
};

const Download = ({ download }: { readonly download: DownloadView }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const sentence = useSentence();
  const cancel = useCommand('files.cancel');
  const { sha256, title, meetingTitle, state, haveBytes, totalBytes, error } = download;
  return (
    <li className={styles.download}>
      <div className={styles.words}>
        <Progress
          label={title}
          value={haveBytes}
          max={totalBytes}
          text={joinFacts([
            t(`outbox.download.${state}`),
            t('home.bytes', { have: formats.bytes(haveBytes), total: formats.bytes(totalBytes) }),
          ])}
        />
        <p className={styles.soft}>{meetingTitle}</p>
        {error === null ? null : <p className={styles.soft}>{sentence(error)}</p>}
      </div>
      <Button
        variant="quiet"
        icon={<X aria-hidden size={18} />}
        aria-label={t('outbox.putOffOne', { title })}
        isDisabled={cancel.busy}
        onPress={() => void cancel.run({ sha256 })}
      >
        {t('outbox.putOff')}
      </Button>
    </li>
  );
};

const List = () => {
  const { t } = useTranslation();
  const query = useQuery('files.downloads', {});
  if (query.status !== 'ready' || query.value.downloads.length === 0) return null;
  return (
    <>
      <ul>
        {query.value.downloads.map((download) => (
          <Download key={download.sha256} download={download} />
        ))}
      </ul>
      {query.value.more === 0 ? null : (
        <p className={styles.soft}>{t('outbox.more', { count: query.value.more })}</p>
      )}
    </>
  );
};

/** Papers on this device: how many are here, how fast the rest comes, and how to stop it. What stops all sync stands above. */
export const Downloads = ({ sync }: { readonly sync: SyncState }) => {
  const { files } = sync;
  const { t } = useTranslation();
  const formats = useFormats();
  const sentence = useSentence();
  const speed = useSpeed()(files);
  const setPaused = useCommand('files.setPaused');
  const { paused } = files;
  const isAllHere = files.have === files.total;
  return (
    <Section
      title={t('outbox.papers')}
      action={
        isAllHere && !paused ? null : (
          <Button
            icon={paused ? <Play aria-hidden size={18} /> : <Pause aria-hidden size={18} />}
            isDisabled={setPaused.busy}
            onPress={() => void setPaused.run({ paused: !paused })}
          >
            {t(paused ? 'outbox.resume' : 'outbox.pause')}
          </Button>
        )
      }
    >
      <div className={styles.sync}>
        <Progress
          label={t('outbox.files', { have: files.have, total: files.total })}
          text={joinFacts([
            t('home.bytes', {
              have: formats.bytes(files.haveBytes),
              total: formats.bytes(files.totalBytes),
            }),
            speed,
          ])}
          value={files.haveBytes}
          max={files.totalBytes}
        />
        {paused ? <Banner>{t('outbox.paused')}</Banner> : null}
        {files.error === null || files.error.code === sync.error?.code ? null : (
          <Banner tone="danger">{sentence(files.error)}</Banner>
        )}
        {files.away === 0 ? null : (
          <p className={styles.soft}>
            {t('outbox.away', { count: files.away, bytes: formats.bytes(files.awayBytes) })}
          </p>
        )}
        {isAllHere ? null : <List />}
      </div>
    </Section>
  );
};
