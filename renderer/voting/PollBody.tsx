import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PollView } from '../../shared/contract/client.ts';
import { useLanguage } from '../i18n/format.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { CastForm } from './CastForm.tsx';
import styles from './PollBody.module.css';
import { PollDocuments } from './PollDocuments.tsx';
import { ResultView } from './ResultView.tsx';
import { UnsentOpinion } from './UnsentOpinion.tsx';
import { useAnswering } from './useAnswering.ts';
import { useOpinion } from './useOpinion.ts';
import { usePollTerms } from './useRuleSentence.ts';
import { VoteState } from './VoteState.tsx';
import { Wording } from './Wording.tsx';

interface OpinionProps {
  readonly view: PollView;
  /** The opinion being typed, see `useOpinion`. */
  readonly opinion: string;
  readonly onOpinion: (text: string) => void;
}

/** Voting while it is open: the ballot's state if there is one, and the form where one may still choose. */
const Ballot = ({ view, opinion, onOpinion }: OpinionProps) => {
  const { t } = useTranslation();
  const state = useRef<HTMLDivElement>(null);
  const answering = useAnswering(view);
  const castAt = view.vote.castAt;
  const justCast = useRef(false);
  useEffect(() => {
    if (justCast.current) state.current?.focus();
    justCast.current = false;
  }, [castAt]);
  return (
    <>
      {answering.closedElsewhere ? <Banner>{t('voting.answeredElsewhere')}</Banner> : null}
      <div ref={state} tabIndex={-1} className={styles.state}>
        <VoteState view={view} />
      </div>
      {answering.isOpen ? (
        <CastForm
          key={castAt ?? 'first'}
          view={view}
          opinion={opinion}
          onOpinion={onOpinion}
          onCasting={(casting) => {
            justCast.current = casting;
            answering.setCasting(casting);
          }}
          {...(view.vote.state === 'received' || view.vote.state === 'kept'
            ? { onCancel: answering.keep }
            : {})}
        />
      ) : (
        <>
          <Unsent view={view} opinion={opinion} onOpinion={onOpinion} />
          {view.poll.changeable ? (
            <div>
              <Button
                onPress={() => {
                  if (opinion === '') onOpinion(view.vote.text);
                  answering.change();
                }}
              >
                {t('voting.change')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </>
  );
};

/** What was typed and is not what the ballot says. */
const Unsent = ({ view, opinion, onOpinion }: OpinionProps) =>
  opinion.trim() === '' || opinion.trim() === view.vote.text ? null : (
    <UnsentOpinion text={opinion} onDismiss={() => onOpinion('')} />
  );

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

const ByStatus = ({ view, opinion, onOpinion }: OpinionProps) => {
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
      if (view.mayVote) return <Ballot view={view} opinion={opinion} onOpinion={onOpinion} />;
      return (
        <>
          <Banner>{t('voting.mayNotVote')}</Banner>
          <VoteState view={view} />
          <Choices view={view} />
        </>
      );
    case 'cancelled':
      return (
        <>
          <Banner tone="warning">{t('voting.cancelled')}</Banner>
          <VoteState view={view} />
          <Unsent view={view} opinion={opinion} onOpinion={onOpinion} />
        </>
      );
    case 'closed':
    case 'announced':
      return (
        <>
          {poll.status === 'closed' && result?.provisional !== true ? (
            <Banner>{t('voting.closedNotAnnounced')}</Banner>
          ) : null}
          {result === null ? <p>{t('voting.noResultYet')}</p> : <ResultView view={view} result={result} />}
          <VoteState view={view} />
          <Unsent view={view} opinion={opinion} onOpinion={onOpinion} />
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
  const [opinion, setOpinion] = useOpinion(view.poll.id);
  return (
    <div className={styles.body}>
      <Wording text={view.poll.wording} />
      <PollDocuments documents={view.poll.documents} />
      {conduct}
      <ByStatus view={view} opinion={opinion} onOpinion={setOpinion} />
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
