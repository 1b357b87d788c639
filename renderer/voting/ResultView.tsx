import {
  Circle,
  CircleCheck,
  CircleDashed,
  CircleX,
  type LucideIcon,
  MessageSquareQuote,
  Minus,
  Plus,
  X,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PollView } from '../../shared/contract/client.ts';
import { explainResult } from '../../shared/domain/decisions/explain.ts';
import type { ChoiceOption, PollResult } from '../../shared/domain/records/poll.ts';
import { usePeople } from '../app/people.ts';
import { useFormats, useLanguage } from '../i18n/format.ts';
import { Banner } from '../ui/Banner.tsx';
import { cx } from '../ui/cx.ts';
import { choiceWords } from './choices.ts';
import styles from './ResultView.module.css';

type Role = ChoiceOption['role'] | 'silent';

const SHAPES: Readonly<Record<Role, LucideIcon>> = {
  yes: Plus,
  no: X,
  abstain: Minus,
  other: MessageSquareQuote,
  option: Circle,
  silent: CircleDashed,
};

const Bar = ({ role, label, count, of }: { role: Role; label: string; count: number; of: number }) => {
  const Shape = SHAPES[role];
  return (
    <div className={cx(styles.bar, styles[role])}>
      <dt className={styles.label}>
        <Shape aria-hidden size={20} strokeWidth={2.5} className={styles.shape} />
        {label}
      </dt>
      <dd className={styles.count}>{count}</dd>
      <dd className={styles.track} aria-hidden>
        <div className={styles.fill} style={{ inlineSize: `${(100 * count) / Math.max(1, of)}%` }} />
      </dd>
    </div>
  );
};

const RollCall = ({ view, result }: { readonly view: PollView; readonly result: PollResult }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const people = usePeople();
  const lines = [...result.lines].sort(
    (a, b) => (people.get(a.personId)?.rank ?? 0) - (people.get(b.personId)?.rank ?? 0),
  );
  return (
    <details className={styles.roll}>
      <summary>{t('voting.result.rollCall', { count: lines.length })}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('voting.result.member')}</th>
            <th scope="col">{t('voting.result.choice')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.personId}>
              <th scope="row">
                {people.get(line.personId)?.name ?? t('meetings.unknownPerson')}
                <span className={styles.position}>{people.get(line.personId)?.position}</span>
              </th>
              <td>
                {line.choices.length === 0
                  ? t('voting.result.silent')
                  : choiceWords(view.poll, line.choices, language)}
                {line.text === '' ? null : <p className={styles.opinion}>{line.text}</p>}
                {line.conflict ? <p className={styles.position}>{t('voting.result.conflict')}</p> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};

/** The explained result (R17): why, then the counts with word and shape, then who. */
export const ResultView = ({ view, result }: { readonly view: PollView; readonly result: PollResult }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const formats = useFormats();
  const { poll } = view;
  const of = Math.max(result.electorateCount, ...result.counts.map(({ count }) => count));
  return (
    <div className={styles.result}>
      {result.provisional ? (
        <Banner tone="warning">
          {poll.late.kind === 'accept'
            ? t('voting.result.provisionalUntil', { time: formats.dateTime(poll.late.until) })
            : t('voting.result.provisional')}
        </Banner>
      ) : null}
      <div className={styles.outcome}>
        {result.needed === null ? null : result.passed ? (
          <CircleCheck aria-hidden size={28} className={cx(styles.shape, styles.yes)} />
        ) : (
          <CircleX aria-hidden size={28} className={cx(styles.shape, styles.no)} />
        )}
        <p className={styles.sentence}>{explainResult(result, { choices: poll.choices }, language)}</p>
      </div>
      <dl className={styles.bars}>
        {poll.choices.options.map((option) => (
          <Bar
            key={option.id}
            role={option.role}
            label={option.label[language]}
            count={result.counts.find(({ optionId }) => optionId === option.id)?.count ?? 0}
            of={of}
          />
        ))}
        <Bar role="silent" label={t('voting.result.silent')} count={result.notVotedCount} of={of} />
      </dl>
      {result.lateCount === 0 ? null : <p>{t('voting.result.late', { count: result.lateCount })}</p>}
      {result.lines.length === 0 ? null : <RollCall view={view} result={result} />}
    </div>
  );
};
