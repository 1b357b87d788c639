import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { MeetingView } from '../../shared/contract/client.ts';
import { useQuery } from '../app/cabinet.ts';
import { paths } from '../app/paths.ts';
import { Screen } from '../app/Screen.tsx';
import { MeetingStatus } from '../meetings/MeetingStatus.tsx';
import { useWhen } from '../meetings/useWhen.ts';
import { Banner } from '../ui/Banner.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { factLine } from '../ui/factLine.ts';
import { AgendaBuilder } from './agenda/AgendaBuilder.tsx';
import { EditMeeting } from './meetings/EditMeeting.tsx';
import { PapersBuilder } from './papers/PapersBuilder.tsx';
import { ParticipantsTab } from './people/ParticipantsTab.tsx';
import { PollsBuilder } from './polls/PollsBuilder.tsx';
import { PublishTab } from './publish/PublishTab.tsx';
import { type PrepareTab, secretariatPaths } from './secretariatPaths.ts';

const Content = ({ view, tab }: { readonly view: MeetingView; readonly tab: PrepareTab }) => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const papers = view.items.reduce((sum, item) => sum + item.papers.length, 0);
  const polls = view.items.reduce((sum, item) => sum + item.polls.length, 0);
  return (
    <Tabs
      label={t('meetings.parts')}
      selected={tab}
      onSelect={(next) => navigate(secretariatPaths.meeting(view.meeting.id, next), { replace: true })}
      tabs={[
        {
          id: 'agenda',
          label: t('meetings.tabs.agenda'),
          count: view.items.length,
          content: <AgendaBuilder view={view} />,
        },
        {
          id: 'papers',
          label: t('meetings.tabs.papers'),
          count: papers,
          content: <PapersBuilder view={view} />,
        },
        {
          id: 'people',
          label: t('meetings.tabs.people'),
          count: view.participants.length,
          content: <ParticipantsTab view={view} />,
        },
        { id: 'votes', label: t('meetings.tabs.votes'), count: polls, content: <PollsBuilder view={view} /> },
        { id: 'publish', label: t('secretariat.publish.tab'), content: <PublishTab view={view} /> },
      ]}
    />
  );
};

/** One session being prepared and run: agenda, papers, people, votes, publication. */
export const PrepareScreen = ({ id, tab }: { readonly id: string; readonly tab: PrepareTab }) => {
  const { t } = useTranslation();
  const query = useQuery('meetings.get', { id });
  const describe = useWhen();
  const back = { href: paths.secretariat, label: t('app.rail.secretariat') };
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
  const { when, left } = describe(view.meeting);
  return (
    <Screen
      title={view.meeting.title}
      overline={
        <>
          {`${view.body.name} · `}
          <MeetingStatus status={view.meeting.status} />
        </>
      }
      lead={<p>{factLine([when, left ?? '', view.meeting.place])}</p>}
      back={back}
      actions={view.mayEdit ? <EditMeeting view={view} /> : undefined}
    >
      {view.mayEdit || view.role === 'secretary' || view.role === 'chair' ? (
        <Content view={view} tab={tab} />
      ) : (
        <Banner tone="warning">{t('secretariat.notYours')}</Banner>
      )}
    </Screen>
  );
};
