import { useTranslation } from 'react-i18next';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { useFormats } from '../i18n/format.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';

/** Said once, quietly: the server was restored, and nobody has to do anything. */
export const RestoredNotice = () => {
  const { t } = useTranslation();
  const formats = useFormats();
  const sync = useQuery('sync.state', {});
  const seen = useCommand('sync.restoreSeen');
  if (sync.status !== 'ready' || sync.value.restoredAt === null) return null;
  return (
    <Banner
      action={
        <Button variant="quiet" onPress={() => void seen.run({})}>
          {t('home.restoredSeen')}
        </Button>
      }
    >
      {t('home.restored', { time: formats.recent(sync.value.restoredAt) })}
    </Banner>
  );
};
