import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import styles from './SignInScreen.module.css';

export interface StartsAfreshProps {
  /** `starts_afresh {elsewhere}`. */
  readonly error: CabinetError;
  /** Back to the form, for the former passphrase. */
  readonly onFormer: () => void;
  readonly onAfresh: () => void;
}

/**
 * The passphrase that an administrator gave is right and opens nothing here: what that means for what is on this device,
 * and what can still be done, before anything happens.
 */
export const StartsAfresh = ({ error, onFormer, onAfresh }: StartsAfreshProps) => {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const isElsewhere = error.params['elsewhere'] === 1;
  return (
    <div className={styles.form}>
      <Banner tone="warning">
        <p className={styles.name}>{t('signIn.afresh.title')}</p>
        <p>{t('signIn.afresh.what')}</p>
      </Banner>
      <div>
        <p className={styles.name}>{t('signIn.afresh.known')}</p>
        <p>{t(isElsewhere ? 'signIn.afresh.knownElsewhere' : 'signIn.afresh.knownHint')}</p>
      </div>
      <Button variant="primary" wide onPress={onFormer}>
        {t('signIn.afresh.former')}
      </Button>
      <div>
        <p className={styles.name}>{t('signIn.afresh.unknown')}</p>
        <p>{t(isElsewhere ? 'signIn.afresh.unknownElsewhere' : 'signIn.afresh.unknownHint')}</p>
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
        <p>{t('signIn.afresh.comes')}</p>
        <p>{t('signIn.afresh.stays')}</p>
        {isElsewhere ? null : <p>{t('signIn.afresh.others')}</p>}
      </ConfirmDialog>
    </div>
  );
};
