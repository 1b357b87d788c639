import { useTranslation } from 'react-i18next';
import type { MeetingView, PollView } from '../../../shared/contract/client.ts';
import { useQuery } from '../../app/cabinet.ts';
import { paths } from '../../app/paths.ts';
import { Banner } from '../../ui/Banner.tsx';
import { LinkButton } from '../../ui/Button.tsx';
import styles from './ConductPanel.module.css';
import { PollAction } from './PollAction.tsx';
import { SessionAction, sessionStepsOf } from './SessionAction.tsx';
import { Turnout } from './Turnout.tsx';

type Quorum = MeetingView['quorum'];

/** R1: a poll of a session opens only with a quorum; a slip needs none (C3). */
const QuorumNote = ({ quorum, meetingId }: { readonly quorum: Quorum; readonly meetingId: string }) => {
  const { t } = useTranslation();
  const line = t('voting.conduct.quorum', {
    present: quorum.present,
    members: quorum.members,
    needed: quorum.needed,
  });
  return quorum.met ? (
    <p>{line}</p>
  ) : (
    <Banner
      tone="warning"
      action={
        <LinkButton href={paths.meeting(meetingId, 'people')}>{t('voting.conduct.attendance')}</LinkButton>
      }
    >
      {line} {t('voting.conduct.noQuorum')}
    </Banner>
  );
};

/** What stands between a draft and its opening: the session must run (R1: with a quorum). */
const Opening = ({ view, meeting }: { readonly view: PollView; readonly meeting: MeetingView }) => {
  const { t } = useTranslation();
  const isRunning = meeting.meeting.status === 'in_session';
  return (
    <>
      <QuorumNote quorum={meeting.quorum} meetingId={meeting.meeting.id} />
      {isRunning ? null : (
        <Banner
          action={
            sessionStepsOf(meeting.meeting.status).includes('in_session') ? (
              <SessionAction meeting={meeting.meeting} step="in_session" />
            ) : undefined
          }
        >
          {t('voting.conduct.notInSession')}
        </Banner>
      )}
      <div className={styles.actions}>
        <PollAction kind="open" view={view} isDisabled={!meeting.quorum.met || !isRunning} />
      </div>
    </>
  );
};

const Actions = ({ view, meeting }: { readonly view: PollView; readonly meeting: MeetingView | null }) => {
  const { t } = useTranslation();
  switch (view.poll.status) {
    case 'draft':
      // The poll of a slip opens when the slip is sent.
      if (view.poll.slipId !== null) return <p>{t('voting.conduct.opensWithSlip')}</p>;
      return meeting === null ? null : <Opening view={view} meeting={meeting} />;
    case 'open':
      return (
        <div className={styles.actions}>
          <PollAction kind="close" view={view} />
          <PollAction kind="cancel" view={view} />
        </div>
      );
    case 'closed':
      return (
        <div className={styles.actions}>
          <PollAction kind="announce" view={view} />
          <PollAction kind="cancel" view={view} />
        </div>
      );
    case 'announced':
      return <p>{t('voting.conduct.announced')}</p>;
    case 'cancelled':
      return <p>{t('voting.conduct.cancelled')}</p>;
  }
};

/** What the chair and the secretary see of a poll: quorum, who has voted (never what, R14), what they can do next. */
export const ConductPanel = ({ view }: { readonly view: PollView }) => {
  const { t } = useTranslation();
  const { meetingId } = view.poll;
  const meeting = useQuery('meetings.get', meetingId === null ? null : { id: meetingId });
  return (
    <section className={styles.panel} aria-labelledby={`conduct-${view.poll.id}`}>
      <h2 id={`conduct-${view.poll.id}`} className={styles.title}>
        {t('voting.conduct.title')}
      </h2>
      {view.turnout === null || view.poll.status === 'draft' ? null : (
        <Turnout
          view={view}
          turnout={view.turnout}
          participants={meeting.status === 'ready' ? meeting.value.participants : []}
        />
      )}
      <Actions view={view} meeting={meeting.status === 'ready' ? meeting.value : null} />
    </section>
  );
};
