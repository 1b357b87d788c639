import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../app/cabinet.ts';
import { pinTriesOf, useSession } from '../app/session.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { PassphraseField } from '../ui/TextField.tsx';
import { PinPad } from './PinPad.tsx';
import styles from './SignInScreen.module.css';

const ByPassphrase = () => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const confirm = useCommand('session.confirm');
  const [passphrase, setPassphrase] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await confirm.run({ passphrase })).ok) setPassphrase('');
  };
  return (
    <Form className={cx(styles.form)} onSubmit={(event) => void submit(event)}>
      <PassphraseField
        label={t('signIn.passphrase')}
        value={passphrase}
        onChange={setPassphrase}
        autoComplete="current-password"
        autoFocus
      />
      {confirm.error === null ? null : <Banner tone="danger">{sentence(confirm.error)}</Banner>}
      <Button type="submit" variant="primary" wide isDisabled={confirm.busy || passphrase === ''}>
        {confirm.busy ? t('signIn.busy') : t('lock.confirm')}
      </Button>
    </Form>
  );
};

/** Who is at the device shows it once more, by PIN where there is one: closed papers open again. */
export const ShowAgain = () => {
  const { t } = useTranslation();
  const session = useSession();
  const confirm = useCommand('session.confirm');
  const [byPassphrase, setByPassphrase] = useState(false);
  if (pinTriesOf(session) === 0 || byPassphrase) return <ByPassphrase />;
  return (
    <>
      <PinPad
        label={t('lock.pin')}
        submitLabel={t('lock.confirm')}
        busy={confirm.busy}
        error={confirm.error}
        onSubmit={async (pin) => (await confirm.run({ pin })).ok}
      />
      <Button variant="quiet" wide onPress={() => setByPassphrase(true)}>
        {t('lock.usePassphrase')}
      </Button>
    </>
  );
};
