import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { RecoveryAsking } from '../../shared/contract/deviceMethods.ts';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { ComparisonCode } from '../devices/ComparisonCode.tsx';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { TextField } from '../ui/TextField.tsx';
import { SetPassphrase } from './SetPassphrase.tsx';
import styles from './SignInScreen.module.css';

const Ask = ({ known }: { readonly known: string }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const ask = useCommand('recovery.ask');
  const [username, setUsername] = useState(known);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void ask.run({ username: username.trim() });
  };
  return (
    <Form className={cx(styles.form)} onSubmit={submit}>
      <TextField
        label={t('devices.recover.username')}
        value={username}
        onChange={setUsername}
        autoComplete="username"
        isRequired
        autoFocus
      />
      {ask.error === null ? null : <Banner tone="danger">{sentence(ask.error)}</Banner>}
      <Button type="submit" variant="primary" wide isDisabled={ask.busy || username.trim() === ''}>
        {t('devices.recover.ask')}
      </Button>
    </Form>
  );
};

const Waiting = ({ asking }: { readonly asking: RecoveryAsking }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const cancel = useCommand('recovery.cancel');
  const when = asking.expiresAt === null ? '' : formats.time(asking.expiresAt);
  return (
    <div className={styles.form}>
      {asking.code === null ? (
        <Banner>{t('devices.recover.waiting', { when })}</Banner>
      ) : (
        <>
          <p>{t('devices.recover.compare')}</p>
          <ComparisonCode code={asking.code} />
        </>
      )}
      <Button onPress={() => void cancel.run({})}>{t('devices.recover.cancel')}</Button>
    </div>
  );
};

const Approved = () => {
  const { t } = useTranslation();
  const finish = useCommand('recovery.finish');
  return (
    <>
      <Banner>{t('devices.recover.approved')}</Banner>
      <SetPassphrase
        isComplete
        busy={finish.busy}
        error={finish.error}
        onSubmit={(passphrase) => void finish.run({ passphrase })}
      />
    </>
  );
};

const Ended = () => {
  const { t } = useTranslation();
  const cancel = useCommand('recovery.cancel');
  return (
    <div className={styles.form}>
      <Banner tone="warning">{t('devices.recover.ended')}</Banner>
      <Button onPress={() => void cancel.run({})}>{t('devices.recover.anew')}</Button>
    </div>
  );
};

/** Vouched for by another device of the same person. */
export const DeviceRecovery = ({ username }: { readonly username: string }) => {
  const query = useQuery('recovery.asking', {});
  if (query.status !== 'ready') return null;
  switch (query.value.state) {
    case 'none':
      return <Ask known={username} />;
    case 'waiting':
    case 'compare':
      return <Waiting asking={query.value} />;
    case 'approved':
      return <Approved />;
    case 'ended':
      return <Ended />;
  }
};
