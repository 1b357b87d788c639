import { useTranslation } from 'react-i18next';
import type { ClientArgs, SessionState } from '../../shared/contract/client.ts';
import type { Command } from '../app/cabinet.ts';
import { Button } from '../ui/Button.tsx';
import { PinPad } from './PinPad.tsx';

export interface PinUnlockProps {
  readonly profile: SessionState['profiles'][number];
  readonly unlock: Command<ClientArgs<'session.unlock'>, unknown>;
  readonly onPassphrase: () => void;
}

/** The quick way in, where there is a PIN; the passphrase is one press away. */
export const PinUnlock = ({ profile, unlock, onPassphrase }: PinUnlockProps) => {
  const { t } = useTranslation();
  return (
    <>
      <PinPad
        label={t('lock.pinOf', { name: profile.name })}
        submitLabel={t('lock.unlock')}
        busy={unlock.busy}
        error={unlock.error}
        onSubmit={async (pin) => (await unlock.run({ username: profile.username, pin })).ok}
      />
      <Button variant="quiet" wide onPress={onPassphrase}>
        {t('lock.usePassphrase')}
      </Button>
    </>
  );
};
