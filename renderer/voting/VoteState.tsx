import { CircleCheck, CircleX, Clock, GitFork, HardDrive, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OwnVote, PollView } from '../../shared/contract/client.ts';
import { useFormats, useLanguage } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Badge, type BadgeTone } from '../ui/Badge.tsx';
import { cx } from '../ui/cx.ts';
import { factLine } from '../ui/factLine.ts';
import { choiceWords } from './choices.ts';
import styles from './VoteState.module.css';

type Cast = Exclude<OwnVote['state'], 'none'>;

/** A word and a shape for each state; colour only repeats them. */
const SHAPES: Readonly<Record<Cast, LucideIcon>> = {
  kept: HardDrive,
  received: CircleCheck,
  refused: CircleX,
  conflict: GitFork,
  late: Clock,
};
const TONES: Readonly<Record<Cast, BadgeTone>> = {
  kept: 'now',
  received: 'ok',
  refused: 'danger',
  conflict: 'danger',
  late: 'danger',
};

/** For lists: where one's own ballot stands, in a word with a shape. */
export const VoteStateBadge = ({ vote }: { readonly vote: OwnVote }) => {
  const { t } = useTranslation();
  if (vote.state === 'none') return null;
  const Shape = SHAPES[vote.state];
  return (
    <Badge tone={TONES[vote.state]} icon={<Shape aria-hidden size={16} />}>
      {t(`voting.state.${vote.state}`)}
    </Badge>
  );
};

const Heads = ({ view }: { readonly view: PollView }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const language = useLanguage();
  return (
    <ul className={styles.heads}>
      {view.vote.heads.map((head) => (
        <li key={`${head.castAt} ${head.choices.join(' ')}`}>
          <strong>{choiceWords(view.poll, head.choices, language)}</strong>
          {` · ${t('voting.castAt', { time: formats.recent(head.castAt) })}`}
        </li>
      ))}
    </ul>
  );
};

/** What became of one's own ballot: its choice, its state, and what that means. Read aloud when it changes. */
export const VoteState = ({ view }: { readonly view: PollView }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  const language = useLanguage();
  const sentence = useSentence();
  const { vote, poll } = view;
  if (vote.state === 'none') return null;
  const Shape = SHAPES[vote.state];
  const times = [
    vote.castAt === null || vote.state === 'conflict'
      ? ''
      : t('voting.castAt', { time: formats.recent(vote.castAt) }),
    vote.receivedAt === null ? '' : t('voting.receivedAt', { time: formats.recent(vote.receivedAt) }),
  ].filter((part) => part !== '');
  return (
    <div className={cx(styles.state, styles[vote.state])} role="status">
      <Shape aria-hidden size={28} className={styles.shape} />
      <div className={styles.words}>
        <p className={styles.title}>{t(`voting.state.${vote.state}`)}</p>
        {vote.state === 'conflict' ? (
          <Heads view={view} />
        ) : (
          <p>
            {t('voting.yourChoice')} <strong>{choiceWords(poll, vote.choices, language)}</strong>
          </p>
        )}
        {vote.text === '' ? null : <blockquote className={styles.text}>{vote.text}</blockquote>}
        <p>{t(`voting.meaning.${vote.state}`)}</p>
        {vote.error === null ? null : <p className={styles.reason}>{sentence(vote.error)}</p>}
        {times.length === 0 ? null : <p className={styles.times}>{factLine(times)}</p>}
      </div>
    </div>
  );
};
