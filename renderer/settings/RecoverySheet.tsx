import { useState } from 'react';
import { Form } from 'react-aria-components';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { RecoverySheet as Sheet } from '../../shared/contract/deviceMethods.ts';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Skeleton } from '../ui/States.tsx';
import { PassphraseField } from '../ui/TextField.tsx';
import styles from './RecoverySheet.module.css';

const FACTS = ['person', 'username', 'organisation', 'server', 'createdAt'] as const;

/** What is printed: in both languages, because whoever opens the envelope may need either. */
const Page = ({ sheet }: { readonly sheet: Sheet }) => {
  const { i18n } = useTranslation();
  const [vi, en] = [i18n.getFixedT('vi'), i18n.getFixedT('en')];
  const formats = useFormats();
  const values = {
    person: sheet.name,
    username: sheet.username,
    organisation: sheet.organisation,
    server: sheet.serverUrl,
    createdAt: formats.dateTime(sheet.createdAt),
  };
  return (
    <article className={styles.page}>
      <h2 className={styles.title}>
        {vi('devices.sheet.title')} · {en('devices.sheet.title')}
      </h2>
      <dl className={styles.facts}>
        {FACTS.map((fact) => (
          <div key={fact} className={styles.fact}>
            <dt>
              {vi(`devices.sheet.${fact}`)} · {en(`devices.sheet.${fact}`)}
            </dt>
            <dd>{values[fact]}</dd>
          </div>
        ))}
      </dl>
      <h3 className={styles.codeTitle}>
        {vi('devices.sheet.code')} · {en('devices.sheet.code')}
      </h3>
      <p className={styles.code}>
        {sheet.code.split('-').map((group, index) => (
          <span key={index}>{group}</span>
        ))}
      </p>
      {[vi, en].map((words, index) => (
        <div key={index} className={styles.words}>
          <p>{words('devices.sheet.how')}</p>
          <p>{words('devices.sheet.keep')}</p>
        </div>
      ))}
    </article>
  );
};

/** Shown once; closing it forgets it. */
const Shown = ({ sheet, onClose }: { readonly sheet: Sheet; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <>
      <Dialog
        title={t('devices.sheet.title')}
        isOpen
        onClose={onClose}
        isAlert
        size="large"
        actions={
          <>
            <Button onPress={onClose}>{t('devices.sheet.close')}</Button>
            <Button variant="primary" onPress={() => window.print()}>
              {t('devices.sheet.print')}
            </Button>
          </>
        }
      >
        <Banner tone="warning">{t('devices.sheet.shownOnce')}</Banner>
        <Page sheet={sheet} />
      </Dialog>
      {createPortal(
        <div className={styles.printed}>
          <Page sheet={sheet} />
        </div>,
        document.body,
      )}
    </>
  );
};

const Make = ({
  onMade,
  onClose,
}: {
  readonly onMade: (sheet: Sheet) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const create = useCommand('recovery.createSheet');
  const [passphrase, setPassphrase] = useState('');
  const isReady = passphrase !== '' && !create.busy;
  const submit = async (): Promise<void> => {
    const made = await create.run({ passphrase });
    setPassphrase('');
    if (made.ok) onMade(made.value);
  };
  return (
    <Dialog title={t('devices.sheet.make')} isOpen onClose={onClose}>
      <Form
        className={cx(styles.make)}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void submit();
        }}
      >
        <p>{t('devices.sheet.makeMeans')}</p>
        <PassphraseField
          label={t('devices.vouch.passphrase')}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="current-password"
          autoFocus
        />
        {create.error === null ? null : <Banner tone="danger">{sentence(create.error)}</Banner>}
        <DialogActions>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" isDisabled={!isReady}>
            {t('devices.sheet.make')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
};

const Standing = () => {
  const { t } = useTranslation();
  const formats = useFormats();
  const query = useQuery('recovery.sheet', {});
  if (query.status === 'loading') return <Skeleton lines={1} />;
  if (query.status === 'failed') return <p>{t('devices.sheet.unknown')}</p>;
  const { createdAt } = query.value;
  return (
    <p>
      {createdAt === null
        ? t('devices.sheet.none')
        : t('devices.sheet.since', { when: formats.dateTime(createdAt) })}
    </p>
  );
};

/** The sealed sheet: whether there is one, and how to make it. */
export const RecoverySheet = () => {
  const { t } = useTranslation();
  const [isMaking, setMaking] = useState(false);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  return (
    <div className={styles.section}>
      <p>{t('devices.sheet.lead')}</p>
      <Standing />
      <Button onPress={() => setMaking(true)}>{t('devices.sheet.make')}</Button>
      {isMaking ? (
        <Make
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSheet(made);
          }}
        />
      ) : null}
      {sheet === null ? null : <Shown sheet={sheet} onClose={() => setSheet(null)} />}
    </div>
  );
};
