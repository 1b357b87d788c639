import { useTranslation } from 'react-i18next';
import { useQuery } from '../app/cabinet.ts';
import { DeviceList } from '../devices/DeviceList.tsx';
import { Banner } from '../ui/Banner.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';

/** Devices on which this person has signed in: an unknown one among them is a reason to revoke it and call somebody. */
export const Devices = () => {
  const { t } = useTranslation();
  const query = useQuery('session.devices', {});
  if (query.status === 'loading') return <Skeleton lines={2} />;
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.retry} />;
  return (
    <>
      <DeviceList devices={query.value.devices} owner={null} />
      <Banner>{t('account.unknownDevice')}</Banner>
    </>
  );
};
