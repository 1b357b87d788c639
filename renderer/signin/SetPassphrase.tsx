import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NewSecret, type NewSecretProps } from './NewSecret.tsx';

export type SetPassphraseProps = Pick<NewSecretProps, 'isComplete' | 'busy' | 'error' | 'onSubmit'> & {
  /** Fields that come first. */
  readonly children?: ReactNode;
};

/** The end of a recovery: a new passphrase, and in. */
export const SetPassphrase = (props: SetPassphraseProps) => {
  const { t } = useTranslation();
  return (
    <NewSecret
      kind="passphrase"
      {...props}
      submitLabel={t('devices.recover.submit')}
      busyLabel={t('devices.recover.busy')}
    />
  );
};
