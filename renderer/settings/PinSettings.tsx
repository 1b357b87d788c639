import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { pinTriesOf, useSession } from '../app/session.ts';
import { NewSecret } from '../signin/NewSecret.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useToast } from '../ui/Toast.tsx';
import styles from './LockSettings.module.css';
import { PresentPassphrase } from './PresentPassphrase.tsx';

const PinForm = ({ onDone, onCancel }: { readonly onDone: () => void; readonly onCancel: () => void }) => {
  const { t } = useTranslation();
  const set = useCommand('session.setPin');
  const [passphrase, setPassphrase] = useState('');
  const submit = async (pin: string): Promise<void> => {
    if ((await set.run({ passphrase, pin })).ok) onDone();
  };
  return (
    <NewSecret
      kind="pin"
      isComplete={passphrase !== ''}
      busy={set.busy}
      error={set.error}
      submitLabel={t('lock.settings.setPin')}
      busyLabel={t('signIn.busy')}
      onSubmit={(pin) => void submit(pin)}
      onCancel={onCancel}
    >
      <PresentPassphrase value={passphrase} onChange={setPassphrase} />
    </NewSecret>
  );
};

/** Whether there is a PIN on this device, and how long it lasts. */
export const PinSettings = () => {
  const { t } = useTranslation();
  const session = useSession();
  const toast = useToast();
  const remove = useCommand('session.removePin');
  const [isOpen, setOpen] = useState(false);
  const tries = pinTriesOf(session);
  const loaner = useQuery('loaner.state', {});
  if (loaner.status !== 'ready') return null;
  if (loaner.value.lent !== null) return <p>{t('lock.settings.pinNotOnLoaner')}</p>;
  return (
    <div className={styles.part}>
      <p>{tries > 0 ? t('lock.settings.pinIs', { count: tries }) : t('lock.settings.pinIsNot')}</p>
      <p className={styles.soft}>
        {session.pinIsKept ? t('lock.settings.pinKept') : t('lock.settings.pinNotKept')}
      </p>
      <div className={styles.buttons}>
        <Button onPress={() => setOpen(true)}>
          {tries > 0 ? t('lock.settings.changePin') : t('lock.settings.setPin')}
        </Button>
        {tries > 0 ? (
          <Button
            variant="quiet"
            onPress={() =>
              void remove.run({}).then((done) => {
                if (done.ok) toast(t('lock.settings.pinRemoved'));
              })
            }
          >
            {t('lock.settings.removePin')}
          </Button>
        ) : null}
      </div>
      <Dialog title={t('lock.settings.setPin')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <PinForm
          onCancel={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            toast(t('lock.settings.pinSet'));
          }}
        />
      </Dialog>
    </div>
  );
};
