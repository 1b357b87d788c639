import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useCommand } from '../app/cabinet.ts';
import { useSession } from '../app/session.ts';
import { NewSecret } from '../signin/NewSecret.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Select } from '../ui/Select.tsx';
import { useToast } from '../ui/Toast.tsx';
import styles from './LockSettings.module.css';
import { PinSettings } from './PinSettings.tsx';
import { PresentPassphrase } from './PresentPassphrase.tsx';

/** Minutes that are offered, as far as the organisation allows them. */
const CHOICES = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240] as const;

const ChangeForm = ({ onDone, onCancel }: { readonly onDone: () => void; readonly onCancel: () => void }) => {
  const { t } = useTranslation();
  const change = useCommand('session.changePassphrase');
  const [passphrase, setPassphrase] = useState('');
  const submit = async (next: string): Promise<void> => {
    if ((await change.run({ passphrase, next })).ok) onDone();
  };
  return (
    <NewSecret
      kind="passphrase"
      isComplete={passphrase !== ''}
      busy={change.busy}
      error={change.error}
      submitLabel={t('lock.settings.change')}
      busyLabel={t('signIn.busy')}
      onSubmit={(next) => void submit(next)}
      onCancel={onCancel}
    >
      <p>{t('lock.settings.changeMeans')}</p>
      <PresentPassphrase value={passphrase} onChange={setPassphrase} />
    </NewSecret>
  );
};

const ChangePassphrase = () => {
  const { t } = useTranslation();
  const toast = useToast();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('lock.settings.change')}</Button>
      <Dialog title={t('lock.settings.change')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <ChangeForm
          onCancel={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            toast(t('lock.settings.changed'));
          }}
        />
      </Dialog>
    </>
  );
};

/** How this device locks, and what opens it. */
export const LockSettings = () => {
  const { t } = useTranslation();
  const { lock } = useSession();
  if (lock === null) return null;
  const { minutes, allowedMinutes } = lock;
  const offered = [...new Set([...CHOICES.filter((one) => one < allowedMinutes), allowedMinutes, minutes])];
  return (
    <div className={styles.parts}>
      <div className={styles.part}>
        <Select
          label={t('lock.settings.after')}
          options={offered
            .sort((a, b) => a - b)
            .map((one) => ({ value: String(one), label: t('lock.settings.afterMinutes', { count: one }) }))}
          value={String(minutes)}
          onChange={(chosen) => void call('preferences.set', { lockAfter: Number(chosen) })}
        />
        <p className={styles.soft}>{t('lock.settings.afterHint', { count: allowedMinutes })}</p>
        <div className={styles.buttons}>
          <Button onPress={() => void call('session.lock', {})}>{t('lock.settings.lockNow')}</Button>
        </div>
      </div>
      <PinSettings />
      <div className={styles.buttons}>
        <ChangePassphrase />
      </div>
    </div>
  );
};
