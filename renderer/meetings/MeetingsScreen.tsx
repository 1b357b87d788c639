import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { MeetingSummary } from '../../shared/contract/client.ts';
import { useQuery } from '../app/cabinet.ts';
import { paths } from '../app/paths.ts';
import { Screen } from '../app/Screen.tsx';
import { cx } from '../ui/cx.ts';
import { joinFacts } from '../ui/facts.ts';
import { Section } from '../ui/Section.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/States.tsx';
import { MeetingStatus } from './MeetingStatus.tsx';
import styles from './MeetingsScreen.module.css';
import { useWhen } from './useWhen.ts';

const isPast = ({ meeting }: MeetingSummary): boolean =>
  ['closed', 'concluded', 'cancelled'].includes(meeting.status);

const MeetingRow = ({ summary }: { readonly summary: MeetingSummary }) => {
  const { t } = useTranslation();
  const { when, left } = useWhen()(summary.meeting);
  const { meeting } = summary;
  return (
    <Link href={paths.meeting(meeting.id)} className={cx(styles.row)}>
      <span className={styles.words}>
        <span className={styles.title}>{meeting.title}</span>
        <span className={styles.facts}>{when}</span>
        {meeting.place === '' ? null : <span className={styles.facts}>{meeting.place}</span>}
        <span className={styles.facts}>
          {joinFacts([
            t('meetings.items', { count: summary.itemCount }),
            t('papers.papers', { count: summary.paperCount }),
            summary.role === null ? '' : t(`meetings.role.${summary.role}`),
          ])}
        </span>
      </span>
      <span className={styles.states}>
        <MeetingStatus status={meeting.status} />
        {left === null ? null : <span className={styles.left}>{left}</span>}
        {isPast(summary) || summary.paperCount === 0 ? null : (
          <span className={styles.left}>
            {t('meetings.papersHere', { have: summary.papersHere, total: summary.paperCount })}
          </span>
        )}
      </span>
    </Link>
  );
};

const Group = ({ title, list }: { readonly title: string; readonly list: readonly MeetingSummary[] }) =>
  list.length === 0 ? null : (
    <Section title={title}>
      <ul>
        {list.map((summary) => (
          <li key={summary.meeting.id}>
            <MeetingRow summary={summary} />
          </li>
        ))}
      </ul>
    </Section>
  );

/** All sessions this person has part in: what comes first, what was behind it. */
export const MeetingsScreen = () => {
  const { t } = useTranslation();
  const query = useQuery('meetings.list', {});
  if (query.status !== 'ready') {
    return (
      <Screen title={t('meetings.title')}>
        {query.status === 'loading' ? (
          <Skeleton lines={6} />
        ) : (
          <ErrorState error={query.error} onRetry={query.retry} />
        )}
      </Screen>
    );
  }
  const byStart = [...query.value.meetings].sort((a, b) =>
    a.meeting.startsAt < b.meeting.startsAt ? -1 : 1,
  );
  const running = byStart.filter(({ meeting }) => ['in_session', 'adjourned'].includes(meeting.status));
  const coming = byStart.filter((one) => !running.includes(one) && !isPast(one));
  return (
    <Screen title={t('meetings.title')}>
      {byStart.length === 0 ? (
        <EmptyState title={t('meetings.none')}>{t('meetings.noneYet')}</EmptyState>
      ) : null}
      <Group title={t('meetings.running')} list={running} />
      <Group title={t('meetings.coming')} list={coming} />
      <Group title={t('meetings.past')} list={byStart.filter(isPast).reverse()} />
    </Screen>
  );
};
