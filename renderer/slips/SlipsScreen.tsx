import { useTranslation } from 'react-i18next';
import type { SlipView } from '../../shared/contract/client.ts';
import { useQuery } from '../app/cabinet.ts';
import { Screen } from '../app/Screen.tsx';
import { Section } from '../ui/Section.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/States.tsx';
import { SlipRow, waitsForAnswer } from './SlipRow.tsx';

const Group = ({ title, list }: { readonly title: string; readonly list: readonly SlipView[] }) =>
  list.length === 0 ? null : (
    <Section title={title}>
      <ul>
        {list.map((view) => (
          <li key={view.slip.id}>
            <SlipRow view={view} />
          </li>
        ))}
      </ul>
    </Section>
  );

/** Opinion slips: what waits for an answer first, the nearest deadline on top. */
export const SlipsScreen = () => {
  const { t } = useTranslation();
  const query = useQuery('slips.list', {});
  if (query.status !== 'ready') {
    return (
      <Screen title={t('app.rail.slips')}>
        {query.status === 'loading' ? (
          <Skeleton lines={5} />
        ) : (
          <ErrorState error={query.error} onRetry={query.retry} />
        )}
      </Screen>
    );
  }
  const slips = [...query.value.slips].sort((a, b) => (a.slip.deadline < b.slip.deadline ? -1 : 1));
  const waiting = slips.filter(waitsForAnswer);
  const open = slips.filter((view) => !waiting.includes(view) && view.slip.status !== 'closed');
  return (
    <Screen title={t('app.rail.slips')}>
      {slips.length === 0 ? (
        <EmptyState title={t('voting.noSlips')}>{t('voting.noSlipsYet')}</EmptyState>
      ) : null}
      <Group title={t('voting.slipGroups.waiting')} list={waiting} />
      <Group title={t('voting.slipGroups.open')} list={open} />
      <Group
        title={t('voting.slipGroups.closed')}
        list={slips.filter(({ slip }) => slip.status === 'closed').reverse()}
      />
    </Screen>
  );
};
