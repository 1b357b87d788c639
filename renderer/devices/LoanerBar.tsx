import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { ConfirmDialog, Dialog } from '../ui/Dialog.tsx';
import styles from './LoanerBar.module.css';

const GiveBack = ({ unsent }: { readonly unsent: number }) => {
  const { t } = useTranslation();
  const giveBack = useCommand('loaner.return');
  const [isAsked, setAsked] = useState(false);
  const [losesIt, setLosesIt] = useState(false);
  const close = (): void => {
    setAsked(false);
    setLosesIt(false);
    giveBack.reset();
  };
  return (
    <>
      <Button onPress={() => setAsked(true)}>{t('devices.lent.giveBack')}</Button>
      <ConfirmDialog
        title={t('devices.lent.question')}
        confirmLabel={t('devices.lent.giveBack')}
        isOpen={isAsked}
        isDangerous
        busy={giveBack.busy}
        isReady={unsent === 0 || losesIt}
        error={giveBack.error}
        onConfirm={() => void giveBack.run({ loseUnsent: losesIt })}
        onClose={close}
      >
        <p>{t('devices.lent.means')}</p>
        {unsent === 0 ? (
          <p>{t('devices.lent.nothingLost')}</p>
        ) : (
          <>
            <Banner tone="warning">{t('devices.lent.lost', { count: unsent })}</Banner>
            <Checkbox isSelected={losesIt} onChange={setLosesIt}>
              {t('devices.lent.loseIt')}
            </Checkbox>
          </>
        )}
      </ConfirmDialog>
    </>
  );
};

/** Right after the first sign-in: nothing is fetched before it is answered. */
const Choose = ({ unsent }: { readonly unsent: number }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const sentence = useSentence();
  const query = useQuery('meetings.list', {});
  const choose = useCommand('loaner.choose');
  const meetings = query.status === 'ready' ? query.value.meetings : [];
  return (
    <Dialog
      title={t('devices.lent.choose')}
      isOpen
      isAlert
      onClose={() => undefined}
      actions={<GiveBack unsent={unsent} />}
    >
      <p>{t('devices.lent.chooseLead')}</p>
      {meetings.length === 0 ? <p>{t('devices.lent.noMeeting')}</p> : null}
      <ul className={styles.meetings}>
        {meetings.map(({ meeting }) => (
          <li key={meeting.id} className={styles.meeting}>
            <div className={styles.what}>
              <span className={styles.title}>{meeting.title}</span>
              <span className={styles.when}>{formats.dateTime(meeting.startsAt)}</span>
            </div>
            <Button
              isDisabled={choose.busy}
              aria-label={`${t('devices.lent.chooseIt')}: ${meeting.title}`}
              onPress={() => void choose.run({ meetingId: meeting.id })}
            >
              {t('devices.lent.chooseIt')}
            </Button>
          </li>
        ))}
      </ul>
      {choose.error === null ? null : <Banner tone="danger">{sentence(choose.error)}</Banner>}
    </Dialog>
  );
};

/** On a lent device: for which session it is, and the way to give it back. Nothing on one's own. */
export const LoanerBar = () => {
  const { t } = useTranslation();
  const query = useQuery('loaner.state', {});
  if (query.status !== 'ready' || query.value.lent === null) return null;
  const { lent, unsent } = query.value;
  const { title, over, meetingId } = lent;
  return (
    <>
      <div className={styles.bar}>
        <Banner tone={over ? 'warning' : 'plain'} action={<GiveBack unsent={unsent} />}>
          {meetingId === null
            ? t('devices.lent.barNone')
            : t(over ? 'devices.lent.barOver' : 'devices.lent.bar', { title })}
        </Banner>
      </div>
      {meetingId === null ? <Choose unsent={unsent} /> : null}
    </>
  );
};
