import { useTranslation } from 'react-i18next';
import type { Meeting } from '../../shared/domain/records/meeting.ts';
import { useNow } from '../app/useNow.ts';
import { useFormats } from '../i18n/format.ts';

const DAY = 24 * 3600 * 1000;

const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

/** `08:00–11:30, thứ Năm, 3/12/2026` and `còn 11 ngày`. */
export const useWhen = (): ((meeting: Meeting) => {
  readonly when: string;
  readonly left: string | null;
}) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(60_000);
  return (meeting) => {
    const starts = Date.parse(meeting.startsAt);
    // Rounded: a day on which the clocks change has 23 or 25 hours.
    const days = Math.round((midnight(starts) - midnight(now)) / DAY);
    const sameDay = midnight(starts) === midnight(Date.parse(meeting.endsAt));
    const end = sameDay ? formats.time(meeting.endsAt) : formats.dateTime(meeting.endsAt);
    const coming = meeting.status === 'invited' || meeting.status === 'draft';
    return {
      when: `${formats.time(meeting.startsAt)}–${end}, ${formats.date(meeting.startsAt)}`,
      left:
        !coming || days < 0
          ? null
          : days === 0
            ? t('meetings.today')
            : days === 1
              ? t('meetings.tomorrow')
              : t('meetings.inDays', { count: days }),
    };
  };
};
