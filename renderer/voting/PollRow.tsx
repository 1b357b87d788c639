import { Vote } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PollView } from '../../shared/contract/client.ts';
import { paths } from '../app/paths.ts';
import { Badge } from '../ui/Badge.tsx';
import { cx } from '../ui/cx.ts';
import styles from './PollRow.module.css';
import { PollStatus } from './PollStatus.tsx';
import { VoteStateBadge } from './VoteState.tsx';

export interface PollRowProps {
  readonly view: PollView;
  /** Where it stands, when the list does not say so. */
  readonly place?: string;
}

/** A vote in a list; the whole row opens it. */
export const PollRow = ({ view, place }: PollRowProps) => {
  const { t } = useTranslation();
  const { poll, vote } = view;
  const waitsForMe = poll.status === 'open' && view.mayVote && vote.state === 'none';
  return (
    <Link href={paths.poll(poll.id)} className={cx(styles.row)}>
      <Vote aria-hidden size={20} strokeWidth={1.75} className={styles.icon} />
      <span className={styles.kind}>
        {t('voting.one')}
        {place === undefined ? '' : ` · ${place}`}
      </span>
      <span className={styles.states}>
        <PollStatus view={view} />
        {waitsForMe ? (
          <Badge tone="primary">{t('voting.waitsForYou')}</Badge>
        ) : (
          <VoteStateBadge vote={vote} />
        )}
      </span>
      <span className={styles.title}>{poll.title}</span>
    </Link>
  );
};
