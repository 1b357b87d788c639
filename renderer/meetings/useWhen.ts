import { useTranslation } from 'react-i18next';
import type { Meeting } from '../../shared/domain/records/meeting.ts';
import { useNow } from '../app/useNow.ts';
import { dayNumber, wallTimeIn } from '../app/zonedTime.ts';
import { useFormats, useTimeZone } from '../i18n/format.ts';

/** `08:00–11:30, thứ Năm, 3/12/2026` and `còn 11 ngày`. */
export const useWhen = (): ((meeting: Meeting) => {
  readonly when: string;
  readonly left: string | null;
}) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const timeZone = useTimeZone();
  const now = useNow(60_000);
  const dayOf = (ms: number): number => dayNumber(wallTimeIn(timeZone, ms));
  return (meeting) => {
    const starts = Date.parse(meeting.startsAt);
    const days = dayOf(starts) - dayOf(now);
    const sameDay = dayOf(starts) === dayOf(Date.parse(meeting.endsAt));
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
