import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../app/cabinet.ts';
import { useSession } from '../app/session.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { SHORTEST_PIN } from '../signin/PinPad.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { PassphraseField, TextField } from '../ui/TextField.tsx';
import { useToast } from '../ui/Toast.tsx';
import styles from './LockSettings.module.css';

const digitsOf = (text: string): string => text.replace(/[^0-9]/g, '').slice(0, 12);

const PinForm = ({ onDone }: { readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const set = useCommand('session.setPin');
  const [passphrase, setPassphrase] = useState('');
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== pin;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if ((await set.run({ passphrase, pin })).ok) onDone();
  };
  return (
    <Form className={cx(styles.form)} onSubmit={(event) => void submit(event)}>
      <PassphraseField
        label={t('lock.settings.current')}
        value={passphrase}
        onChange={setPassphrase}
        autoComplete="current-password"
        autoFocus
      />
      <TextField
        label={t('lock.settings.newPin')}
        hint={t('lock.settings.pinHint')}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={pin}
        onChange={(text) => setPin(digitsOf(text))}
      />
      <TextField
        label={t('lock.settings.again')}
        error={differs ? t('lock.settings.differs') : null}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={again}
        onChange={(text) => setAgain(digitsOf(text))}
      />
      {set.error === null ? null : <Banner tone="danger">{sentence(set.error)}</Banner>}
      <Button
        type="submit"
        variant="primary"
        wide
        isDisabled={set.busy || passphrase === '' || pin.length < SHORTEST_PIN || pin !== again}
      >
        {set.busy ? t('signIn.busy') : t('lock.settings.setPin')}
      </Button>
    </Form>
  );
};

/** Whether there is a PIN on this device, and how long it lasts. */
export const PinSettings = () => {
  const { t } = useTranslation();
  const session = useSession();
  const toast = useToast();
  const remove = useCommand('session.removePin');
  const [isOpen, setOpen] = useState(false);
  const tries = session.profiles.find(({ username }) => username === session.username)?.pinTriesLeft ?? 0;
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
          onDone={() => {
            setOpen(false);
            toast(t('lock.settings.pinSet'));
          }}
        />
      </Dialog>
    </div>
  );
};
