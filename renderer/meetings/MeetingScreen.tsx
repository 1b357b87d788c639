import { PenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { MeetingView } from '../../shared/contract/client.ts';
import { useQuery } from '../app/cabinet.ts';
import { type MeetingTab, paths } from '../app/paths.ts';
import { Screen } from '../app/Screen.tsx';
import { Banner } from '../ui/Banner.tsx';
import { LinkButton } from '../ui/Button.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { factLine } from '../ui/factLine.ts';
import { SessionAction, sessionStepsOf } from '../voting/conduct/SessionAction.tsx';
import { AgendaTab } from './AgendaTab.tsx';
import styles from './MeetingScreen.module.css';
import { MeetingStatus } from './MeetingStatus.tsx';
import { PapersTab } from './PapersTab.tsx';
import { PeopleTab } from './PeopleTab.tsx';
import { useWhen } from './useWhen.ts';
import { VotesTab } from './VotesTab.tsx';

const Lead = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const { when, left } = useWhen()(view.meeting);
  return (
    <>
      <p>
        {when}
        {left === null ? null : ` · ${left}`}
      </p>
      <p>
        {factLine([
          view.meeting.place,
          view.role === null ? '' : t('meetings.yourRole', { role: t(`meetings.role.${view.role}`) }),
        ])}
      </p>
    </>
  );
};

const Content = ({
  view,
  tab,
  itemId,
}: {
  readonly view: MeetingView;
  readonly tab: MeetingTab;
  readonly itemId: string | null;
}) => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { id } = view.meeting;
  return (
    <>
      {view.meeting.publishedAt === null ? (
        <Banner tone="warning">{t('meetings.notPublished')}</Banner>
      ) : null}
      {view.meeting.conclusion === '' ? null : (
        <div className={styles.conclusion}>
          <h2>{t('meetings.conclusion')}</h2>
          <p>{view.meeting.conclusion}</p>
        </div>
      )}
      <Tabs
        label={t('meetings.parts')}
        selected={tab}
        onSelect={(next) => navigate(paths.meeting(id, next), { replace: true })}
        tabs={[
          {
            id: 'agenda',
            label: t('meetings.tabs.agenda'),
            content: <AgendaTab view={view} itemId={itemId} />,
          },
          {
            id: 'papers',
            label: t('meetings.tabs.papers'),
            count: view.items.reduce((sum, { papers }) => sum + papers.length, 0),
            content: <PapersTab view={view} />,
          },
          {
            id: 'people',
            label: t('meetings.tabs.people'),
            count: view.participants.length,
            content: <PeopleTab view={view} />,
          },
          {
            id: 'votes',
            label: t('meetings.tabs.votes'),
            count: view.items.reduce((sum, { polls }) => sum + polls.length, 0),
            content: <VotesTab view={view} />,
          },
        ]}
      />
    </>
  );
};

export interface MeetingScreenProps {
  readonly id: string;
  readonly tab: MeetingTab;
  /** The agenda item that a link points at. */
  readonly itemId: string | null;
}

/** One session. */
export const MeetingScreen = ({ id, tab, itemId }: MeetingScreenProps) => {
  const { t } = useTranslation();
  const query = useQuery('meetings.get', { id });
  const back = { href: paths.meetings, label: t('meetings.title') };
  if (query.status !== 'ready') {
    return (
      <Screen title={t('meetings.one')} back={back}>
        {query.status === 'loading' ? (
          <Skeleton lines={8} />
        ) : (
          <ErrorState error={query.error} onRetry={query.retry} />
        )}
      </Screen>
    );
  }
  const view = query.value;
  return (
    <Screen
      title={view.meeting.title}
      overline={
        <span className={styles.overline}>
          {`${view.body.name} · ${t(`meetings.kind.${view.meeting.kind}`)}`}
          <MeetingStatus status={view.meeting.status} />
        </span>
      }
      lead={<Lead view={view} />}
      back={back}
      actions={
        view.mayEdit ? (
          <>
            <LinkButton href={paths.secretariatMeeting(id)} icon={<PenLine aria-hidden size={18} />}>
              {t('meetings.prepare')}
            </LinkButton>
            {sessionStepsOf(view.meeting.status).map((step) => (
              <SessionAction key={step} meeting={view.meeting} step={step} />
            ))}
          </>
        ) : undefined
      }
    >
      <Content view={view} tab={tab} itemId={itemId} />
    </Screen>
  );
};
