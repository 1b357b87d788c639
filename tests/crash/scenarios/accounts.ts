import { type Answer, signInAs } from '../../support/api.ts';
import type { Round } from '../bench.ts';
import { openTruth } from '../checks/server.ts';
import { endRound } from '../settle.ts';
import { ADMINISTRATOR, PASSPHRASE } from '../template.ts';

const STEPS = 8;

const credentials = (fill: number) => ({
  salt: Buffer.alloc(16, fill).toString('base64'),
  kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
  authKey: Buffer.alloc(32, fill).toString('base64'),
});

/** What is known of an account from outside: null where the answer was lost. */
interface Known {
  isMade: boolean | null;
  isDisabled: boolean | null;
}

/** An administrator makes and changes accounts while the server dies: what was answered is so. */
export const accounts = async (round: Round): Promise<void> => {
  const { plan, rng, ledger, bench } = round;
  // The administrator's own sign-in comes first: it must not die in that.
  const server = round.startServer(plan);
  await server.ready();
  const administrator = await signInAs(bench.tap.url, ADMINISTRATOR, PASSPHRASE);
  const known = new Map<string, Known>();
  const send = async (path: string, json: unknown): Promise<Answer | null> => {
    await server.ready();
    return administrator.call(path, { method: 'POST', json }).catch(() => null);
  };
  for (let step = 0; step < STEPS; step += 1) {
    const username = `nguoi-${rng.int(4)}`;
    const state = known.get(username) ?? { isMade: false, isDisabled: false };
    known.set(username, state);
    if (state.isMade !== true) {
      const person = { username, role: 'user', name: username, position: '', unit: '' };
      const answer = await send('/accounts', { ...person, credentials: credentials(step) });
      state.isMade = answer === null ? null : answer.status === 201 || answer.status === 409;
    } else if (rng.chance(0.3)) {
      await send(`/accounts/${username}/reset`, { credentials: credentials(step) });
    } else {
      const action = state.isDisabled === true ? 'enable' : 'disable';
      const answer = await send(`/accounts/${username}/${action}`, {});
      state.isDisabled = answer?.status === 204 ? action === 'disable' : null;
    }
  }
  await server.ready();
  const truth = openTruth(server.folder());
  for (const [username, state] of known) {
    const row = truth
      .prepare<[string], { disabled: number }>('SELECT disabled FROM account WHERE username = ?')
      .get(username);
    if (state.isMade === true && row === undefined)
      ledger.fail(`the account ${username} was made and is gone`);
    if (row !== undefined && state.isDisabled !== null && (row.disabled === 1) !== state.isDisabled)
      ledger.fail(
        `the account ${username} is ${row.disabled === 1 ? 'disabled' : 'enabled'} against what was answered`,
      );
  }
  truth.close();
  await endRound(round, server);
};
