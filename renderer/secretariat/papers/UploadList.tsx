import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { UploadView } from '../../../shared/contract/client.ts';
import { call, useQuery } from '../../app/cabinet.ts';
import { useFormats } from '../../i18n/format.ts';
import { useSentence } from '../../i18n/useSentence.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Progress } from '../../ui/Progress.tsx';
import styles from './UploadList.module.css';

const Row = ({ upload, isOffline }: { readonly upload: UploadView; readonly isOffline: boolean }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const sentence = useSentence();
  const { id, name, size, sentBytes, state, error } = upload;
  const remove = (): void => void call('uploads.remove', { id });
  if (state === 'refused') {
    return (
      <li className={cx(styles.row, styles.refused)} role="alert">
        <CircleAlert aria-hidden size={20} className={styles.icon} />
        <div className={styles.words}>
          <strong>{t('secretariat.upload.refused', { name })}</strong>
          <span>{error === null ? '' : sentence(error)}</span>
        </div>
        <Button variant="quiet" onPress={remove}>
          {t('common.dismiss')}
        </Button>
      </li>
    );
  }
  const words =
    state === 'waiting' && isOffline
      ? t('secretariat.upload.state.offline')
      : t(`secretariat.upload.state.${state}`);
  if (state === 'done') {
    return (
      <li className={styles.row}>
        <CircleCheck aria-hidden size={20} className={styles.done} />
        <span className={styles.words}>{`${name} · ${words}`}</span>
      </li>
    );
  }
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <Progress
          label={name}
          value={state === 'checking' ? size : sentBytes}
          max={state === 'reading' ? null : size}
          text={
            state === 'sending'
              ? `${words} · ${t('secretariat.upload.bytes', { sent: formats.bytes(sentBytes), size: formats.bytes(size) })}`
              : `${words} · ${formats.bytes(size)}`
          }
        />
        {state === 'waiting' && error !== null && !isOffline ? <span>{sentence(error)}</span> : null}
      </div>
      <Button
        variant="quiet"
        icon={<X aria-hidden size={18} />}
        aria-label={t('secretariat.upload.cancelOne', { name })}
        onPress={remove}
      >
        {t('common.cancel')}
      </Button>
    </li>
  );
};

/** Files on their way to one place: how far each is, and which were refused and why. */
export const UploadList = ({ uploads }: { readonly uploads: readonly UploadView[] }) => {
  const { t } = useTranslation();
  const sync = useQuery('sync.state', {});
  const isOffline = sync.status === 'ready' && sync.value.phase === 'offline';
  const isBusy = uploads.some(({ state }) => state !== 'done' && state !== 'refused');
  // A finished file is a paper in the list below; it is named here only while others of its batch go on.
  const shown = uploads.filter(({ state }) => isBusy || state !== 'done');
  if (shown.length === 0) return null;
  const done = uploads.filter(({ state }) => state === 'done').length;
  return (
    <div className={styles.uploads}>
      {isBusy ? (
        <p className={styles.count} role="status">
          {t('secretariat.upload.count', { done, total: uploads.length })}
        </p>
      ) : null}
      <ul>
        {shown.map((upload) => (
          <Row key={upload.id} upload={upload} isOffline={isOffline} />
        ))}
      </ul>
    </div>
  );
};
