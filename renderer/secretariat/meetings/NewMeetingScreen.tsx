import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Body } from '../../../shared/domain/records/organisation.ts';
import { useQuery } from '../../app/cabinet.ts';
import { newId } from '../../app/newId.ts';
import { paths } from '../../app/paths.ts';
import { Screen } from '../../app/Screen.tsx';
import { useSession } from '../../app/session.ts';
import { useTimeZone } from '../../i18n/format.ts';
import { useSentence } from '../../i18n/useSentence.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { ErrorState, Skeleton } from '../../ui/States.tsx';
import { useAct } from '../editing/useAct.ts';
import { saveKeys } from '../editing/useSaveKeys.ts';
import { splitStyles as styles } from '../Split.tsx';
import { parseDate } from './localTime.ts';
import { fieldsOf, suggestedDate, type TypedMeeting } from './meetingFields.ts';
import { MeetingFieldset } from './MeetingFieldset.tsx';
import own from './NewMeetingScreen.module.css';

/** "Phiên họp thường kỳ Chính phủ tháng 12 năm 2026", until the person writes a title of their own. */
const useSuggestedTitle = (): ((body: Body, typed: TypedMeeting) => string) => {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  return (body, { kind, date }) => {
    const day = parseDate(date, new Date(), timeZone);
    if (day === null) return '';
    return t(`secretariat.meeting.suggested.${kind}`, { body: body.name, month: day.month, year: day.year });
  };
};

const Form = ({ bodies }: { readonly bodies: readonly Body[] }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const [, navigate] = useLocation();
  const act = useAct();
  const suggest = useSuggestedTitle();
  const timeZone = useTimeZone();
  const [body, setBody] = useState<Body | undefined>(bodies[0]);
  const [strict, setStrict] = useState(false);
  const [ownTitle, setOwnTitle] = useState<string | null>(null);
  const [rest, setRest] = useState<Omit<TypedMeeting, 'title'>>(() => ({
    ...{ kind: 'regular', date: suggestedDate(new Date(), timeZone), start: '08:00', end: '11:30' },
    place: t('secretariat.meeting.suggestedPlace'),
  }));
  const typed: TypedMeeting = { ...rest, title: '' };
  const title = ownTitle ?? (body === undefined ? '' : suggest(body, typed));
  const change = ({ title: next, ...patch }: Partial<TypedMeeting>): void => {
    if (next !== undefined) setOwnTitle(next);
    if (Object.keys(patch).length > 0) setRest({ ...rest, ...patch });
  };
  const create = async (): Promise<void> => {
    setStrict(true);
    const fields = fieldsOf({ ...rest, title }, new Date(), timeZone);
    if (fields === null || body === undefined) return;
    const id = newId();
    if (await act.run('meeting.create', { ...fields, id, bodyId: body.id })) {
      navigate(paths.secretariatMeeting(id), { replace: true });
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isField = event.target instanceof HTMLInputElement && event.target.type === 'text';
    if (event.key === 'Enter' && isField && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void create();
    } else saveKeys(() => void create())(event);
  };
  return (
    <div className={`${styles.form ?? ''} ${own.form ?? ''}`} onKeyDown={onKeyDown}>
      {bodies.length > 1 ? (
        <Select
          label={t('secretariat.meeting.body')}
          options={bodies.map(({ id, name }) => ({ value: id, label: name }))}
          value={body?.id ?? null}
          onChange={(id) => setBody(bodies.find((one) => one.id === id))}
        />
      ) : null}
      <MeetingFieldset typed={{ ...rest, title }} onChange={change} strict={strict} />
      <p className={styles.quiet}>{t('secretariat.meeting.whoIsInvited', { body: body?.name ?? '' })}</p>
      {act.error === null ? null : <Banner tone="danger">{sentence(act.error)}</Banner>}
      <div className={styles.tools}>
        <Button variant="primary" onPress={() => void create()}>
          {t('secretariat.meeting.create')}
        </Button>
        <LinkButton href={paths.secretariat} variant="quiet">
          {t('common.cancel')}
        </LinkButton>
      </div>
    </div>
  );
};

/** Tạo phiên họp. */
export const NewMeetingScreen = () => {
  const { t } = useTranslation();
  const { secretaryOf } = useSession();
  const query = useQuery('organisation.get', {});
  return (
    <Screen
      title={t('secretariat.meeting.new')}
      back={{ href: paths.secretariat, label: t('app.rail.secretariat') }}
    >
      {query.status === 'loading' ? (
        <Skeleton lines={6} />
      ) : query.status === 'failed' ? (
        <ErrorState error={query.error} onRetry={query.retry} />
      ) : (
        <Form
          bodies={query.value.bodies.map(({ record }) => record).filter(({ id }) => secretaryOf.includes(id))}
        />
      )}
    </Screen>
  );
};
