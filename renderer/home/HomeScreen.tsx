import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ClientResult, MeetingSummary, PollView } from '../../shared/contract/client.ts';
import { useQuery } from '../app/cabinet.ts';
import { paths } from '../app/paths.ts';
import { Screen } from '../app/Screen.tsx';
import { useNow } from '../app/useNow.ts';
import { useFormats } from '../i18n/format.ts';
import { MeetingStatus } from '../meetings/MeetingStatus.tsx';
import { useWhen } from '../meetings/useWhen.ts';
import { ClosedPapers } from '../papers/ClosedPapers.tsx';
import { PaperRow } from '../papers/PaperRow.tsx';
import { SlipRow } from '../slips/SlipRow.tsx';
import { LinkButton } from '../ui/Button.tsx';
import { joinFacts } from '../ui/facts.ts';
import { Progress } from '../ui/Progress.tsx';
import { Section } from '../ui/Section.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/States.tsx';
import { PollRow } from '../voting/PollRow.tsx';
import { Changes } from './Changes.tsx';
import { ContinueReading } from './ContinueReading.tsx';
import { FirstSync } from './FirstSync.tsx';
import { RestoredNotice } from './RestoredNotice.tsx';
import styles from './HomeScreen.module.css';

type Home = ClientResult<'home.get'>;

/** Papers to read that home lists; the rest are one click away. */
const TO_READ = 4;

const NextMeeting = ({ summary }: { readonly summary: MeetingSummary }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const { meeting } = summary;
  const complete = summary.papersHere === summary.paperCount;
  return (
    <div className={styles.next}>
      {summary.paperCount === 0 ? null : (
        <Progress
          label={t('home.papersHere', { have: summary.papersHere, total: summary.paperCount })}
          text={
            complete
              ? t('home.readCount', { read: summary.papersRead, total: summary.paperCount })
              : t('home.bytes', {
                  have: formats.bytes(summary.bytesHere),
                  total: formats.bytes(summary.bytesTotal),
                })
          }
          value={summary.bytesHere}
          max={summary.bytesTotal}
        />
      )}
      <div>
        <LinkButton href={paths.meeting(meeting.id)} variant="primary">
          {meeting.status === 'in_session' ? t('home.enter') : t('home.openAgenda')}
        </LinkButton>
      </div>
    </div>
  );
};

const PollItem = ({ view }: { readonly view: PollView }) => (
  <li>
    <PollRow view={view} place={view.ownerTitle} />
  </li>
);

const ToDo = ({ home }: { readonly home: Home }) => {
  const { t } = useTranslation();
  const polls = home.toDecide.filter(({ poll }) => poll.slipId === null);
  // What waits now stands above what is to come.
  const open = polls.filter(({ poll }) => poll.status === 'open');
  const later = polls.filter(({ poll }) => poll.status !== 'open');
  return (
    <Section title={t('home.toDo')}>
      {polls.length + home.slips.length === 0 ? (
        <p className={styles.quiet}>{t('home.nothingToDo')}</p>
      ) : (
        <ul>
          {open.map((view) => (
            <PollItem key={view.poll.id} view={view} />
          ))}
          {home.slips.map((view) => (
            <li key={view.slip.id}>
              <SlipRow view={view} />
            </li>
          ))}
          {later.map((view) => (
            <PollItem key={view.poll.id} view={view} />
          ))}
        </ul>
      )}
    </Section>
  );
};

const ToRead = ({ home }: { readonly home: Home }) => {
  const { t } = useTranslation();
  if (home.toRead.length === 0) return null;
  const more = home.toRead.length - TO_READ;
  return (
    <Section title={t('home.toRead', { count: home.toRead.length })}>
      <ClosedPapers papers={home.toRead.map(({ view }) => view)} />
      <ul>
        {home.toRead.slice(0, TO_READ).map(({ view, itemTitle }) => (
          <li key={view.paper.id}>
            <PaperRow view={view} place={itemTitle} />
          </li>
        ))}
      </ul>
      {more > 0 && home.next !== null ? (
        <Link href={paths.meeting(home.next.meeting.id, 'papers')} className={styles.more}>
          {t('home.moreToRead', { count: more })}
        </Link>
      ) : null}
    </Section>
  );
};

const MeetingLead = ({ summary }: { readonly summary: MeetingSummary }) => {
  const { when } = useWhen()(summary.meeting);
  return <p className={styles.when}>{joinFacts([when, summary.meeting.place])}</p>;
};

const MeetingOverline = ({ summary }: { readonly summary: MeetingSummary }) => {
  const { t } = useTranslation();
  const { left } = useWhen()(summary.meeting);
  const { status } = summary.meeting;
  return (
    <span className={styles.overline}>
      {joinFacts([t(status === 'in_session' ? 'home.now' : 'home.next'), left])}
      {status === 'invited' ? null : <MeetingStatus status={status} />}
    </span>
  );
};

/** The next session: what to read, what to decide, what is waiting. */
export const HomeScreen = () => {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(60_000);
  const query = useQuery('home.get', {});
  const sync = useQuery('sync.state', {});
  const today = formats.date(new Date(now).toISOString());
  if (query.status !== 'ready') {
    return (
      <Screen title={t('app.rail.home')} overline={today}>
        {query.status === 'loading' ? (
          <Skeleton lines={8} />
        ) : (
          <ErrorState error={query.error} onRetry={query.retry} />
        )}
      </Screen>
    );
  }
  const home = query.value;
  const { next } = home;
  const first = sync.status === 'ready' && !sync.value.complete;
  return (
    <Screen
      title={next?.meeting.title ?? t('app.rail.home')}
      overline={next === null ? today : <MeetingOverline summary={next} />}
      lead={next === null ? undefined : <MeetingLead summary={next} />}
    >
      <RestoredNotice />
      {first ? <FirstSync sync={sync.value} /> : null}
      <div className={styles.columns}>
        <div className={styles.main}>
          {next === null && !first ? (
            <EmptyState title={t('home.noMeeting')}>{t('home.noMeetingYet')}</EmptyState>
          ) : null}
          {next === null ? null : <NextMeeting summary={next} />}
          <ToDo home={home} />
          <ToRead home={home} />
          <ContinueReading entries={home.continueReading} />
        </div>
        <Changes changes={home.changes} />
      </div>
    </Screen>
  );
};
