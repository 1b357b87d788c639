import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PollView } from '../../shared/contract/client.ts';
import { useCommand, useQuery } from '../app/cabinet.ts';
import { useLanguage } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/TextField.tsx';
import styles from './CastForm.module.css';
import { ChoicePicker } from './ChoicePicker.tsx';
import { choiceWords, needsText, textOptions } from './choices.ts';
import { Wording } from './Wording.tsx';

const isOfflinePhase = (phase: string): boolean => phase === 'offline' || phase === 'trouble';

/** A ballot is kept on the device at once; what becomes of it then is shown by its state. */
const useOffline = (): boolean => {
  const sync = useQuery('sync.state', {});
  return sync.status === 'ready' && isOfflinePhase(sync.value.phase);
};

interface ConfirmProps {
  readonly view: PollView;
  readonly chosen: readonly string[];
  readonly text: string;
  readonly isOpen: boolean;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly onCast: () => void;
  readonly onClose: () => void;
}

/** Restates the wording, the documents and the choice before anything is signed. */
const Confirm = ({ view, chosen, text, isOpen, busy, problem, onCast, onClose }: ConfirmProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = choiceWords(view.poll, chosen, language);
  return (
    <Dialog
      title={t('voting.confirm.title')}
      isOpen={isOpen}
      onClose={onClose}
      isAlert
      actions={
        <>
          <Button large onPress={onClose} isDisabled={busy}>
            {t('voting.confirm.back')}
          </Button>
          <Button large variant="primary" onPress={onCast} isDisabled={busy}>
            {t('voting.confirm.cast', { choice: words })}
          </Button>
        </>
      }
    >
      <Wording text={view.poll.wording} quoted />
      {view.poll.documents.length === 0 ? null : (
        <p className={styles.documents}>
          {t('voting.confirm.documents', {
            titles: view.poll.documents.map(({ title }) => title).join('; '),
          })}
        </p>
      )}
      <div className={styles.choice}>
        <span>{t('voting.yourChoice')}</span>
        <strong>{words}</strong>
        {text === '' ? null : <p className={styles.text}>{text}</p>}
      </div>
      <p>{view.poll.changeable ? t('voting.terms.changeable') : t('voting.terms.final')}</p>
      {problem === null ? null : (
        <Banner tone="danger">
          <strong>{t('voting.notKept')}</strong> {problem}
        </Banner>
      )}
    </Dialog>
  );
};

export interface CastFormProps {
  readonly view: PollView;
  /** The text of an "other opinion" as typed so far; whoever shows the form keeps it. */
  readonly opinion: string;
  readonly onOpinion: (text: string) => void;
  /** A ballot is being signed and kept; `false` when that failed. */
  readonly onCasting: (casting: boolean) => void;
  /** Only when there is already a ballot to go back to. */
  readonly onCancel?: () => void;
}

/** Choosing, then confirming, then signing. */
export const CastForm = ({ view, opinion, onOpinion, onCasting, onCancel }: CastFormProps) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const offline = useOffline();
  const cast = useCommand('ballots.cast');
  // Who comes back to an opinion half written finds it open.
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    opinion === '' ? [] : textOptions(view.poll),
  );
  const [confirming, setConfirming] = useState(false);
  const withText = needsText(view.poll, chosen);
  const actions = useRef<HTMLDivElement>(null);
  const hasChosen = chosen.length > 0;
  // On a low window the way on stands below its edge.
  useEffect(() => {
    if (hasChosen) actions.current?.scrollIntoView({ block: 'nearest' });
  }, [hasChosen, withText]);
  const ready = hasChosen && (!withText || opinion.trim() !== '');

  const submit = async (): Promise<void> => {
    onCasting(true);
    const result = await cast.run({
      pollId: view.poll.id,
      choices: [...chosen],
      text: withText ? opinion.trim() : '',
    });
    if (!result.ok) return onCasting(false);
    setConfirming(false);
    onOpinion('');
  };

  return (
    <div className={styles.form}>
      <ChoicePicker poll={view.poll} chosen={chosen} onChange={setChosen} />
      {withText ? (
        <TextField
          label={t('voting.otherOpinion')}
          hint={t('voting.otherOpinionHint')}
          rows={4}
          maxLength={4000}
          value={opinion}
          onChange={onOpinion}
          isRequired
        />
      ) : null}
      {offline ? <Banner tone="offline">{t('voting.offline')}</Banner> : null}
      <div ref={actions} className={styles.actions}>
        <Button large variant="primary" onPress={() => setConfirming(true)} isDisabled={!ready}>
          {t('voting.continue')}
        </Button>
        {onCancel === undefined ? null : (
          <Button large onPress={onCancel}>
            {t('voting.keepChoice')}
          </Button>
        )}
      </div>
      <Confirm
        view={view}
        chosen={chosen}
        text={withText ? opinion.trim() : ''}
        isOpen={confirming}
        busy={cast.busy}
        problem={cast.error === null ? null : sentence(cast.error)}
        onCast={() => void submit()}
        onClose={() => {
          setConfirming(false);
          cast.reset();
        }}
      />
    </div>
  );
};
