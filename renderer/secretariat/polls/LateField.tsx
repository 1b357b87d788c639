import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LatePolicy } from '../../../shared/domain/records/poll.ts';
import { useFormats, useTimeZone } from '../../i18n/format.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { dateText, instantOf, parseDate, parseTime, timeText } from '../meetings/localTime.ts';
import { splitStyles as styles } from '../Split.tsx';

export interface MomentFieldProps {
  readonly dateLabel: string;
  readonly timeLabel: string;
  readonly value: string;
  readonly onChange: (instant: string) => void;
}

/** A day and an hour as typed; reported as soon as both can be read. */
export const MomentField = ({ dateLabel, timeLabel, value, onChange }: MomentFieldProps) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const timeZone = useTimeZone();
  const [typed, setTyped] = useState<{ date: string; time: string } | null>(null);
  const shown = typed ?? { date: dateText(value, timeZone), time: timeText(value, timeZone) };
  const date = parseDate(shown.date, new Date(), timeZone);
  const time = parseTime(shown.time);
  const change = (next: { date: string; time: string }): void => {
    setTyped(next);
    const day = parseDate(next.date, new Date(), timeZone);
    const minutes = parseTime(next.time);
    if (day !== null && minutes !== null) onChange(instantOf(day, minutes, timeZone));
  };
  return (
    <div className={styles.two}>
      <TextField
        label={timeLabel}
        value={shown.time}
        onChange={(text) => change({ ...shown, time: text })}
        error={time === null ? t('secretariat.meeting.timeUnreadable') : null}
      />
      <TextField
        label={dateLabel}
        value={shown.date}
        onChange={(text) => change({ ...shown, date: text })}
        error={date === null ? t('secretariat.meeting.dateUnreadable') : null}
        {...(date === null ? {} : { hint: formats.date(instantOf(date, 0, timeZone)) })}
      />
    </div>
  );
};

/** R13: what happens to a ballot that was cast in time and arrives late. */
export const LateField = ({
  value,
  suggested,
  onChange,
}: {
  readonly value: LatePolicy;
  /** The end of the window that is offered first. */
  readonly suggested: string;
  readonly onChange: (value: LatePolicy) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Segmented
        label={t('secretariat.poll.late')}
        options={(['reject', 'accept'] as const).map((kind) => ({
          value: kind,
          label: t(`secretariat.poll.lateKinds.${kind}`),
        }))}
        value={value.kind}
        onChange={(kind) => onChange(kind === 'reject' ? { kind } : { kind, until: suggested })}
      />
      {value.kind === 'accept' ? (
        <MomentField
          timeLabel={t('secretariat.poll.lateTime')}
          dateLabel={t('secretariat.poll.lateDate')}
          value={value.until}
          onChange={(until) => onChange({ kind: 'accept', until })}
        />
      ) : null}
    </>
  );
};
