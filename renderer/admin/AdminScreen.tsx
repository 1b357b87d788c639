import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useQuery } from '../app/cabinet.ts';
import { Screen } from '../app/Screen.tsx';
import { useSession } from '../app/session.ts';
import { Banner } from '../ui/Banner.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { AccountsTab } from './AccountsTab.tsx';
import { BodiesTab } from './BodiesTab.tsx';
import { OrganisationTab } from './OrganisationTab.tsx';

const TABS = ['accounts', 'bodies', 'organisation'] as const;
type Tab = (typeof TABS)[number];

const tabOf = (path: string): Tab => TABS.find((tab) => path === `/admin/${tab}`) ?? 'accounts';

/** Quản trị: accounts, bodies and the organisation itself. */
export const AdminScreen = () => {
  const { t } = useTranslation();
  const [path, navigate] = useLocation();
  const session = useSession();
  const query = useQuery('organisation.get', {});
  if (query.status !== 'ready') {
    return (
      <Screen title={t('admin.title')}>
        {query.status === 'loading' ? (
          <Skeleton lines={8} />
        ) : (
          <ErrorState error={query.error} onRetry={query.retry} />
        )}
      </Screen>
    );
  }
  return (
    <Screen title={t('admin.title')}>
      {session.accountRole === 'system_administrator' ? (
        <Tabs
          label={t('admin.parts')}
          selected={tabOf(path)}
          onSelect={(tab) => navigate(`/admin/${tab}`, { replace: true })}
          tabs={[
            { id: 'accounts', label: t('admin.tabs.accounts'), content: <AccountsTab /> },
            {
              id: 'bodies',
              label: t('admin.tabs.bodies'),
              count: query.value.bodies.length,
              content: <BodiesTab organisation={query.value} />,
            },
            {
              id: 'organisation',
              label: t('admin.tabs.organisation'),
              content: <OrganisationTab organisation={query.value.organisation} />,
            },
          ]}
        />
      ) : (
        <Banner>{t('admin.systemOnly')}</Banner>
      )}
    </Screen>
  );
};
