import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../shared/contract/client.ts';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { useCommand } from '../app/cabinet.ts';
import { useNow } from '../app/useNow.ts';
import { useFormats } from '../i18n/format.ts';
import { useSentence } from '../i18n/useSentence.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { cx } from '../ui/cx.ts';
import { PassphraseField, TextField } from '../ui/TextField.tsx';
import { Entrance } from './Entrance.tsx';
import { PinUnlock } from './PinUnlock.tsx';
import { RecoveryScreen } from './RecoveryScreen.tsx';
import { StartsAfresh } from './StartsAfresh.tsx';
import styles from './SignInScreen.module.css';

/** Seconds that an error asks to wait, if it does. */
const waitOf = (error: CabinetError): number | null =>
  typeof error.params['seconds'] === 'number' ? error.params['seconds'] : null;

const TICK_MS = 500;

/**
 * Counts down from the moment an error said so; 0 when there is nothing to wait for. The clock it goes by may be one
 * tick old, so it waits a tick longer: a try that comes too early would only be sent away again.
 */
const useWait = (error: CabinetError | null): number => {
  const now = useNow(TICK_MS);
  const [until, setUntil] = useState(0);
  const [seen, setSeen] = useState<CabinetError | null>(null);
  const seconds = (error === null ? null : waitOf(error)) ?? 0;
  if (error !== seen) {
    setSeen(error);
    setUntil(seconds === 0 ? 0 : now + seconds * 1000 + TICK_MS);
  }
  return Math.min(seconds, Math.max(0, Math.ceil((until - now) / 1000)));
};

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

/** Why it did not go; how long to wait is counted down, and gone once the wait is over. */
const Problem = ({ error, wait }: { readonly error: CabinetError | null; readonly wait: number }) => {
  const sentence = useSentence();
  if (error === null || (error.code === 'passphrase_wait' && wait === 0)) return null;
  const shown = wait > 0 ? { ...error, params: { ...error.params, seconds: wait } } : error;
  return <Banner tone="danger">{sentence(shown)}</Banner>;
};

/** What was destroyed on this device since somebody last signed in. */
const Wiped = ({ wiped }: { readonly wiped: SessionState['wiped'] }) => {
  const { t } = useTranslation();
  const formats = useFormats();
  if (wiped === null) return null;
  return <Banner>{t(`devices.wipedHere.${wiped.reason}`, { when: formats.dateTime(wiped.at) })}</Banner>;
};

/** Somebody's first sign-in here may be on a device that is not theirs. */
const Lent = ({
  isLent,
  onChange,
}: {
  readonly isLent: boolean;
  readonly onChange: (lent: boolean) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Checkbox isSelected={isLent} onChange={onChange}>
        {t('devices.lent.sign')}
      </Checkbox>
      {isLent ? <p className={styles.note}>{t('devices.lent.signHint')}</p> : null}
    </>
  );
};

/** What is on this device for another address may be of this very server. */
const Moved = ({
  from,
  isMoved,
  onChange,
}: {
  readonly from: string;
  readonly isMoved: boolean;
  readonly onChange: (moved: boolean) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Checkbox isSelected={isMoved} onChange={onChange}>
        {t('signIn.moved.check', { from })}
      </Checkbox>
      <p className={styles.note}>{t(isMoved ? 'signIn.moved.hint' : 'signIn.moved.not')}</p>
    </>
  );
};

/** Sign-in: over the network the first time on a device, with the passphrase alone ever after. */
export const SignInScreen = ({ session }: { readonly session: SessionState }) => {
  const { t } = useTranslation();
  const signIn = useCommand('session.signIn');
  const unlock = useCommand('session.unlock');
  const [profile, setProfile] = useState<string | null>(session.profiles[0]?.username ?? null);
  const [username, setUsername] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [isLent, setLent] = useState(false);
  const [isMoved, setMoved] = useState(true);
  const [isForgotten, setForgotten] = useState(false);
  const passphraseInput = useRef<HTMLInputElement>(null);
  const wait = useWait(signIn.error);
  const known = session.profiles.length > 0;
  const [byPassphrase, setByPassphrase] = useState(false);
  const chosen = session.profiles.find(({ username: each }) => each === profile);
  const pinProfile = chosen !== undefined && chosen.pinTriesLeft > 0 && !byPassphrase ? chosen : null;

  useEffect(() => {
    document.title = `${t('signIn.title')} · E-Cabinet`;
  }, [t]);

  const typed = username.normalize('NFC').trim().toLowerCase();
  const former = profile === null ? session.elsewhere.find((each) => each.username === typed) : undefined;
  const asked = () => ({
    ...{ username: profile ?? username, passphrase },
    ...(former !== undefined && isMoved ? { movedFrom: former.serverUrl } : {}),
    ...(profile === null && former === undefined && isLent ? { lent: true } : {}),
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (signIn.busy || wait > 0) return;
    const result = await signIn.run(asked());
    if (result.ok) return;
    // Having to wait, or no network, says nothing against what was typed: it stays.
    if (result.error.code === 'passphrase_wrong' || result.error.code === 'credentials_wrong')
      setPassphrase('');
    passphraseInput.current?.focus();
  };

  if (isForgotten) {
    return <RecoveryScreen username={profile ?? username} onBack={() => setForgotten(false)} />;
  }
  if (signIn.error?.code === 'starts_afresh' || signIn.error?.code === 'account_key_gone') {
    return (
      <Entrance wide title={chosen?.name ?? profile ?? username}>
        <StartsAfresh
          error={signIn.error}
          onBack={() => {
            setPassphrase('');
            setByPassphrase(false);
            signIn.reset();
          }}
          onAfresh={() => void signIn.run({ ...asked(), afresh: true })}
        />
      </Entrance>
    );
  }
  return (
    <Entrance title={t('signIn.title')}>
      <Wiped wiped={session.wiped} />
      {known ? (
        <Profiles
          session={session}
          chosen={profile}
          onChoose={(next) => {
            setProfile(next);
            setPassphrase('');
            setByPassphrase(false);
            signIn.reset();
            unlock.reset();
          }}
        />
      ) : null}
      {session.lockedBecause === null || signIn.error !== null || unlock.error !== null ? null : (
        <Banner>{t(`lock.because.${session.lockedBecause}`)}</Banner>
      )}
      {pinProfile !== null ? (
        <PinUnlock
          key={pinProfile.username}
          profile={pinProfile}
          unlock={unlock}
          onPassphrase={() => {
            setByPassphrase(true);
            unlock.reset();
          }}
        />
      ) : (
        <Form className={cx(styles.form)} onSubmit={(event) => void submit(event)}>
          {profile === null ? (
            <TextField
              label={t('signIn.username')}
              value={username}
              onChange={setUsername}
              autoComplete="username"
              isRequired
              autoFocus
            />
          ) : (
            <input hidden readOnly autoComplete="username" value={profile} />
          )}
          <PassphraseField
            key={profile ?? ''}
            label={t('signIn.passphrase')}
            value={passphrase}
            onChange={setPassphrase}
            autoComplete="current-password"
            inputRef={passphraseInput}
            isRequired
            autoFocus={profile !== null}
          />
          {former !== undefined ? (
            <Moved from={former.serverUrl} isMoved={isMoved} onChange={setMoved} />
          ) : profile === null ? (
            <Lent isLent={isLent} onChange={setLent} />
          ) : null}
          <Problem error={signIn.error ?? unlock.error} wait={wait} />
          <Button
            type="submit"
            variant="primary"
            wide
            isDisabled={signIn.busy || wait > 0 || passphrase === '' || (profile === null && username === '')}
          >
            {signIn.busy
              ? t('signIn.busy')
              : wait > 0
                ? t('signIn.wait', { count: wait })
                : t('signIn.submit')}
          </Button>
        </Form>
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
