import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PollView } from '../../shared/contract/client.ts';
import { useLanguage } from '../i18n/format.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { CastForm } from './CastForm.tsx';
import styles from './PollBody.module.css';
import { PollDocuments } from './PollDocuments.tsx';
import { ResultView } from './ResultView.tsx';
import { usePollTerms } from './useRuleSentence.ts';
import { VoteState } from './VoteState.tsx';
import { Wording } from './Wording.tsx';

/** Voting while it is open: the ballot's state if there is one, and the form where one may still choose. */
const Ballot = ({ view }: { readonly view: PollView }) => {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  const state = useRef<HTMLDivElement>(null);
  const { vote, poll } = view;
  // A conflict is only resolved by a ballot that names both; a refused or late one may be cast again while it is open.
  const mustChoose = ['none', 'conflict', 'refused'].includes(vote.state);
  const castAt = vote.castAt;
  const [castAtBefore, setCastAtBefore] = useState(castAt);
  if (castAt !== castAtBefore) {
    // Answered here or on another of this person's devices: the question closes on all.
    setCastAtBefore(castAt);
    setChanging(false);
  }
  const justCast = useRef(false);
  useEffect(() => {
    if (justCast.current) state.current?.focus();
    justCast.current = false;
  }, [castAt]);
  return (
    <>
      <div ref={state} tabIndex={-1} className={styles.state}>
        <VoteState view={view} />
      </div>
      {mustChoose || changing ? (
        <CastForm
          key={castAt ?? 'first'}
          view={view}
          onCast={() => {
            justCast.current = true;
          }}
          {...(changing ? { onCancel: () => setChanging(false) } : {})}
        />
      ) : poll.changeable ? (
        <div>
          <Button onPress={() => setChanging(true)}>{t('voting.change')}</Button>
        </div>
      ) : null}
    </>
  );
};

const Choices = ({ view }: { readonly view: PollView }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div>
      <p className={styles.label}>{t('voting.choicesWillBe')}</p>
      <ul className={styles.choices}>
        {view.poll.choices.options.map((option) => (
          <li key={option.id}>{option.label[language]}</li>
        ))}
      </ul>
    </div>
  );
};

const ByStatus = ({ view }: { readonly view: PollView }) => {
  const { t } = useTranslation();
  const { poll, result } = view;
  switch (poll.status) {
    case 'draft':
      return (
        <>
          <Banner>{view.mayVote ? t('voting.draftVoter') : t('voting.draft')}</Banner>
          <Choices view={view} />
        </>
      );
    case 'open':
      if (view.mayVote) return <Ballot view={view} />;
      return (
        <>
          <Banner>{t('voting.mayNotVote')}</Banner>
          <Choices view={view} />
        </>
      );
    case 'cancelled':
      return (
        <>
          <Banner tone="warning">{t('voting.cancelled')}</Banner>
          <VoteState view={view} />
        </>
      );
    case 'closed':
    case 'announced':
      return (
        <>
          {poll.status === 'closed' ? <Banner>{t('voting.closedNotAnnounced')}</Banner> : null}
          {result === null ? <p>{t('voting.noResultYet')}</p> : <ResultView view={view} result={result} />}
          <VoteState view={view} />
        </>
      );
  }
};

export interface PollBodyProps {
  readonly view: PollView;
  /** What the chair and the secretary have besides, between the documents and the ballot. */
  readonly conduct?: ReactNode;
}

/** A poll as a voter sees it: wording, documents, then choices or result, then its terms. */
export const PollBody = ({ view, conduct }: PollBodyProps) => {
  const { t } = useTranslation();
  const terms = usePollTerms()(view.poll);
  return (
    <div className={styles.body}>
      <Wording text={view.poll.wording} />
      <PollDocuments documents={view.poll.documents} />
      {conduct}
      <ByStatus view={view} />
      {view.poll.status === 'draft' || view.poll.status === 'open' ? (
        <div className={styles.terms}>
          <p className={styles.label}>{t('voting.terms.title')}</p>
          <ul>
            {terms.map((term) => (
              <li key={term}>{term}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
};
