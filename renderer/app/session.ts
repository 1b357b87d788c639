import { createContext, use } from 'react';
import type { SessionState } from '../../shared/contract/client.ts';

/** The session of the person at the device, for every screen behind the sign-in. */
export const SessionContext = createContext<SessionState | null>(null);

/** Who is at the device. Throws outside of the signed-in frame. */
export const useSession = (): SessionState => {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession outside of the frame');
  return session;
};

/** Tries left with the PIN of the person at the device; 0: there is none that can be used. */
export const pinTriesOf = ({ profiles, username }: SessionState): number =>
  profiles.find((profile) => profile.username === username)?.pinTriesLeft ?? 0;

/** Whether the secretariat's screens are theirs. */
export const isSecretary = (session: SessionState): boolean => session.secretaryOf.length > 0;

export const isAdministrator = (session: SessionState): boolean =>
  session.accountRole === 'system_administrator' || session.accountRole === 'unit_administrator';
