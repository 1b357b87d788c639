import { useTranslation } from 'react-i18next';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { ShowAgain } from '../signin/ShowAgain.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/States.tsx';
import styles from './Reader.module.css';

const LastContact = () => {
  const { t } = useTranslation();
  const formats = useFormats();
  const sync = useQuery('sync.state', {});
  const now = useCommand('sync.now');
  const at = sync.status === 'ready' ? sync.value.lastSyncedAt : null;
  return (
    <>
      <p>
        {at === null ? t('lock.closed.never') : t('lock.closed.lastContact', { when: formats.dateTime(at) })}
      </p>
      <Button variant="primary" isDisabled={now.busy} onPress={() => void now.run({})}>
        {t('lock.closed.sync')}
      </Button>
    </>
  );
};

/** A paper that is here and not to be read just now: why, and what opens it again. */
export const ClosedPaper = ({ why }: { readonly why: CabinetError }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  return (
    <EmptyState
      title={t('lock.closed.title')}
      action={
        <div className={styles.closed}>{why.code === 'lease_ended' ? <LastContact /> : <ShowAgain />}</div>
      }
    >
      {sentence(why)}
    </EmptyState>
  );
};
