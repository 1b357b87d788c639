import { useTranslation } from 'react-i18next';
import type { PollView } from '../../shared/contract/client.ts';
import { useQuery } from '../app/cabinet.ts';
import { paths } from '../app/paths.ts';
import { Screen } from '../app/Screen.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import { ConductPanel } from './conduct/ConductPanel.tsx';
import { PollBody } from './PollBody.tsx';
import { PollStatus } from './PollStatus.tsx';
import styles from './PollScreen.module.css';

const backOf = ({ poll, ownerTitle }: PollView): { readonly href: string; readonly label: string } => {
  if (poll.slipId !== null) return { href: paths.slip(poll.slipId), label: ownerTitle };
  if (poll.meetingId !== null && poll.itemId !== null) {
    return { href: paths.item(poll.meetingId, poll.itemId), label: ownerTitle };
  }
  return { href: paths.home, label: ownerTitle };
};

/** One vote, for who casts it and for who conducts it. */
export const PollScreen = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const query = useQuery('polls.get', { id });
  if (query.status !== 'ready') {
    return (
      <Screen title={t('voting.one')}>
        {query.status === 'loading' ? (
          <Skeleton lines={6} />
        ) : (
          <ErrorState error={query.error} onRetry={query.retry} />
        )}
      </Screen>
    );
  }
  const view = query.value;
  return (
    <Screen
      title={view.poll.title}
      overline={
        <span className={styles.overline}>
          {t('voting.one')} <PollStatus view={view} />
        </span>
      }
      back={backOf(view)}
    >
      <PollBody view={view} conduct={view.mayConduct ? <ConductPanel view={view} /> : undefined} />
    </Screen>
  );
};
