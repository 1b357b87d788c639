import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../app/cabinet.ts';
import { DeviceList } from '../devices/DeviceList.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorState, Skeleton } from '../ui/States.tsx';

interface Owner {
  readonly personId: string;
  readonly name: string;
}

const Listed = ({ personId, name }: Owner) => {
  const query = useQuery('devices.list', { personId });
  if (query.status === 'loading') return <Skeleton lines={2} />;
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.retry} />;
  return <DeviceList devices={query.value.devices} owner={name} />;
};

/** Somebody's devices, for who must act when one is lost. */
export const PersonDevices = ({ personId, name }: Owner) => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="quiet" onPress={() => setOpen(true)}>
        {t('devices.ofPerson')}
      </Button>
      <Dialog
        title={t('devices.ofPersonTitle', { name })}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        size="large"
        actions={<Button onPress={() => setOpen(false)}>{t('common.close')}</Button>}
      >
        <Listed personId={personId} name={name} />
      </Dialog>
    </>
  );
};
