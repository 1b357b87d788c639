import { type FormEvent, useEffect, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../shared/contract/client.ts';
import { useCommand } from '../app/cabinet.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { PassphraseField, TextField } from '../ui/TextField.tsx';
import { Entrance } from './Entrance.tsx';
import { SHORTEST_PASSPHRASE } from './secrets.ts';
import styles from './SignInScreen.module.css';

const FIELDS = ['code', 'organisationName', 'bodyName', 'name', 'position', 'username'] as const;
type Field = (typeof FIELDS)[number];

const EMPTY: Readonly<Record<Field, string>> = {
  code: '',
  organisationName: '',
  bodyName: '',
  name: '',
  position: '',
  username: '',
};

/** The first administrator of an empty installation, with the code that the server printed. */
export const SetupScreen = ({ session }: { readonly session: SessionState }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const setup = useCommand('session.setup');
  const signIn = useCommand('session.signIn');
  const [values, setValues] = useState(EMPTY);
  const [passphrase, setPassphrase] = useState('');
  const error = setup.error ?? signIn.error;
  const busy = setup.busy || signIn.busy;
  const complete = FIELDS.every((field) => field === 'position' || values[field].trim() !== '');

  useEffect(() => {
    document.title = `${t('signIn.setup.title')} · E-Cabinet`;
  }, [t]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    // Whoever sets it up is where its sessions are.
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const done = await setup.run({ ...values, passphrase, timeZone });
    if (done.ok) await signIn.run({ username: values.username.trim(), passphrase });
  };

  return (
    <Entrance
      wide
      title={t('signIn.setup.title')}
      lead={t('signIn.setup.lead', { server: session.serverUrl })}
    >
      <Form className={cx(styles.form)} onSubmit={(event) => void submit(event)}>
        {FIELDS.map((field) => (
          <TextField
            key={field}
            label={t(`signIn.setup.${field}`)}
            hint={t(`signIn.setup.hints.${field}`)}
            value={values[field]}
            onChange={(value) => setValues((all) => ({ ...all, [field]: value }))}
            isRequired={field !== 'position'}
            autoComplete="off"
          />
        ))}
        <PassphraseField
          label={t('signIn.passphrase')}
          hint={t('signIn.setup.hints.passphrase', { count: SHORTEST_PASSPHRASE })}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="new-password"
          minLength={SHORTEST_PASSPHRASE}
          isRequired
        />
        {error === null ? null : <Banner tone="danger">{sentence(error)}</Banner>}
        <Button
          type="submit"
          variant="primary"
          wide
          isDisabled={busy || !complete || passphrase.length < SHORTEST_PASSPHRASE}
        >
          {busy ? t('signIn.busy') : t('signIn.setup.submit')}
        </Button>
      </Form>
    </Entrance>
  );
};
