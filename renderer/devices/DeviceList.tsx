import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Device } from '../../shared/domain/records/organisation.ts';
import { useMutation } from '../app/cabinet.ts';
import { useSession } from '../app/session.ts';
import { useFormats } from '../i18n/format.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import styles from './DeviceList.module.css';

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

interface OwnedDevice {
  readonly device: Device;
  /** Of somebody else; null for one's own. */
  readonly owner: string | null;
}

/** Destroys what is on it; says what is lost with it. */
const WipeDevice = ({ device, owner }: OwnedDevice) => {
  const { t } = useTranslation();
  const wipe = useMutation('device.wipe');
  const [isAsked, setAsked] = useState(false);
  const confirm = async (): Promise<void> => {
    if ((await wipe.run({ id: device.id })).ok) setAsked(false);
  };
  return (
    <>
      <Button onPress={() => setAsked(true)} aria-label={t('devices.wipeOne', { device: device.label })}>
        {t('devices.wipe')}
      </Button>
      <ConfirmDialog
        title={t('devices.wipeQuestion', { device: device.label })}
        confirmLabel={t('devices.wipe')}
        isOpen={isAsked}
        isDangerous
        busy={wipe.busy}
        error={wipe.error}
        onConfirm={() => void confirm()}
        onClose={() => setAsked(false)}
      >
        <p>{owner === null ? t('devices.wipeMeansOwn') : t('devices.wipeMeans', { who: owner })}</p>
        <p>{owner === null ? t('devices.wipeLosesOwn') : t('devices.wipeLoses', { who: owner })}</p>
      </ConfirmDialog>
    </>
  );
};

const State = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const { wipedAt = null, wipeRequestedAt = null, revokedAt } = device;
  if (wipedAt !== null) {
    return <Badge tone="ok">{t('devices.wiped', { when: formats.shortDate(wipedAt) })}</Badge>;
  }
  if (wipeRequestedAt !== null) {
    return (
      <Badge tone="danger">{t('devices.wipeRequested', { when: formats.shortDate(wipeRequestedAt) })}</Badge>
    );
  }
  if (revokedAt !== null) {
    return <Badge tone="danger">{t('account.revoked', { when: formats.shortDate(revokedAt) })}</Badge>;
  }
  return device.id === session.deviceId ? <Badge tone="primary">{t('account.thisDevice')}</Badge> : null;
};

const DeviceRow = ({ device, owner }: OwnedDevice) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const isHere = device.id === session.deviceId;
  const { wipeRequestedAt = null, loaner = null } = device;
  return (
    <li className={styles.device}>
      <div className={styles.what}>
        <span className={styles.label}>{device.label}</span>
        <span className={styles.when}>
          {t('account.enrolledAt', { when: formats.dateTime(device.enrolledAt) })}
          {loaner === null ? null : ` · ${t('devices.lentFor')}`}
        </span>
      </div>
      <State device={device} />
      {device.revokedAt === null && !isHere ? <RevokeDevice device={device} /> : null}
      {wipeRequestedAt === null && !isHere ? <WipeDevice device={device} owner={owner} /> : null}
    </li>
  );
};

/** Devices on which somebody has signed in, newest first, with what can be done about them. */
export const DeviceList = ({
  devices,
  owner,
}: {
  readonly devices: readonly Device[];
  readonly owner: string | null;
}) => {
  const { t } = useTranslation();
  if (devices.length === 0) return <p>{t('devices.none')}</p>;
  return (
    <ul className={styles.devices}>
      {[...devices]
        .sort((a, b) => (a.enrolledAt < b.enrolledAt ? 1 : -1))
        .map((device) => (
          <DeviceRow key={device.id} device={device} owner={owner} />
        ))}
    </ul>
  );
};
