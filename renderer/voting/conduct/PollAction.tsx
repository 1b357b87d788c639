import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PollView } from '../../../shared/contract/client.ts';
import { explainResult } from '../../../shared/domain/decisions/explain.ts';
import { useMutation, type Command } from '../../app/cabinet.ts';
import { useFormats, useLanguage } from '../../i18n/format.ts';
import { Button, type ButtonVariant } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { useRuleSentence } from '../useRuleSentence.ts';
import { Wording } from '../Wording.tsx';
import styles from './PollAction.module.css';

export type PollActionKind = 'open' | 'close' | 'announce' | 'cancel';

const VARIANTS: Readonly<Record<PollActionKind, ButtonVariant>> = {
  open: 'primary',
  close: 'primary',
  announce: 'primary',
  cancel: 'danger',
};

/** One mutation per deed; hooks are called alike for all four. */
const useDeed = (kind: PollActionKind, view: PollView): Command<undefined, unknown> => {
  const open = useMutation('poll.open');
  const close = useMutation('poll.close');
  const announce = useMutation('poll.announce');
  const cancel = useMutation('poll.cancel');
  const { id } = view.poll;
  const command = { open, close, announce, cancel }[kind];
  return {
    busy: command.busy,
    error: command.error,
    reset: command.reset,
    run: () => {
      switch (kind) {
        case 'open':
          return open.run({ id, seen: view.rev });
        case 'close':
          return close.run({ id });
        case 'announce':
          return announce.run({ id });
        case 'cancel':
          return cancel.run({ id });
      }
    },
  };
};

/** What will happen, in full (R16). */
const Consequences = ({ kind, view }: { readonly kind: PollActionKind; readonly view: PollView }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const formats = useFormats();
  const rule = useRuleSentence();
  const { poll, turnout, result, electorateCount } = view;
  const voted = turnout?.votedIds.length ?? 0;
  const choices = poll.choices.options.map(({ label }) => label[language]).join(' / ');
  const late =
    poll.late.kind === 'accept'
      ? t('voting.terms.lateUntil', { time: formats.dateTime(poll.late.until) })
      : t('voting.terms.lateRejected');
  const sentences: Readonly<Record<PollActionKind, readonly string[]>> = {
    open: [
      t('voting.conduct.open.electorate', { count: electorateCount }),
      t('voting.conduct.open.choices', { choices }),
      rule(poll.ruleSet),
      late,
      t('voting.conduct.open.fixed'),
    ],
    close: [
      t('voting.conduct.close.turnout', { voted, total: electorateCount }),
      t('voting.conduct.close.silent', { count: Math.max(0, electorateCount - voted) }),
      late,
      t('voting.conduct.close.final'),
    ],
    announce: [
      result === null ? t('voting.noResultYet') : explainResult(result, { choices: poll.choices }, language),
      t('voting.conduct.announce.final'),
    ],
    cancel: [t('voting.conduct.cancel.kept'), t('voting.conduct.cancel.final')],
  };
  return (
    <>
      <Wording text={poll.wording} quoted />
      {poll.documents.length === 0 ? null : (
        <p className={styles.documents}>
          {t('voting.confirm.documents', { titles: poll.documents.map(({ title }) => title).join('; ') })}
        </p>
      )}
      <ul className={styles.list}>
        {sentences[kind].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
};

export interface PollActionProps {
  readonly kind: PollActionKind;
  readonly view: PollView;
  readonly isDisabled?: boolean;
}

/** A deed of who conducts the vote: a button, and the question that restates it. */
export const PollAction = ({ kind, view, isDisabled = false }: PollActionProps) => {
  const { t } = useTranslation();
  const deed = useDeed(kind, view);
  const [asking, setAsking] = useState(false);
  const confirm = async (): Promise<void> => {
    const result = await deed.run(undefined);
    if (result.ok) setAsking(false);
  };
  return (
    <>
      <Button variant={VARIANTS[kind]} isDisabled={isDisabled} onPress={() => setAsking(true)}>
        {t(`voting.conduct.${kind}.button`)}
      </Button>
      <ConfirmDialog
        title={t(`voting.conduct.${kind}.question`)}
        confirmLabel={t(`voting.conduct.${kind}.button`)}
        isOpen={asking}
        isDangerous={kind === 'cancel'}
        busy={deed.busy}
        error={deed.error}
        onConfirm={() => void confirm()}
        onClose={() => {
          setAsking(false);
          deed.reset();
        }}
      >
        <Consequences kind={kind} view={view} />
      </ConfirmDialog>
    </>
  );
};
