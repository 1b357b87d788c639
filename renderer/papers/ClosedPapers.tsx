import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperView } from '../../shared/contract/client.ts';
import { useCommand } from '../app/cabinet.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { ShowAgain } from '../signin/ShowAgain.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import styles from './ClosedPapers.module.css';

/** On this device and not to be read just now. */
export const ClosedBadge = () => {
  const { t } = useTranslation();
  return (
    <Badge tone="now" icon={<Lock aria-hidden size={15} />}>
      {t('lock.closed.badge')}
    </Badge>
  );
};

/** Contact opens what a lease has closed; what the network says to it stands below the sentence. */
const LeaseEnded = ({ count }: { readonly count: number }) => {
  const { t } = useTranslation();
  const now = useCommand('sync.now');
  const sentence = useSentence();
  return (
    <Banner
      tone="warning"
      action={
        <Button isDisabled={now.busy} onPress={() => void now.run({})}>
          {t('lock.closed.sync')}
        </Button>
      }
    >
      <p>{t('lock.closed.leaseEnded', { count })}</p>
      {now.error === null ? null : <p>{sentence(now.error)}</p>}
    </Banner>
  );
};

const Unconfirmed = ({ count }: { readonly count: number }) => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Banner
        tone="warning"
        action={<Button onPress={() => setOpen(true)}>{t('lock.closed.openAgain')}</Button>}
      >
        {t('lock.closed.unconfirmed', { count })}
      </Banner>
      <Dialog title={t('lock.closed.openAgain')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <ShowAgain />
      </Dialog>
    </>
  );
};

/** Above a list of papers: how many of them are closed, why, and what opens them again. Nothing when none is. */
export const ClosedPapers = ({ papers }: { readonly papers: readonly PaperView[] }) => {
  const closed = papers.flatMap((paper) => (paper.closed === null ? [] : [paper.closed.code]));
  const ended = closed.filter((code) => code === 'lease_ended').length;
  const unconfirmed = closed.length - ended;
  if (closed.length === 0) return null;
  return (
    <div className={styles.notices}>
      {ended === 0 ? null : <LeaseEnded count={ended} />}
      {unconfirmed === 0 ? null : <Unconfirmed count={unconfirmed} />}
    </div>
  );
};
