import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { sheetAnswer } from '../../../shared/contract/recovery.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Handlers } from '../context.ts';
import { createTries } from '../keys/tries.ts';
import { profileFolder } from '../keys/vault.ts';
import type { CabinetDeps } from '../ports.ts';
import type { CurrentSession, OpenSession } from '../session/currentSession.ts';
import type { Secrets } from '../session/secretMethods.ts';
import type { Turns } from '../sync/turns.ts';
import { type Asking, createAsking } from './asking.ts';
import { createSheet, redeemSheet } from './sheet.ts';
import { createVouching } from './vouching.ts';

type Done = Result<Record<never, never>, CabinetError>;

export interface RecoveryParts {
  readonly deps: CabinetDeps;
  readonly turns: Turns;
  readonly secrets: Secrets;
  readonly current: CurrentSession;
  readonly signIn: (username: string, passphrase: string) => Promise<Done>;
  readonly changed: () => void;
}

/** A forgotten passphrase: what a device without it does, and what one with it does for others. */
export interface Recovery {
  readonly methods: Handlers;
  stop(): void;
}

/** With a store open: its sealed sheet, and what this device does for another one of the same person. */
const helpingMethods = ({ deps, turns, secrets, current, changed }: RecoveryParts): Handlers => {
  const vouching = createVouching(changed);
  const whenOpen = <T>(
    run: (open: OpenSession) => Promise<Result<T, CabinetError>>,
  ): Promise<Result<T, CabinetError>> => {
    const open = current.open();
    return open === null ? Promise.resolve(err(cabinetError('locked'))) : run(open);
  };
  const shown = (run: (open: OpenSession) => Promise<Done>): Promise<Done> => turns.run(() => whenOpen(run));

  return {
    'recovery.createSheet': async ({ passphrase }) => {
      const checked = await shown((open) => secrets.show(open, passphrase));
      if (!checked.ok) return checked;
      const made = await whenOpen(({ unlocked }) => createSheet(unlocked.context, deps.serverUrl));
      changed();
      return made;
    },
    'recovery.sheet': () =>
      whenOpen(({ unlocked }) =>
        unlocked.context.server.json({ method: 'GET', path: '/auth/recovery-sheet' }, sheetAnswer),
      ),
    'recovery.requests': () =>
      whenOpen(async ({ unlocked }) => ok({ requests: [...vouching.requests(unlocked.context)] })),
    'recovery.look': ({ id }) => whenOpen(({ unlocked }) => vouching.look(unlocked.context, id)),
    'recovery.approve': async ({ id, secret }) => {
      const checked = await shown((open) =>
        secret.kind === 'pin' ? secrets.showPin(open, secret.pin) : secrets.show(open, secret.passphrase),
      );
      return checked.ok ? whenOpen(({ unlocked }) => vouching.approve(unlocked.context, id)) : checked;
    },
    'recovery.refuse': ({ id }) => whenOpen(({ unlocked }) => vouching.refuse(unlocked.context, id)),
  };
};

/** Without the passphrase: a new one by the sheet's code, or by another device that vouches. */
const askingMethods = ({ deps, turns, signIn }: RecoveryParts, asking: Asking): Handlers => {
  /** The name whose new passphrase the server may have: an answer may have been lost on its way. */
  let sentFor: string | null = null;
  /** Signs in with the passphrase that the server has been given; waiting for former wrong ones is over. */
  const enterAnew = (username: string, passphrase: string): Promise<Done> =>
    turns.run(() => {
      createTries(profileFolder(deps.dataDir, deps.serverUrl, username), deps.clock).succeeded();
      return signIn(username, passphrase);
    });
  /** The new passphrase itself says whether it was done. */
  const settle = async (username: string, passphrase: string, failure: CabinetError): Promise<Done> => {
    if (sentFor !== username) return err(failure);
    const entered = await turns.run(() => signIn(username, passphrase));
    return entered.ok ? entered : err(failure);
  };

  return {
    'recovery.useSheet': async ({ username, code, passphrase }) => {
      const redeemed = await redeemSheet(deps, { username, code, passphrase }, () => {
        sentFor = username;
      });
      return redeemed.ok ? enterAnew(username, passphrase) : settle(username, passphrase, redeemed.error);
    },
    'recovery.ask': ({ username }) => asking.ask(username),
    'recovery.asking': async () => ok(asking.state()),
    'recovery.cancel': async () => {
      asking.cancel();
      return ok({});
    },
    'recovery.finish': async ({ passphrase }) => {
      const { username } = asking.state();
      sentFor = username;
      const finished = await asking.finish(passphrase);
      const entered = finished.ok
        ? await enterAnew(username, passphrase)
        : await settle(username, passphrase, finished.error);
      if (entered.ok) asking.cancel();
      return entered;
    },
  };
};

export const createRecovery = (parts: RecoveryParts): Recovery => {
  const asking = createAsking(parts.deps, parts.changed);
  return {
    stop: () => asking.cancel(),
    methods: { ...askingMethods(parts, asking), ...helpingMethods(parts) },
  };
};
