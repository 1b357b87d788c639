import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Device } from '../../shared/domain/records/organisation.ts';
import { useMutation, useQuery } from '../app/cabinet.ts';
import { useSession } from '../app/session.ts';
import { useFormats } from '../i18n/format.ts';
import { Badge } from '../ui/Badge.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import styles from './SettingsScreen.module.css';

/** A device that is not at hand any more is cut off; this one is left by locking it. */
const RevokeDevice = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const revoke = useMutation('device.revoke');
  const [isAsked, setAsked] = useState(false);
  const confirm = async (): Promise<void> => {
    if ((await revoke.run({ id: device.id })).ok) setAsked(false);
  };
  return (
    <>
      <Button onPress={() => setAsked(true)} aria-label={t('account.revokeOne', { device: device.label })}>
        {t('account.revoke')}
      </Button>
      <ConfirmDialog
        title={t('account.revokeQuestion', { device: device.label })}
        confirmLabel={t('account.revoke')}
        isOpen={isAsked}
        isDangerous
        busy={revoke.busy}
        error={revoke.error}
        onConfirm={() => void confirm()}
        onClose={() => setAsked(false)}
      >
        {t('account.revokeMeans')}
      </ConfirmDialog>
    </>
  );
};

const DeviceRow = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  return (
    <li className={styles.device}>
      <div>
        <span className={styles.label}>{device.label}</span>
        <span className={styles.when}>
          {t('account.enrolledAt', { when: formats.dateTime(device.enrolledAt) })}
        </span>
      </div>
      {device.revokedAt !== null ? (
        <Badge tone="danger">{t('account.revoked', { when: formats.shortDate(device.revokedAt) })}</Badge>
      ) : device.id === session.deviceId ? (
        <Badge tone="primary">{t('account.thisDevice')}</Badge>
      ) : (
        <RevokeDevice device={device} />
      )}
    </li>
  );
};

/** Devices on which this person has signed in: an unknown one among them is a reason to revoke it and call somebody. */
export const Devices = () => {
  const { t } = useTranslation();
  const query = useQuery('session.devices', {});
  if (query.status === 'loading') return <Skeleton lines={2} />;
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.retry} />;
  const devices = [...query.value.devices].sort((a, b) => (a.enrolledAt < b.enrolledAt ? 1 : -1));
  return (
    <>
      <ul className={styles.devices}>
        {devices.map((device) => (
          <DeviceRow key={device.id} device={device} />
        ))}
      </ul>
      <Banner>{t('account.unknownDevice')}</Banner>
    </>
  );
};
