import { type FormEvent, type ReactNode, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { PassphraseField } from '../ui/TextField.tsx';
import styles from './SignInScreen.module.css';

/** Shortest passphrase that the server takes. */
const SHORTEST = 8;

export interface NewPassphraseProps {
  /** Fields that come first. */
  readonly children?: ReactNode;
  /** Whether those fields are filled in. */
  readonly isComplete: boolean;
  readonly busy: boolean;
  readonly error: CabinetError | null;
  readonly onSubmit: (passphrase: string) => void;
}

/** A new passphrase, typed twice: nobody could tell a slip of the first time later. */
export const NewPassphrase = ({ children, isComplete, busy, error, onSubmit }: NewPassphraseProps) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && next.normalize('NFC') !== again.normalize('NFC');
  const isReady = isComplete && next.length >= SHORTEST && again !== '' && !differs;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !busy) onSubmit(next);
  };
  return (
    <Form className={cx(styles.form)} onSubmit={submit}>
      {children}
      <PassphraseField
        label={t('devices.recover.next')}
        hint={t('devices.recover.nextHint')}
        value={next}
        onChange={setNext}
        autoComplete="new-password"
        isRequired
      />
      <PassphraseField
        label={t('devices.recover.again')}
        value={again}
        onChange={setAgain}
        error={differs ? t('devices.recover.differs') : null}
        autoComplete="new-password"
        isRequired
      />
      {error === null ? null : <Banner tone="danger">{sentence(error)}</Banner>}
      <Button type="submit" variant="primary" wide isDisabled={busy || !isReady}>
        {busy ? t('devices.recover.busy') : t('devices.recover.submit')}
      </Button>
    </Form>
  );
};
