import { useTranslation } from 'react-i18next';
import { PassphraseField } from '../ui/TextField.tsx';

export interface PresentPassphraseProps {
  readonly value: string;
  readonly onChange: (passphrase: string) => void;
}

/** Asked for before anything that opens this device is changed. */
export const PresentPassphrase = ({ value, onChange }: PresentPassphraseProps) => {
  const { t } = useTranslation();
  return (
    <PassphraseField
      label={t('lock.settings.current')}
      value={value}
      onChange={onChange}
      autoComplete="current-password"
      autoFocus
    />
  );
};
