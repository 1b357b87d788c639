import { Trash2, UserPlus, UsersRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeetingView } from '../../../shared/contract/client.ts';
import { participantId } from '../../../shared/domain/derivedId.ts';
import type { Participant } from '../../../shared/domain/records/meeting.ts';
import { useQuery } from '../../app/cabinet.ts';
import { usePeople } from '../../app/people.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { useToast } from '../../ui/Toast.tsx';
import type { Act } from '../editing/useAct.ts';
import { PersonPicker } from '../PersonPicker.tsx';
import { inProtocolOrder } from './inOrder.ts';
import styles from './ParticipantsTab.module.css';

const ROLES = ['chair', 'secretary', 'member', 'guest'] as const;

const useRoleOptions = () => {
  const { t } = useTranslation();
  return ROLES.map((value) => ({ value, label: t(`secretariat.people.roles.${value}`) }));
};

const Row = ({
  participant,
  act,
  canEdit,
}: {
  readonly participant: Participant;
  readonly act: Act;
  readonly canEdit: boolean;
}) => {
  const { t } = useTranslation();
  const toast = useToast();
  const person = usePeople().get(participant.personId);
  const roles = useRoleOptions();
  const name = person?.name ?? t('meetings.unknownPerson');
  const { id, meetingId, personId, role } = participant;
  const remove = async (): Promise<void> => {
    if (!(await act.run('participant.remove', { id }))) return;
    const undo = (): void =>
      void act.run('participant.invite', { meetingId, people: [{ id, personId, role }] });
    toast(t('secretariat.people.removed', { name }), {
      action: { label: t('secretariat.undo'), run: undo },
    });
  };
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <span className={styles.name}>{name}</span>
        <span className={styles.position}>{person?.position}</span>
      </div>
      {participant.votes ? null : <Badge>{t('meetings.noVote')}</Badge>}
      {canEdit ? (
        <>
          <div className={styles.role}>
            <Select
              label={t('secretariat.people.roleOf', { name })}
              hideLabel
              options={roles}
              value={role}
              onChange={(next) => void act.run('participant.set_role', { id, role: next })}
            />
          </div>
          <IconButton
            icon={<Trash2 aria-hidden size={18} />}
            label={t('secretariat.people.remove', { name })}
            onPress={() => void remove()}
          />
        </>
      ) : (
        <span>{t(`secretariat.people.roles.${role}`)}</span>
      )}
    </li>
  );
};

/** Members of the body who are not invited (any more). */
const useMissingMembers = (view: MeetingView) => {
  const query = useQuery('organisation.get', {});
  const memberships = query.status === 'ready' ? query.value.memberships : [];
  const invited = new Set(view.participants.map(({ personId }) => personId));
  return memberships.filter(({ bodyId, personId }) => bodyId === view.body.id && !invited.has(personId));
};

const Invite = ({ view, act }: { readonly view: MeetingView; readonly act: Act }) => {
  const { t } = useTranslation();
  const people = usePeople();
  const roles = useRoleOptions();
  const missing = useMissingMembers(view);
  const [personId, setPersonId] = useState<string | null>(null);
  const [role, setRole] = useState<Participant['role']>('guest');
  const [round, setRound] = useState(0);
  const meetingId = view.meeting.id;
  const among = useMemo(() => {
    const invited = new Set(view.participants.map((one) => one.personId));
    return new Set([...people.keys()].filter((id) => !invited.has(id)));
  }, [people, view.participants]);
  const partOf = (id: string, part: Participant['role']) => ({
    id: participantId(meetingId, id),
    personId: id,
    role: part,
  });
  const add = async (): Promise<void> => {
    if (personId === null) return;
    if (!(await act.run('participant.invite', { meetingId, people: [partOf(personId, role)] }))) return;
    setPersonId(null);
    setRound(round + 1);
  };
  return (
    <>
      <div className={styles.add}>
        <PersonPicker
          key={round}
          label={t('secretariat.people.invite')}
          value={personId}
          onChange={setPersonId}
          among={among}
        />
        <Select label={t('secretariat.people.as')} options={roles} value={role} onChange={setRole} />
        <Button
          icon={<UserPlus aria-hidden size={18} />}
          isDisabled={personId === null}
          onPress={() => void add()}
        >
          {t('secretariat.people.add')}
        </Button>
      </div>
      {missing.length === 0 ? null : (
        <div className={styles.tools}>
          <Button
            icon={<UsersRound aria-hidden size={18} />}
            onPress={() =>
              void act.run('participant.invite', {
                meetingId,
                people: missing.map((seat) =>
                  partOf(seat.personId, seat.role === 'chair' ? 'chair' : 'member'),
                ),
              })
            }
          >
            {t('secretariat.people.inviteMissing', { count: missing.length, body: view.body.name })}
          </Button>
        </div>
      )}
    </>
  );
};

/** Everybody with their part in the session. */
export const InviteList = ({ view, act }: { readonly view: MeetingView; readonly act: Act }) => {
  const people = usePeople();
  return (
    <>
      {view.mayEdit ? <Invite view={view} act={act} /> : null}
      <ul>
        {inProtocolOrder(view.participants, people).map((participant) => (
          <Row key={participant.id} participant={participant} act={act} canEdit={view.mayEdit} />
        ))}
      </ul>
    </>
  );
};
