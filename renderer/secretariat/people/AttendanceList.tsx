import { Check } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeetingView } from '../../../shared/contract/client.ts';
import type { Participant } from '../../../shared/domain/records/meeting.ts';
import { usePeople } from '../../app/people.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useToast } from '../../ui/Toast.tsx';
import type { Act } from '../editing/useAct.ts';
import { inProtocolOrder } from './inOrder.ts';
import styles from './ParticipantsTab.module.css';

type Attendance = Participant['attendance'];

/** One key per answer; 0 takes it back. */
const KEYS: Readonly<Record<string, Attendance>> = {
  '1': 'in_room',
  '2': 'remote',
  '3': 'absent',
  '0': 'unknown',
};
const SHOWN = ['in_room', 'remote', 'absent'] as const;

/** Puts the focus on the person `by` rows away. */
const goTo = (list: HTMLElement | null, row: HTMLElement | null, by: number): void => {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-person]') ?? [])];
  const next = rows[rows.findIndex((one) => one === row) + by];
  next?.querySelector<HTMLElement>('input[type=radio]:checked, input[type=radio]')?.focus();
  next?.scrollIntoView({ block: 'nearest' });
};

/**
 * Who is there. For 27 people at the door: 1 in the room, 2 remote, 3 absent, and the next person has the focus; ↑ and ↓
 * go from person to person.
 */
export const AttendanceList = ({ view, act }: { readonly view: MeetingView; readonly act: Act }) => {
  const { t } = useTranslation();
  const toast = useToast();
  const people = usePeople();
  const list = useRef<HTMLUListElement>(null);
  const sorted = inProtocolOrder(view.participants, people);
  const unknown = sorted.filter(({ attendance, votes }) => attendance === 'unknown' && votes);
  const set = (id: string, attendance: Attendance): void =>
    void act.run('participant.set_attendance', { id, attendance });
  const allPresent = (): void => {
    for (const { id } of unknown) set(id, 'in_room');
    const undo = (): void => {
      for (const { id } of unknown) set(id, 'unknown');
    };
    toast(t('secretariat.people.markedPresent', { count: unknown.length }), {
      action: { label: t('secretariat.undo'), run: undo },
    });
  };
  const onKeyDown =
    (id: string) =>
    (event: KeyboardEvent<HTMLElement>): void => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const attendance = KEYS[event.key];
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (attendance === undefined && by === 0) return;
      event.preventDefault();
      event.stopPropagation();
      if (attendance !== undefined) set(id, attendance);
      goTo(list.current, event.currentTarget, attendance === undefined ? by : 1);
    };
  return (
    <>
      {view.mayEdit ? (
        <div className={styles.tools}>
          <Button
            icon={<Check aria-hidden size={18} />}
            isDisabled={unknown.length === 0}
            onPress={allPresent}
          >
            {t('secretariat.people.allPresent', { count: unknown.length })}
          </Button>
          <span className={styles.hint}>{t('secretariat.people.attendKeys')}</span>
        </div>
      ) : null}
      <ul ref={list}>
        {sorted.map(({ id, personId, attendance }, index) => {
          const person = people.get(personId);
          const name = person?.name ?? t('meetings.unknownPerson');
          return (
            <li key={id} data-person className={styles.row} onKeyDownCapture={onKeyDown(id)}>
              <span className={styles.number}>{index + 1}</span>
              <div className={styles.who}>
                <span className={styles.name}>{name}</span>
                <span className={styles.position}>{person?.position}</span>
              </div>
              {view.mayEdit ? (
                <Segmented
                  label={t('meetings.attendanceOf', { name })}
                  hideLabel
                  options={SHOWN.map((value) => ({ value, label: t(`secretariat.people.attend.${value}`) }))}
                  value={attendance === 'unknown' ? null : attendance}
                  onChange={(next) => set(id, next)}
                />
              ) : (
                <span>{t(`meetings.attendance.${attendance}`)}</span>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
};
