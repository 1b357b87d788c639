import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientResult } from '../../shared/contract/client.ts';
import { useQuery } from '../app/cabinet.ts';
import { Screen } from '../app/Screen.tsx';
import { Section } from '../ui/Section.tsx';
import { Select } from '../ui/Select.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/States.tsx';
import { TextField } from '../ui/TextField.tsx';
import { foldText } from './foldText.ts';
import { ClosedPapers } from './ClosedPapers.tsx';
import { PaperRow } from './PaperRow.tsx';
import styles from './PapersScreen.module.css';

type Entry = ClientResult<'papers.list'>['papers'][number];
const FILTERS = ['all', 'unread', 'missing'] as const;
type Filter = (typeof FILTERS)[number];

// Kept while the window lives: going back to the list finds it as it was left.
const left: { words: string; filter: Filter } = { words: '', filter: 'all' };

const matches = (entry: Entry, words: string, filter: Filter): boolean => {
  if (filter === 'unread' && entry.view.read) return false;
  if (filter === 'missing' && entry.view.availability.state === 'here') return false;
  if (words === '') return true;
  const { paper } = entry.view;
  const text = foldText(
    [paper.title, paper.number, paper.agency, entry.itemTitle, entry.meetingTitle].join(' '),
  );
  return foldText(words)
    .split(/\s+/)
    .every((word) => text.includes(word));
};

const groupsOf = (entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> => {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    groups.set(entry.meetingTitle, [...(groups.get(entry.meetingTitle) ?? []), entry]);
  }
  return groups;
};

const List = ({ entries }: { readonly entries: readonly Entry[] }) => (
  <>
    {[...groupsOf(entries)].map(([title, group]) => (
      <Section key={title} title={title}>
        <ul>
          {group.map((entry) => (
            <li key={entry.view.paper.id}>
              <PaperRow view={entry.view} place={entry.itemTitle} />
            </li>
          ))}
        </ul>
      </Section>
    ))}
  </>
);

/** All papers that this person may read, by session. */
export const PapersScreen = () => {
  const { t } = useTranslation();
  const query = useQuery('papers.list', {});
  const [words, setWords] = useState(left.words);
  const [filter, setFilter] = useState(left.filter);
  const deferred = useDeferredValue(words);
  const papers = query.status === 'ready' ? query.value.papers : null;
  const shown = useMemo(
    () => (papers ?? []).filter((entry) => matches(entry, deferred.trim(), filter)),
    [papers, deferred, filter],
  );
  const change = (nextWords: string, nextFilter: Filter): void => {
    left.words = nextWords;
    left.filter = nextFilter;
    setWords(nextWords);
    setFilter(nextFilter);
  };
  return (
    <Screen title={t('papers.title')}>
      <div className={styles.tools}>
        <div className={styles.words}>
          <TextField
            label={t('papers.find')}
            type="search"
            value={words}
            onChange={(next) => change(next, filter)}
          />
        </div>
        <Select
          label={t('papers.show')}
          options={FILTERS.map((value) => ({ value, label: t(`papers.filters.${value}`) }))}
          value={filter}
          onChange={(next) => change(words, next)}
        />
      </div>
      <p className={styles.count} role="status">
        {papers === null ? null : t('papers.count', { count: shown.length })}
      </p>
      {query.status === 'loading' ? (
        <Skeleton lines={8} />
      ) : query.status === 'failed' ? (
        <ErrorState error={query.error} onRetry={query.retry} />
      ) : query.value.papers.length === 0 ? (
        <EmptyState title={t('papers.none')}>{t('papers.noneYet')}</EmptyState>
      ) : shown.length === 0 ? (
        <EmptyState title={t('papers.noMatch')}>{t('papers.noMatchHint')}</EmptyState>
      ) : (
        <>
          <ClosedPapers papers={shown.map(({ view }) => view)} />
          <List entries={shown} />
        </>
      )}
    </Screen>
  );
};
