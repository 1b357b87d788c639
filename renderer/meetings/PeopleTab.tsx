import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeetingView } from '../../shared/contract/client.ts';
import type { Participant } from '../../shared/domain/records/meeting.ts';
import type { Person } from '../../shared/domain/records/organisation.ts';
import { useMutation } from '../app/cabinet.ts';
import { usePeople } from '../app/people.ts';
import { useSession } from '../app/session.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Badge } from '../ui/Badge.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Section } from '../ui/Section.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Select } from '../ui/Select.tsx';
import { EmptyState } from '../ui/States.tsx';
import styles from './PeopleTab.module.css';

const ROLES = ['chair', 'member', 'secretary', 'guest'] as const;
const ATTENDANCE = ['unknown', 'in_room', 'remote', 'absent'] as const;
const OWN = ['in_room', 'remote', 'absent'] as const;

/** R1 in one line: who is present, how many are needed, and what that means. */
export const QuorumLine = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const { members, present, needed, met } = view.quorum;
  return (
    <p className={styles.quorum} role="status">
      <strong>{t('meetings.quorum.present', { present, members })}</strong>
      {' · '}
      {t('meetings.quorum.needed', { needed })}
      {' · '}
      <span className={cx(met ? styles.met : styles.notMet)}>
        {met ? t('meetings.quorum.met') : t('meetings.quorum.notMet')}
      </span>
    </p>
  );
};

const Row = ({
  participant,
  person,
  mayEdit,
  onAttend,
}: {
  readonly participant: Participant;
  readonly person: Person | undefined;
  readonly mayEdit: boolean;
  readonly onAttend: (attendance: Participant['attendance']) => void;
}) => {
  const { t } = useTranslation();
  const name = person?.name ?? t('meetings.unknownPerson');
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <span className={styles.name}>{name}</span>
        <span className={styles.position}>{person?.position}</span>
      </div>
      {participant.votes || participant.role === 'guest' || participant.role === 'secretary' ? null : (
        <Badge>{t('meetings.noVote')}</Badge>
      )}
      {mayEdit ? (
        <Select
          label={t('meetings.attendanceOf', { name })}
          hideLabel
          options={ATTENDANCE.map((value) => ({ value, label: t(`meetings.attendance.${value}`) }))}
          value={participant.attendance}
          onChange={onAttend}
        />
      ) : (
        <span className={styles.attendance}>{t(`meetings.attendance.${participant.attendance}`)}</span>
      )}
    </li>
  );
};

/** For who keeps the roll: everybody not yet recorded is in the room; those who are not are then changed one by one. */
const AllPresent = ({
  waiting,
  onAttend,
}: {
  readonly waiting: readonly Participant[];
  readonly onAttend: (participant: Participant) => Promise<void>;
}) => {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  if (waiting.length === 0) return null;
  const recordAll = async (): Promise<void> => {
    setBusy(true);
    for (const participant of waiting) await onAttend(participant);
    setBusy(false);
  };
  return (
    <div className={styles.own}>
      <Button isDisabled={busy} onPress={() => void recordAll()}>
        {t('meetings.allPresent', { count: waiting.length })}
      </Button>
    </div>
  );
};

/** Who takes part, in which role, and who is present. */
export const PeopleTab = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const people = usePeople();
  const session = useSession();
  const sentence = useSentence();
  const attend = useMutation('participant.set_attendance');
  const me = view.participants.find(({ personId }) => personId === session.person?.id);
  const rankOf = ({ personId }: Participant): number => people.get(personId)?.rank ?? Number.MAX_SAFE_INTEGER;
  const ended = ['closed', 'concluded', 'cancelled'].includes(view.meeting.status);
  if (view.participants.length === 0) {
    return <EmptyState title={t('meetings.noPeople')}>{t('meetings.noPeopleYet')}</EmptyState>;
  }
  return (
    <>
      <QuorumLine view={view} />
      {me === undefined || ended ? null : (
        <div className={styles.own}>
          <Segmented
            label={t('meetings.ownAttendance')}
            options={OWN.map((value) => ({ value, label: t(`meetings.attendance.${value}`) }))}
            value={me.attendance === 'unknown' ? null : me.attendance}
            onChange={(attendance) => void attend.run({ id: me.id, attendance })}
          />
        </div>
      )}
      {view.mayEdit && !ended ? (
        <AllPresent
          waiting={view.participants.filter(
            ({ attendance, role }) => attendance === 'unknown' && (role === 'chair' || role === 'member'),
          )}
          onAttend={async ({ id }) => void (await attend.run({ id, attendance: 'in_room' }))}
        />
      ) : null}
      {attend.error === null ? null : <Banner tone="danger">{sentence(attend.error)}</Banner>}
      {ROLES.map((role) => {
        const list = view.participants.filter((one) => one.role === role);
        return list.length === 0 ? null : (
          <Section key={role} title={`${t(`meetings.roles.${role}`)} (${list.length})`}>
            <ul>
              {list
                .sort((a, b) => rankOf(a) - rankOf(b))
                .map((participant) => (
                  <Row
                    key={participant.id}
                    participant={participant}
                    person={people.get(participant.personId)}
                    mayEdit={view.mayEdit && !ended}
                    onAttend={(attendance) => void attend.run({ id: participant.id, attendance })}
                  />
                ))}
            </ul>
          </Section>
        );
      })}
    </>
  );
};
