import { type FormEvent, type ReactNode, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { DialogActions } from '../ui/Dialog.tsx';
import { PassphraseField } from '../ui/TextField.tsx';
import { PinField } from './PinField.tsx';
import { SHORTEST_PASSPHRASE, SHORTEST_PIN } from './secrets.ts';
import styles from './SignInScreen.module.css';

const SHORTEST = { passphrase: SHORTEST_PASSPHRASE, pin: SHORTEST_PIN } as const;

export interface NewSecretProps {
  readonly kind: keyof typeof SHORTEST;
  /** What comes first: a sentence, other fields. */
  readonly children?: ReactNode;
  /** Whether those fields are filled in. */
  readonly isComplete: boolean;
  readonly busy: boolean;
  readonly error: CabinetError | null;
  readonly submitLabel: string;
  readonly busyLabel: string;
  readonly onSubmit: (secret: string) => void;
  /** Where it stands in a dialog, which this closes. */
  readonly onCancel?: () => void;
}

/** A new passphrase or PIN, typed twice: nobody could tell a slip of the first time later. */
export const NewSecret = (props: NewSecretProps) => {
  const { kind, children, isComplete, busy, error, submitLabel, busyLabel, onSubmit, onCancel } = props;
  const { t } = useTranslation();
  const sentence = useSentence();
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && next.normalize('NFC') !== again.normalize('NFC');
  const isReady = isComplete && next.length >= SHORTEST[kind] && again !== '' && !differs;
  const Field = kind === 'pin' ? PinField : PassphraseField;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !busy) onSubmit(next);
  };
  const submitButton = (
    <Button type="submit" variant="primary" wide={onCancel === undefined} isDisabled={busy || !isReady}>
      {busy ? busyLabel : submitLabel}
    </Button>
  );
  return (
    <Form className={cx(styles.form)} onSubmit={submit}>
      {children}
      <Field
        label={t(`lock.secret.${kind}.next`)}
        hint={t(`lock.secret.${kind}.hint`)}
        value={next}
        onChange={setNext}
        autoComplete={kind === 'pin' ? 'off' : 'new-password'}
        isRequired
      />
      <Field
        label={t(`lock.secret.${kind}.again`)}
        value={again}
        onChange={setAgain}
        error={differs ? t('lock.secret.differs') : null}
        autoComplete={kind === 'pin' ? 'off' : 'new-password'}
        isRequired
      />
      {error === null ? null : <Banner tone="danger">{sentence(error)}</Banner>}
      {onCancel === undefined ? (
        submitButton
      ) : (
        <DialogActions>
          <Button onPress={onCancel}>{t('common.cancel')}</Button>
          {submitButton}
        </DialogActions>
      )}
    </Form>
  );
};
