import { useState } from 'react';
import type { ClientArgs, SessionState } from '../../shared/contract/client.ts';
import type { CabinetError } from '../../shared/contract/errors.ts';
import { type Command, useCommand } from '../app/cabinet.ts';
import { useNow } from '../app/useNow.ts';

type Profile = SessionState['profiles'][number];

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

/** What has been chosen and typed to sign in with, and what came of it. */
export interface SigningIn {
  /** Username of the profile of this device that was chosen; null: somebody else, who types theirs. */
  readonly profile: string | null;
  readonly choose: (profile: string | null) => void;
  readonly chosen: Profile | undefined;
  /** The chosen one, while their PIN is asked for and not the passphrase. */
  readonly pinProfile: Profile | null;
  readonly byPassphrase: () => void;
  readonly username: string;
  readonly setUsername: (username: string) => void;
  readonly passphrase: string;
  readonly setPassphrase: (passphrase: string) => void;
  readonly isLent: boolean;
  readonly setLent: (lent: boolean) => void;
  /** What this device has for the person that was typed, from another address. */
  readonly former: SessionState['elsewhere'][number] | undefined;
  readonly isMoved: boolean;
  readonly setMoved: (moved: boolean) => void;
  /** False when it was refused; a wrong passphrase is then gone from the form. */
  readonly submit: () => Promise<boolean>;
  /** What this device cannot open any more is left behind. */
  readonly startAfresh: () => void;
  /** As if nothing had been tried. */
  readonly reset: () => void;
  readonly busy: boolean;
  /** Seconds until it may be tried again. */
  readonly wait: number;
  readonly error: CabinetError | null;
  readonly unlock: Command<ClientArgs<'session.unlock'>, unknown>;
}

export const useSignIn = (session: SessionState): SigningIn => {
  const signIn = useCommand('session.signIn');
  const unlock = useCommand('session.unlock');
  const [profile, setProfile] = useState<string | null>(session.profiles[0]?.username ?? null);
  const [username, setUsername] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [isLent, setLent] = useState(false);
  const [isMoved, setMoved] = useState(true);
  const [isByPassphrase, setByPassphrase] = useState(false);
  const wait = useWait(signIn.error);
  const chosen = session.profiles.find((each) => each.username === profile);
  const typed = username.normalize('NFC').trim().toLowerCase();
  const former = profile === null ? session.elsewhere.find((each) => each.username === typed) : undefined;

  const asked = (): ClientArgs<'session.signIn'> => ({
    ...{ username: profile ?? username, passphrase },
    ...(former !== undefined && isMoved ? { movedFrom: former.serverUrl } : {}),
    ...(profile === null && former === undefined && isLent ? { lent: true } : {}),
  });
  const reset = (): void => {
    setPassphrase('');
    setByPassphrase(false);
    signIn.reset();
  };
  return {
    ...{ profile, chosen, username, setUsername, passphrase, setPassphrase },
    ...{ isLent, setLent, former, isMoved, setMoved, reset, wait, unlock },
    ...{ busy: signIn.busy, error: signIn.error },
    pinProfile: chosen !== undefined && chosen.pinTriesLeft > 0 && !isByPassphrase ? chosen : null,
    choose(next) {
      setProfile(next);
      reset();
      unlock.reset();
    },
    byPassphrase() {
      setByPassphrase(true);
      unlock.reset();
    },
    async submit() {
      const result = await signIn.run(asked());
      if (result.ok) return true;
      // Having to wait, or no network, says nothing against what was typed: it stays.
      if (result.error.code === 'passphrase_wrong' || result.error.code === 'credentials_wrong')
        setPassphrase('');
      return false;
    },
    startAfresh: () => void signIn.run({ ...asked(), afresh: true }),
  };
};
