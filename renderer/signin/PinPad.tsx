import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Delete } from 'lucide-react';
import { Button as AriaButton, Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx';
import { digitsOf, SHORTEST_PIN } from './secrets.ts';
import styles from './PinPad.module.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', 'erase'] as const;

export interface PinPadProps {
  readonly label: string;
  readonly submitLabel: string;
  readonly busy: boolean;
  /** Of the last try. */
  readonly error: CabinetError | null;
  /** Resolves with whether it was the right one; the digits are forgotten when not. */
  readonly onSubmit: (pin: string) => Promise<boolean>;
}

/** Digits by touch or keyboard; only how many there are is ever shown. */
export const PinPad = ({ label, submitLabel, busy, error, onSubmit }: PinPadProps) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const [pin, setPin] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);

  const type = (text: string): void => setPin(digitsOf(text));
  const press = (key: string): void => type(key === 'erase' ? pin.slice(0, -1) : pin + key);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || pin.length < SHORTEST_PIN) return;
    if (await onSubmit(pin)) return;
    setPin('');
    input.current?.focus();
  };
  return (
    <Form className={cx(styles.pad)} onSubmit={(event) => void submit(event)}>
      <label className={styles.field}>
        <span className={styles.label}>{label}</span>
        <input
          ref={input}
          className={styles.input}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          value={pin}
          onChange={(event) => type(event.target.value)}
        />
        <span className={styles.dots} aria-hidden>
          {Array.from({ length: Math.max(SHORTEST_PIN, pin.length) }, (_, at) => (
            <span key={at} className={cx(styles.dot, at < pin.length && styles.filled)} />
          ))}
        </span>
        <VisuallyHidden>
          <span role="status">{t('lock.digits', { count: pin.length })}</span>
        </VisuallyHidden>
      </label>
      {error === null ? null : <Banner tone="danger">{sentence(error)}</Banner>}
      <div className={styles.keys}>
        {KEYS.map((key, at) =>
          key === '' ? (
            <span key={at} />
          ) : (
            <AriaButton
              key={at}
              className={cx(styles.key)}
              {...(key === 'erase' ? { 'aria-label': t('lock.erase') } : {})}
              isDisabled={busy}
              onPress={() => press(key)}
            >
              {key === 'erase' ? <Delete aria-hidden size={24} /> : key}
            </AriaButton>
          ),
        )}
      </div>
      <Button type="submit" variant="primary" wide large isDisabled={busy || pin.length < SHORTEST_PIN}>
        {busy ? t('signIn.busy') : submitLabel}
      </Button>
    </Form>
  );
};
