import { useTranslation } from 'react-i18next';
import type { MeetingView } from '../../shared/contract/client.ts';
import { ClosedPapers } from '../papers/ClosedPapers.tsx';
import { PaperRow } from '../papers/PaperRow.tsx';
import { Section } from '../ui/Section.tsx';
import { EmptyState } from '../ui/States.tsx';
import { agendaRows } from './agenda.ts';

/** All papers of the session in the order of its agenda. */
export const PapersTab = ({ view }: { readonly view: MeetingView }) => {
  const { t } = useTranslation();
  const rows = agendaRows(view.items, ({ item }) => item, view.meeting.startsAt).filter(
    ({ value }) => value.papers.length > 0,
  );
  if (rows.length === 0) return <EmptyState title={t('papers.none')}>{t('papers.noneYet')}</EmptyState>;
  return (
    <>
      <ClosedPapers papers={rows.flatMap(({ value }) => value.papers)} />
      {rows.map(({ value, number }) => (
        <Section key={value.item.id} title={`${number}. ${value.item.title}`}>
          <ul>
            {value.papers.map((paper) => (
              <li key={paper.paper.id}>
                <PaperRow view={paper} />
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </>
  );
};
