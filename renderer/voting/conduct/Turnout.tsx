import { Check, Circle, GitFork } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { PollView } from '../../../shared/contract/client.ts';
import type { Participant } from '../../../shared/domain/records/meeting.ts';
import { pollStatement, type Turnout as TurnoutRecord } from '../../../shared/domain/records/poll.ts';
import { usePeople } from '../../app/people.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Progress } from '../../ui/Progress.tsx';
import styles from './Turnout.module.css';

const statementText = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(pollStatement.pick({ electorate: true }).loose());

/** The frozen electorate (R7) stands in the statement; before that, who would have a vote. */
const electorateOf = (view: PollView, participants: readonly Participant[]): readonly string[] => {
  if (view.poll.statement !== null) return statementText.parse(view.poll.statement).electorate;
  return participants.filter(({ votes }) => votes).map(({ personId }) => personId);
};

export interface TurnoutProps {
  readonly view: PollView;
  readonly turnout: TurnoutRecord;
  readonly participants: readonly Participant[];
}

/** Who has voted, never what (R14). */
export const Turnout = ({ view, turnout, participants }: TurnoutProps) => {
  const { t } = useTranslation();
  const people = usePeople();
  const voted = new Set(turnout.votedIds);
  const conflicting = new Set(turnout.conflictIds);
  const electorate = [...electorateOf(view, participants)].sort(
    (a, b) => (people.get(a)?.rank ?? 0) - (people.get(b)?.rank ?? 0),
  );
  return (
    <div className={styles.turnout} role="status">
      <Progress
        label={t('voting.conduct.turnout')}
        value={voted.size}
        max={view.electorateCount}
        text={`${voted.size}/${view.electorateCount}`}
      />
      <details className={styles.names}>
        <summary>{t('voting.conduct.who')}</summary>
        <ul>
          {electorate.map((id) => (
            <li key={id} className={styles.row}>
              <span>{people.get(id)?.name ?? t('meetings.unknownPerson')}</span>
              {conflicting.has(id) ? (
                <Badge tone="danger" icon={<GitFork aria-hidden size={16} />}>
                  {t('voting.conduct.conflict')}
                </Badge>
              ) : voted.has(id) ? (
                <Badge tone="ok" icon={<Check aria-hidden size={16} />}>
                  {t('voting.conduct.voted')}
                </Badge>
              ) : (
                <Badge icon={<Circle aria-hidden size={14} />}>{t('voting.conduct.notYet')}</Badge>
              )}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
};
