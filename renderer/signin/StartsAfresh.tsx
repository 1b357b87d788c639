import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import styles from './SignInScreen.module.css';

export interface StartsAfreshProps {
  /** `starts_afresh {elsewhere}`; `account_key_gone` where nothing of this person is on this device yet. */
  readonly error: CabinetError;
  /** Back to the form. */
  readonly onBack: () => void;
  readonly onAfresh: () => void;
}

/** What is said where the former passphrase, or another device, may still open what the new one does not. */
const useWords = (error: CabinetError) => {
  const { t } = useTranslation();
  if (error.code === 'account_key_gone') {
    return {
      title: t('signIn.afresh.first.title'),
      what: t('signIn.afresh.first.what'),
      ways: [
        { when: t('signIn.afresh.first.known'), how: t('signIn.afresh.first.knownHint') },
        { when: t('signIn.afresh.first.unknown'), how: t('signIn.afresh.first.unknownHint') },
      ],
      back: t('signIn.afresh.first.back'),
      means: [t('signIn.afresh.comes'), t('signIn.afresh.first.stays'), t('signIn.afresh.others')],
    } as const;
  }
  const isElsewhere = error.params['elsewhere'] === 1;
  const known = t(isElsewhere ? 'signIn.afresh.knownElsewhere' : 'signIn.afresh.knownHint');
  const unknown = t(isElsewhere ? 'signIn.afresh.unknownElsewhere' : 'signIn.afresh.unknownHint');
  return {
    title: t('signIn.afresh.title'),
    what: t('signIn.afresh.what'),
    ways: [
      { when: t('signIn.afresh.known'), how: known },
      { when: t('signIn.afresh.unknown'), how: unknown },
    ],
    back: t('signIn.afresh.former'),
    means: [
      ...[t('signIn.afresh.comes'), t('signIn.afresh.stays')],
      ...(isElsewhere ? [] : [t('signIn.afresh.others')]),
    ],
  } as const;
};

/**
 * The passphrase that an administrator gave is right, and something stays closed to it: what that is, and what can still
 * be done, before anything happens.
 */
export const StartsAfresh = ({ error, onBack, onAfresh }: StartsAfreshProps) => {
  const { t } = useTranslation();
  const words = useWords(error);
  const [isAsked, setAsked] = useState(false);
  const [known, unknown] = words.ways;
  return (
    <div className={styles.form}>
      <Banner tone="warning">
        <p className={styles.name}>{words.title}</p>
        <p>{words.what}</p>
      </Banner>
      <div>
        <p className={styles.name}>{known.when}</p>
        <p>{known.how}</p>
      </div>
      <Button variant="primary" wide onPress={onBack}>
        {words.back}
      </Button>
      <div>
        <p className={styles.name}>{unknown.when}</p>
        <p>{unknown.how}</p>
      </div>
      <Button wide onPress={() => setAsked(true)}>
        {t('signIn.afresh.start')}
      </Button>
      <ConfirmDialog
        title={t('signIn.afresh.question')}
        confirmLabel={t('signIn.afresh.start')}
        isOpen={isAsked}
        isDangerous
        onConfirm={onAfresh}
        onClose={() => setAsked(false)}
      >
        {words.means.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </ConfirmDialog>
    </div>
  );
};
