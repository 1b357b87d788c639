import { MessageSquareText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SlipView } from '../../shared/contract/client.ts';
import { paths } from '../app/paths.ts';
import { useFormats } from '../i18n/format.ts';
import { Badge } from '../ui/Badge.tsx';
import { cx } from '../ui/cx.ts';
import { VoteStateBadge } from '../voting/VoteState.tsx';
import styles from './SlipRow.module.css';

/** Whether it waits for this person's answer. */
export const waitsForAnswer = (view: SlipView): boolean =>
  view.slip.status === 'sent' &&
  view.polls.some(({ poll, mayVote, vote }) => poll.status === 'open' && mayVote && vote.state === 'none');

/** An opinion slip in a list. */
export const SlipRow = ({ view }: { readonly view: SlipView }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const { slip } = view;
  const vote = view.polls.find((one) => one.vote.state !== 'none')?.vote;
  return (
    <Link href={paths.slip(slip.id)} className={cx(styles.row)}>
      <MessageSquareText aria-hidden size={20} strokeWidth={1.75} className={styles.icon} />
      <span className={styles.facts}>
        {t('voting.slip')}
        {' · '}
        {slip.status === 'closed'
          ? t('voting.slipStatus.closed')
          : t('voting.deadline', { time: formats.dateTime(slip.deadline) })}
      </span>
      <span>
        {waitsForAnswer(view) ? (
          <Badge tone="primary">{t('voting.waitsForYou')}</Badge>
        ) : vote === undefined ? (
          <Badge>{t(`voting.slipStatus.${slip.status}`)}</Badge>
        ) : (
          <VoteStateBadge vote={vote} />
        )}
      </span>
      <span className={styles.title}>{slip.title}</span>
    </Link>
  );
};
