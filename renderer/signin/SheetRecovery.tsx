import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../app/cabinet.ts';
import { TextField } from '../ui/TextField.tsx';
import { SetPassphrase } from './SetPassphrase.tsx';

/** By the code on the sealed sheet. */
export const SheetRecovery = ({ username: known }: { readonly username: string }) => {
  const { t } = useTranslation();
  const use = useCommand('recovery.useSheet');
  const [username, setUsername] = useState(known);
  const [code, setCode] = useState('');
  return (
    <SetPassphrase
      isComplete={username.trim() !== '' && code.trim() !== ''}
      busy={use.busy}
      error={use.error}
      onSubmit={(passphrase) => void use.run({ username: username.trim(), code, passphrase })}
    >
      <TextField
        label={t('devices.recover.username')}
        value={username}
        onChange={setUsername}
        autoComplete="username"
        isRequired
        autoFocus={known === ''}
      />
      <TextField
        label={t('devices.recover.code')}
        hint={t('devices.recover.codeHint')}
        value={code}
        onChange={setCode}
        rows={2}
        autoComplete="off"
        spellCheck="false"
        isRequired
        autoFocus={known !== ''}
      />
    </SetPassphrase>
  );
};
