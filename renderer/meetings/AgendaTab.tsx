import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemView, MeetingView } from '../../shared/contract/client.ts';
import type { Person } from '../../shared/domain/records/organisation.ts';
import { usePeople } from '../app/people.ts';
import { useFormats } from '../i18n/format.ts';
import { ClosedPapers } from '../papers/ClosedPapers.tsx';
import { PaperRow } from '../papers/PaperRow.tsx';
import { cx } from '../ui/cx.ts';
import { joinFacts } from '../ui/facts.ts';
import { EmptyState } from '../ui/States.tsx';
import { PollRow } from '../voting/PollRow.tsx';
import { type AgendaRow, agendaRows } from './agenda.ts';
import styles from './AgendaTab.module.css';

const Facts = ({
  row,
  presenter,
}: {
  readonly row: AgendaRow<ItemView>;
  readonly presenter: Person | undefined;
}) => {
  const { t } = useTranslation();
  const { item, papers, polls } = row.value;
  const read = papers.filter((paper) => paper.read).length;
  const facts = joinFacts([
    presenter === undefined ? '' : t('meetings.presenter', { name: presenter.name }),
    item.unit,
    papers.length === 0 ? '' : t('papers.papers', { count: papers.length }),
    papers.length === 0 ? '' : t('papers.readCount', { read, total: papers.length }),
    polls.length === 0 ? '' : t('voting.polls', { count: polls.length }),
  ]);
  return facts === '' ? null : <p className={styles.facts}>{facts}</p>;
};

const Item = ({
  row,
  presenter,
  isTarget,
}: {
  readonly row: AgendaRow<ItemView>;
  readonly presenter: Person | undefined;
  readonly isTarget: boolean;
}) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const element = useRef<HTMLLIElement>(null);
  const { item, papers, polls } = row.value;
  useEffect(() => {
    if (isTarget) element.current?.scrollIntoView({ block: 'start' });
  }, [isTarget]);
  return (
    <li
      ref={element}
      className={cx(styles.item, isTarget && styles.target)}
      style={{ marginInlineStart: `${row.depth * 2}rem` }}
    >
      <div className={styles.number}>{row.number}</div>
      <div className={styles.content}>
        <h2 className={cx(styles.title, row.depth > 0 && styles.sub)}>{item.title}</h2>
        <Facts row={row} presenter={presenter} />
        {item.summary === '' ? null : <p className={styles.summary}>{item.summary}</p>}
      </div>
      <div className={styles.clock}>
        <span className={styles.time}>{formats.time(new Date(row.startsAt).toISOString())}</span>
        <span className={styles.minutes}>{t('meetings.minutes', { count: row.minutes })}</span>
      </div>
      {papers.length + polls.length === 0 ? null : (
        <ul className={styles.things}>
          {papers.map((view) => (
            <li key={view.paper.id}>
              <PaperRow view={view} />
            </li>
          ))}
          {polls.map((view) => (
            <li key={view.poll.id}>
              <PollRow view={view} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
};

/** The agenda with its clock, and below each item what belongs to it. */
export const AgendaTab = ({
  view,
  itemId,
}: {
  readonly view: MeetingView;
  readonly itemId: string | null;
}) => {
  const { t } = useTranslation();
  const people = usePeople();
  const rows = useMemo(
    () => agendaRows(view.items, ({ item }) => item, view.meeting.startsAt),
    [view.items, view.meeting.startsAt],
  );
  if (rows.length === 0) {
    return <EmptyState title={t('meetings.noItems')}>{t('meetings.noItemsYet')}</EmptyState>;
  }
  return (
    <>
      <ClosedPapers papers={view.items.flatMap(({ papers }) => papers)} />
      <ol className={styles.agenda}>
        {rows.map((row) => (
          <Item
            key={row.value.item.id}
            row={row}
            presenter={
              row.value.item.presenterId === null ? undefined : people.get(row.value.item.presenterId)
            }
            isTarget={row.value.item.id === itemId}
          />
        ))}
      </ol>
    </>
  );
};
