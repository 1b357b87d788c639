import type { SessionState } from '../../../shared/contract/client.ts';
import type { CoreContext } from '../context.ts';
import type { Profile } from '../keys/vault.ts';
import type { CabinetDeps } from '../ports.ts';
import type { AutomaticLock } from './automaticLock.ts';
import type { Pins } from './pins.ts';

export interface StateSources {
  readonly deps: Pick<CabinetDeps, 'serverUrl' | 'keyStore'>;
  /** Everybody with a store on this device, the last used first. */
  readonly profiles: readonly Profile[];
  /** Of other addresses. */
  readonly elsewhere: readonly Profile[];
  readonly wiped: SessionState['wiped'];
  readonly triesLeft: Pins['triesLeft'];
  /** Of the open store; undefined while none is. */
  readonly context: CoreContext | undefined;
  /** The server said that it has no administrator yet. */
  readonly needsSetup: boolean;
  readonly automatic: ReturnType<AutomaticLock['state']>;
}

/** Answers `session.state`. */
export const stateOf = (sources: StateSources): SessionState => {
  const { deps, profiles, context } = sources;
  const account = context?.account;
  return {
    state: context !== undefined ? 'unlocked' : profiles.length > 0 ? 'locked' : 'new',
    serverUrl: deps.serverUrl,
    needsSetup: profiles.length === 0 && sources.needsSetup,
    wiped: sources.wiped,
    profiles: profiles.map((profile) => ({
      username: profile.vault.username,
      name: profile.vault.name,
      pinTriesLeft: sources.triesLeft(profile),
    })),
    elsewhere: sources.elsewhere.map(({ vault: { username, serverUrl } }) => ({ username, serverUrl })),
    pinIsKept: deps.keyStore !== null,
    username: account?.username ?? null,
    accountRole: account?.accountRole ?? null,
    deviceId: account?.deviceId ?? null,
    ...sources.automatic,
    ...personState(context),
  };
};

const personState = (
  context: CoreContext | undefined,
): Pick<SessionState, 'person' | 'organisation' | 'secretaryOf'> => {
  if (context === undefined) return { person: null, organisation: null, secretaryOf: [] };
  const { records, account } = context;
  return {
    person: records.getSync('person', account.personId)?.body ?? null,
    organisation: records.getSync('organisation', account.organisationId)?.body ?? null,
    secretaryOf: records
      .all('body')
      .filter(({ body }) => body.secretaryIds.includes(account.personId))
      .map(({ id }) => id),
  };
};
