import { type FormEvent, useRef } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { cx } from '../ui/cx.ts';
import { PassphraseField, TextField } from '../ui/TextField.tsx';
import type { SigningIn } from './useSignIn.ts';
import styles from './SignInScreen.module.css';

/** Why it did not go; how long to wait is counted down, and gone once the wait is over. */
const Problem = ({ error, wait }: { readonly error: CabinetError | null; readonly wait: number }) => {
  const sentence = useSentence();
  if (error === null || (error.code === 'passphrase_wait' && wait === 0)) return null;
  const shown = wait > 0 ? { ...error, params: { ...error.params, seconds: wait } } : error;
  return <Banner tone="danger">{sentence(shown)}</Banner>;
};

/** Somebody's first sign-in here may be on a device that is not theirs. */
const Lent = ({
  isLent,
  onChange,
}: {
  readonly isLent: boolean;
  readonly onChange: (lent: boolean) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Checkbox isSelected={isLent} onChange={onChange}>
        {t('devices.lent.sign')}
      </Checkbox>
      {isLent ? <p className={styles.note}>{t('devices.lent.signHint')}</p> : null}
    </>
  );
};

/** What is on this device for another address may be of this very server. */
const Moved = ({
  from,
  isMoved,
  onChange,
}: {
  readonly from: string;
  readonly isMoved: boolean;
  readonly onChange: (moved: boolean) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Checkbox isSelected={isMoved} onChange={onChange}>
        {t('signIn.moved.check', { from })}
      </Checkbox>
      <p className={styles.note}>{t(isMoved ? 'signIn.moved.hint' : 'signIn.moved.not')}</p>
    </>
  );
};

const SubmitButton = ({ signing }: { readonly signing: SigningIn }) => {
  const { t } = useTranslation();
  const { profile, username, passphrase, busy, wait } = signing;
  return (
    <Button
      type="submit"
      variant="primary"
      wide
      isDisabled={busy || wait > 0 || passphrase === '' || (profile === null && username === '')}
    >
      {busy ? t('signIn.busy') : wait > 0 ? t('signIn.wait', { count: wait }) : t('signIn.submit')}
    </Button>
  );
};

/** Signing in with the passphrase: of the profile that was chosen, or of whoever types their name. */
export const PassphraseForm = ({ signing }: { readonly signing: SigningIn }) => {
  const { t } = useTranslation();
  const passphraseInput = useRef<HTMLInputElement>(null);
  const { profile, former } = signing;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (signing.busy || signing.wait > 0) return;
    if (!(await signing.submit())) passphraseInput.current?.focus();
  };
  return (
    <Form className={cx(styles.form)} onSubmit={(event) => void submit(event)}>
      {profile === null ? (
        <TextField
          label={t('signIn.username')}
          value={signing.username}
          onChange={signing.setUsername}
          autoComplete="username"
          isRequired
          autoFocus
        />
      ) : (
        <input hidden readOnly autoComplete="username" value={profile} />
      )}
      <PassphraseField
        key={profile ?? ''}
        label={t('signIn.passphrase')}
        value={signing.passphrase}
        onChange={signing.setPassphrase}
        autoComplete="current-password"
        inputRef={passphraseInput}
        isRequired
        autoFocus={profile !== null}
      />
      {former !== undefined ? (
        <Moved from={former.serverUrl} isMoved={signing.isMoved} onChange={signing.setMoved} />
      ) : profile === null ? (
        <Lent isLent={signing.isLent} onChange={signing.setLent} />
      ) : null}
      <Problem error={signing.error ?? signing.unlock.error} wait={signing.wait} />
      <SubmitButton signing={signing} />
    </Form>
  );
};
