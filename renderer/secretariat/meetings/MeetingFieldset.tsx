import { useTranslation } from 'react-i18next';
import { useFormats, useTimeZone } from '../../i18n/format.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { splitStyles as styles } from '../Split.tsx';
import { instantOf, parseDate } from './localTime.ts';
import { problemsOf, type TypedMeeting } from './meetingFields.ts';

const KINDS = ['regular', 'extraordinary', 'thematic'] as const;

export interface MeetingFieldsetProps {
  readonly typed: TypedMeeting;
  readonly onChange: (patch: Partial<TypedMeeting>) => void;
  /** Says what is wrong in empty fields too: after the first try to save. */
  readonly strict: boolean;
}

/** Title, kind, day, hours and place of a session. */
export const MeetingFieldset = ({ typed, onChange, strict }: MeetingFieldsetProps) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const timeZone = useTimeZone();
  const now = new Date();
  const problems = problemsOf(typed, now, timeZone);
  const date = parseDate(typed.date, now, timeZone);
  const isSaid = (text: string): boolean => strict || text !== '';
  return (
    <>
      <Segmented
        label={t('secretariat.meeting.kind')}
        options={KINDS.map((value) => ({ value, label: t(`meetings.kind.${value}`) }))}
        value={typed.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <TextField
        label={t('secretariat.meeting.title')}
        value={typed.title}
        onChange={(title) => onChange({ title: title.slice(0, 500) })}
        error={strict && problems.title ? t('secretariat.meeting.titleMissing') : null}
      />
      <div className={styles.two}>
        <TextField
          label={t('secretariat.meeting.date')}
          value={typed.date}
          onChange={(text) => onChange({ date: text })}
          error={problems.date && isSaid(typed.date) ? t('secretariat.meeting.dateUnreadable') : null}
          {...(date === null ? {} : { hint: formats.date(instantOf(date, 0, timeZone)) })}
        />
        <TextField
          label={t('secretariat.meeting.start')}
          value={typed.start}
          onChange={(start) => onChange({ start })}
          error={problems.start && isSaid(typed.start) ? t('secretariat.meeting.timeUnreadable') : null}
        />
        <TextField
          label={t('secretariat.meeting.end')}
          value={typed.end}
          onChange={(end) => onChange({ end })}
          error={
            problems.end === null || !isSaid(typed.end)
              ? null
              : t(
                  problems.end === 'before_start'
                    ? 'secretariat.meeting.endBeforeStart'
                    : 'secretariat.meeting.timeUnreadable',
                )
          }
        />
      </div>
      <TextField
        label={t('secretariat.meeting.place')}
        value={typed.place}
        onChange={(place) => onChange({ place: place.slice(0, 300) })}
      />
    </>
  );
};
