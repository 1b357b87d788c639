import { useTranslation } from 'react-i18next';
import type { MeetingView } from '../../shared/contract/client.ts';
import { Section } from '../ui/Section.tsx';
import { EmptyState } from '../ui/States.tsx';
import { PollRow } from '../voting/PollRow.tsx';
import { agendaRows } from './agenda.ts';

/** All votes of the session in the order of its agenda. */
export const VotesTab = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const rows = agendaRows(view.items, ({ item }) => item, view.meeting.startsAt).filter(
    ({ value }) => value.polls.length > 0,
  );
  if (rows.length === 0) return <EmptyState title={t('voting.none')}>{t('voting.noneYet')}</EmptyState>;
  return rows.map(({ value, number }) => (
    <Section key={value.item.id} title={`${number}. ${value.item.title}`}>
      <ul>
        {value.polls.map((poll) => (
          <li key={poll.poll.id}>
            <PollRow view={poll} />
          </li>
        ))}
      </ul>
    </Section>
  ));
};
