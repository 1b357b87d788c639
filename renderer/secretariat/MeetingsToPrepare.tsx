import { FilePlus2, MessageSquarePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { MeetingSummary, SlipView } from '../../shared/contract/client.ts';
import { useQuery } from '../app/cabinet.ts';
import { paths } from '../app/paths.ts';
import { Screen } from '../app/Screen.tsx';
import { useFormats } from '../i18n/format.ts';
import { MeetingStatus } from '../meetings/MeetingStatus.tsx';
import { useWhen } from '../meetings/useWhen.ts';
import { Badge } from '../ui/Badge.tsx';
import { LinkButton } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Section } from '../ui/Section.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/States.tsx';
import { factLine } from '../ui/factLine.ts';
import styles from './MeetingsToPrepare.module.css';
import { secretariatPaths } from './secretariatPaths.ts';

const ENDED = ['closed', 'concluded', 'cancelled'];

const MeetingRow = ({ summary }: { readonly summary: MeetingSummary }) => {
  const { t } = useTranslation();
  const { when, left } = useWhen()(summary.meeting);
  return (
    <Link href={paths.secretariatMeeting(summary.meeting.id)} className={cx(styles.row)}>
      <span className={styles.words}>
        <span className={styles.title}>{summary.meeting.title}</span>
        <span className={styles.facts}>
          {factLine([
            when,
            t('meetings.items', { count: summary.itemCount }),
            t('papers.papers', { count: summary.paperCount }),
          ])}
        </span>
      </span>
      <span className={styles.states}>
        <MeetingStatus status={summary.meeting.status} />
        {left === null ? null : <span className={styles.facts}>{left}</span>}
      </span>
    </Link>
  );
};

const SlipRow = ({ view }: { readonly view: SlipView }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Link href={secretariatPaths.slip(view.slip.id)} className={cx(styles.row)}>
      <span className={styles.words}>
        <span className={styles.title}>{view.slip.title}</span>
        <span className={styles.facts}>
          {t('voting.deadline', { time: formats.dateTime(view.slip.deadline) })}
        </span>
      </span>
      <Badge>{t(`voting.slipStatus.${view.slip.status}`)}</Badge>
    </Link>
  );
};

const Meetings = ({ title, list }: { readonly title: string; readonly list: readonly MeetingSummary[] }) =>
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

const Slips = () => {
  const { t } = useTranslation();
  const query = useQuery('slips.list', {});
  const mine = query.status === 'ready' ? query.value.slips.filter(({ mayEdit }) => mayEdit) : [];
  return mine.length === 0 ? null : (
    <Section title={t('secretariat.slips.title')}>
      <ul>
        {mine.map((view) => (
          <li key={view.slip.id}>
            <SlipRow view={view} />
          </li>
        ))}
      </ul>
    </Section>
  );
};

const Content = ({ meetings }: { readonly meetings: readonly MeetingSummary[] }) => {
  const { t } = useTranslation();
  const mine = meetings
    .filter(({ role }) => role === 'secretary' || role === 'chair')
    .sort((a, b) => (a.meeting.startsAt < b.meeting.startsAt ? -1 : 1));
  const drafts = mine.filter(({ meeting }) => meeting.status === 'draft');
  const past = mine.filter(({ meeting }) => ENDED.includes(meeting.status)).reverse();
  const coming = mine.filter((one) => !drafts.includes(one) && !past.includes(one));
  if (mine.length === 0) {
    return (
      <EmptyState
        title={t('secretariat.none')}
        action={
          <LinkButton href={secretariatPaths.newMeeting} variant="primary">
            {t('secretariat.meeting.new')}
          </LinkButton>
        }
      >
        {t('secretariat.noneYet')}
      </EmptyState>
    );
  }
  return (
    <>
      <Meetings title={t('secretariat.drafts')} list={drafts} />
      <Meetings title={t('secretariat.published')} list={coming} />
      <Slips />
      <Meetings title={t('meetings.past')} list={past} />
    </>
  );
};

/** What the secretariat has in hand: drafts first. */
export const MeetingsToPrepare = () => {
  const { t } = useTranslation();
  const query = useQuery('meetings.list', {});
  return (
    <Screen
      title={t('secretariat.title')}
      actions={
        <>
          <LinkButton href={secretariatPaths.newSlip} icon={<MessageSquarePlus aria-hidden size={18} />}>
            {t('secretariat.slips.new')}
          </LinkButton>
          <LinkButton
            href={secretariatPaths.newMeeting}
            variant="primary"
            icon={<FilePlus2 aria-hidden size={18} />}
          >
            {t('secretariat.meeting.new')}
          </LinkButton>
        </>
      }
    >
      {query.status === 'loading' ? (
        <Skeleton lines={6} />
      ) : query.status === 'failed' ? (
        <ErrorState error={query.error} onRetry={query.retry} />
      ) : (
        <Content meetings={query.value.meetings} />
      )}
    </Screen>
  );
};
