import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { call, useCommand } from '../app/cabinet.ts';
import { useSession } from '../app/session.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Select } from '../ui/Select.tsx';
import { PassphraseField } from '../ui/TextField.tsx';
import { useToast } from '../ui/Toast.tsx';
import styles from './LockSettings.module.css';
import { PinSettings } from './PinSettings.tsx';

/** Minutes that are offered, as far as the organisation allows them. */
const CHOICES = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240] as const;
const SHORTEST = 8;

const ChangeForm = ({ onDone }: { readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const change = useCommand('session.changePassphrase');
  const [passphrase, setPassphrase] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== next;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if ((await change.run({ passphrase, next })).ok) onDone();
  };
  return (
    <Form className={cx(styles.form)} onSubmit={(event) => void submit(event)}>
      <p>{t('lock.settings.changeMeans')}</p>
      <PassphraseField
        label={t('lock.settings.current')}
        value={passphrase}
        onChange={setPassphrase}
        autoComplete="current-password"
        autoFocus
      />
      <PassphraseField
        label={t('lock.settings.next')}
        hint={t('lock.settings.nextHint')}
        value={next}
        onChange={setNext}
        autoComplete="new-password"
      />
      <PassphraseField
        label={t('lock.settings.again')}
        error={differs ? t('lock.settings.differs') : null}
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
      />
      {change.error === null ? null : <Banner tone="danger">{sentence(change.error)}</Banner>}
      <Button
        type="submit"
        variant="primary"
        wide
        isDisabled={change.busy || passphrase === '' || next.length < SHORTEST || next !== again}
      >
        {change.busy ? t('signIn.busy') : t('lock.settings.change')}
      </Button>
    </Form>
  );
};

const ChangePassphrase = () => {
  const { t } = useTranslation();
  const toast = useToast();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('lock.settings.change')}</Button>
      <Dialog title={t('lock.settings.change')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <ChangeForm
          onDone={() => {
            setOpen(false);
            toast(t('lock.settings.changed'));
          }}
        />
      </Dialog>
    </>
  );
};

/** How this device locks, and what opens it. */
export const LockSettings = () => {
  const { t } = useTranslation();
  const { lock } = useSession();
  if (lock === null) return null;
  const { minutes, allowedMinutes } = lock;
  const offered = [...new Set([...CHOICES.filter((one) => one < allowedMinutes), allowedMinutes, minutes])];
  return (
    <div className={styles.parts}>
      <div className={styles.part}>
        <Select
          label={t('lock.settings.after')}
          options={offered
            .sort((a, b) => a - b)
            .map((one) => ({ value: String(one), label: t('lock.settings.afterMinutes', { count: one }) }))}
          value={String(minutes)}
          onChange={(chosen) => void call('preferences.set', { lockAfter: Number(chosen) })}
        />
        <p className={styles.soft}>{t('lock.settings.afterHint', { count: allowedMinutes })}</p>
        <div className={styles.buttons}>
          <Button onPress={() => void call('session.lock', {})}>{t('lock.settings.lockNow')}</Button>
        </div>
      </div>
      <PinSettings />
      <div className={styles.buttons}>
        <ChangePassphrase />
      </div>
    </div>
  );
};
