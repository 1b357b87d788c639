import { useTranslation } from 'react-i18next';
import type { MeetingView } from '../../../shared/contract/client.ts';
import { useSentence } from '../../i18n/useSentence.ts';
import { QuorumLine } from '../../meetings/PeopleTab.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useAct } from '../editing/useAct.ts';
import { useRemembered } from '../useRemembered.ts';
import { AttendanceList } from './AttendanceList.tsx';
import { InviteList } from './InviteList.tsx';
import styles from './ParticipantsTab.module.css';

const MODES = ['invite', 'attend'] as const;

/** Thành phần: who is invited as what; during the session who is there. */
export const ParticipantsTab = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const act = useAct();
  const isRunning = view.meeting.status === 'in_session' || view.meeting.status === 'adjourned';
  const [mode, setMode] = useRemembered<(typeof MODES)[number] | null>(`people ${view.meeting.id}`, null);
  const shown = mode ?? (isRunning ? 'attend' : 'invite');
  return (
    <>
      <div className={styles.head}>
        <Segmented
          label={t('secretariat.people.mode')}
          hideLabel
          options={MODES.map((value) => ({ value, label: t(`secretariat.people.modes.${value}`) }))}
          value={shown}
          onChange={setMode}
        />
        <QuorumLine view={view} />
      </div>
      {act.error === null ? null : <Banner tone="danger">{sentence(act.error)}</Banner>}
      {shown === 'invite' ? <InviteList view={view} act={act} /> : <AttendanceList view={view} act={act} />}
    </>
  );
};
