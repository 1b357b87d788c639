import { useState } from 'react';
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
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { ErrorState, Skeleton } from '../../ui/States.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { orderAt } from '../agenda/moves.ts';
import { useAct } from '../editing/useAct.ts';
import { saveKeys } from '../editing/useSaveKeys.ts';
import { instantOf, parseDate } from '../meetings/localTime.ts';
import { suggestedDate } from '../meetings/meetingFields.ts';
import { choicesOf } from '../polls/choicePresets.ts';
import { MomentField } from '../polls/LateField.tsx';
import { newPollFields } from '../polls/pollFields.ts';
import { secretariatPaths } from '../secretariatPaths.ts';
import { splitStyles as styles } from '../Split.tsx';

const END_OF_DAY = 17 * 60;

const firstDeadline = (timeZone: string): string => {
  const now = new Date();
  const date = parseDate(suggestedDate(now, timeZone), now, timeZone);
  return date === null ? now.toISOString() : instantOf(date, END_OF_DAY, timeZone);
};

const Form = ({ bodies }: { readonly bodies: readonly Body[] }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const [, navigate] = useLocation();
  const act = useAct();
  const timeZone = useTimeZone();
  const [body, setBody] = useState<Body | undefined>(bodies[0]);
  const [title, setTitle] = useState('');
  const [question, setQuestion] = useState('');
  const [deadline, setDeadline] = useState(() => firstDeadline(timeZone));
  const [strict, setStrict] = useState(false);
  const create = async (): Promise<void> => {
    setStrict(true);
    const isMissing = title.trim() === '' || question.trim() === '';
    if (isMissing || body === undefined) return;
    const id = newId();
    if (!(await act.run('slip.create', { id, bodyId: body.id, title: title.trim(), question, deadline })))
      return;
    // A slip's question is a poll: decided by the same engine, without presence (R18).
    const base = body.ruleSet.base === 'present' ? ('members' as const) : body.ruleSet.base;
    const kept = await act.run('poll.create', {
      ...newPollFields([], { ...body.ruleSet, base }, { title: title.trim(), wording: question }),
      choices: choicesOf('agree'),
      id: newId(),
      owner: { kind: 'slip', id },
      order: orderAt([], 0),
      previousPollId: null,
    });
    if (kept) navigate(secretariatPaths.slip(id), { replace: true });
  };
  return (
    <div className={styles.form} onKeyDown={saveKeys(() => void create())}>
      {bodies.length > 1 ? (
        <Select
          label={t('secretariat.meeting.body')}
          options={bodies.map(({ id, name }) => ({ value: id, label: name }))}
          value={body?.id ?? null}
          onChange={(id) => setBody(bodies.find((one) => one.id === id))}
        />
      ) : null}
      <TextField
        label={t('secretariat.slips.slipTitle')}
        value={title}
        onChange={(text) => setTitle(text.slice(0, 500))}
        error={strict && title.trim() === '' ? t('secretariat.slips.titleMissing') : null}
      />
      <TextField
        label={t('secretariat.slips.question')}
        rows={5}
        value={question}
        onChange={setQuestion}
        error={strict && question.trim() === '' ? t('secretariat.slips.questionMissing') : null}
      />
      <MomentField
        timeLabel={t('secretariat.slips.deadlineTime')}
        dateLabel={t('secretariat.slips.deadlineDate')}
        value={deadline}
        onChange={setDeadline}
      />
      {act.error === null ? null : <Banner tone="danger">{sentence(act.error)}</Banner>}
      <div className={styles.tools}>
        <Button variant="primary" onPress={() => void create()}>
          {t('secretariat.slips.create')}
        </Button>
      </div>
    </div>
  );
};

/** Lập phiếu lấy ý kiến. */
export const NewSlipScreen = () => {
  const { t } = useTranslation();
  const { secretaryOf } = useSession();
  const query = useQuery('organisation.get', {});
  return (
    <Screen
      title={t('secretariat.slips.new')}
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
