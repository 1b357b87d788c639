import { useTranslation } from 'react-i18next';
import type { Meeting } from '../../shared/domain/records/meeting.ts';
import { Badge } from '../ui/Badge.tsx';

/** Where the session stands; gold while it runs. */
export const MeetingStatus = ({ status }: { readonly status: Meeting['status'] }) => {
  const { t } = useTranslation();
  return (
    <Badge tone={status === 'in_session' ? 'now' : status === 'cancelled' ? 'danger' : 'plain'}>
      {t(`meetings.status.${status}`)}
    </Badge>
  );
};
