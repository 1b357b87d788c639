import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../shared/contract/client.ts';
import { useFormats } from '../i18n/format.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Entrance } from './Entrance.tsx';
import { PassphraseForm } from './PassphraseForm.tsx';
import { PinUnlock } from './PinUnlock.tsx';
import { RecoveryScreen } from './RecoveryScreen.tsx';
import { StartsAfresh } from './StartsAfresh.tsx';
import { useSignIn } from './useSignIn.ts';
import styles from './SignInScreen.module.css';

const Profiles = ({
  session,
  chosen,
  onChoose,
}: {
  readonly session: SessionState;
  readonly chosen: string | null;
  readonly onChoose: (username: string | null) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className={styles.profiles} role="group" aria-label={t('signIn.who')}>
      {session.profiles.map((profile) => (
        <button
          key={profile.username}
          type="button"
          className={cx(styles.profile, chosen === profile.username && styles.chosen)}
          aria-pressed={chosen === profile.username}
          onClick={() => onChoose(profile.username)}
        >
          <span className={styles.name}>{profile.name}</span>
          <span className={styles.username}>{profile.username}</span>
        </button>
      ))}
      <button
        type="button"
        className={cx(styles.profile, chosen === null && styles.chosen)}
        aria-pressed={chosen === null}
        onClick={() => onChoose(null)}
      >
        <span className={styles.name}>{t('signIn.somebodyElse')}</span>
      </button>
    </div>
  );
};

/** What was destroyed on this device since somebody last signed in. */
const Wiped = ({ wiped }: { readonly wiped: SessionState['wiped'] }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  if (wiped === null) return null;
  return <Banner>{t(`devices.wipedHere.${wiped.reason}`, { when: formats.dateTime(wiped.at) })}</Banner>;
};

/** Sign-in: over the network the first time on a device, with the passphrase alone ever after. */
export const SignInScreen = ({ session }: { readonly session: SessionState }) => {
  const { t } = useTranslation();
  const signing = useSignIn(session);
  const [isForgotten, setForgotten] = useState(false);
  const { profile, username, chosen, pinProfile, error, unlock } = signing;

  useEffect(() => {
    document.title = `${t('signIn.title')} · E-Cabinet`;
  }, [t]);

  if (isForgotten) {
    return <RecoveryScreen username={profile ?? username} onBack={() => setForgotten(false)} />;
  }
  if (error?.code === 'starts_afresh' || error?.code === 'account_key_gone') {
    return (
      <Entrance wide title={chosen?.name ?? profile ?? username}>
        <StartsAfresh error={error} onBack={signing.reset} onAfresh={signing.startAfresh} />
      </Entrance>
    );
  }
  return (
    <Entrance title={t('signIn.title')}>
      <Wiped wiped={session.wiped} />
      {session.profiles.length > 0 ? (
        <Profiles session={session} chosen={profile} onChoose={signing.choose} />
      ) : null}
      {session.lockedBecause === null || error !== null || unlock.error !== null ? null : (
        <Banner>{t(`lock.because.${session.lockedBecause}`)}</Banner>
      )}
      {pinProfile !== null ? (
        <PinUnlock
          key={pinProfile.username}
          profile={pinProfile}
          unlock={unlock}
          onPassphrase={signing.byPassphrase}
        />
      ) : (
        <PassphraseForm signing={signing} />
      )}
      <Button variant="quiet" onPress={() => setForgotten(true)}>
        {t('devices.recover.forgotten')}
      </Button>
      <p className={styles.note}>
        {profile === null ? t('signIn.needsNetwork', { server: session.serverUrl }) : t('signIn.offlineToo')}
      </p>
    </Entrance>
  );
};
