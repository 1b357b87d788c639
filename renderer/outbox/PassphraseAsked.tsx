import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../app/cabinet.ts';
import { useSession } from '../app/session.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { PassphraseField } from '../ui/TextField.tsx';
import { useToast } from '../ui/Toast.tsx';
import styles from './OutboxScreen.module.css';

const Ask = ({ onDone }: { readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const session = useSession();
  const signIn = useCommand('session.signIn');
  const [passphrase, setPassphrase] = useState('');
  const { error } = signIn;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if ((await signIn.run({ username: session.username ?? '', passphrase })).ok) onDone();
    else setPassphrase('');
  };
  return (
    <Form className={cx(styles.ask)} onSubmit={(event) => void submit(event)}>
      <p>{t('outbox.newPassphrase.means')}</p>
      <PassphraseField
        label={t('lock.secret.passphrase.next')}
        value={passphrase}
        onChange={setPassphrase}
        autoComplete="current-password"
        autoFocus
      />
      {error === null ? null : (
        <Banner tone="danger">
          <p>{sentence(error)}</p>
          {error.code === 'starts_afresh' ? <p>{t('outbox.newPassphrase.afresh')}</p> : null}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={signIn.busy || passphrase === ''}>
        {signIn.busy ? t('signIn.busy') : t('outbox.newPassphrase.submit')}
      </Button>
    </Form>
  );
};

/** The server has another passphrase of this person: typed here, everything on this device stays and goes on. */
export const PassphraseAsked = () => {
  const { t } = useTranslation();
  const toast = useToast();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onPress={() => setOpen(true)}>
        {t('outbox.newPassphrase.ask')}
      </Button>
      <Dialog title={t('outbox.newPassphrase.ask')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Ask
          onDone={() => {
            setOpen(false);
            toast(t('outbox.newPassphrase.done'));
          }}
        />
      </Dialog>
    </>
  );
};
