import type { Round } from '../bench.ts';
import type { DevicePost } from '../post.ts';
import { endRound } from '../settle.ts';
import { PASSPHRASE } from '../template.ts';
import { signInUntilIn } from './firstSignIn.ts';

const PINS = { first: '294715', second: '581936', wrong: '111112' } as const;
const TRIES = 5;
/** Deaths after which a try must have been counted. */
const COUNTED: ReadonlySet<string | undefined> = new Set(['pin.try_counted', 'pin.used_up']);

const triesLeft = async (device: DevicePost): Promise<number> =>
  (await device.ask('session.state', {})).profiles[0]?.pinTriesLeft ?? 0;

/** The code of the answer; `in` when it opened; null when the process died. */
const unlock = async (device: DevicePost, pin: string): Promise<string | null> => {
  const answer = await device.call('session.unlock', { username: device.username, pin });
  if (answer === null) return null;
  return answer.ok ? 'in' : answer.error.code;
};

/** Until its person was told that it is kept. */
const setPin = async (device: DevicePost, pin: string): Promise<void> => {
  for (;;) {
    await signInUntilIn(device);
    const answer = await device.call('session.setPin', { passphrase: PASSPHRASE, pin });
    if (answer === null) continue;
    if (!answer.ok || !answer.value.kept) throw new Error(`the PIN is not kept: ${JSON.stringify(answer)}`);
    return;
  }
};

/** Tries it once; whatever happens, no try is given back, and what was counted stays so. */
const tryOnce = async (round: Round, device: DevicePost, pin: string): Promise<string | null> => {
  const before = await triesLeft(device);
  const deaths = device.deaths.length;
  const said = await unlock(device, pin);
  const left = await triesLeft(device);
  const isRight = said === 'in' || (said === null && device.deaths.at(-1) === 'pin.tries_given_back');
  const most = said === null && !COUNTED.has(device.deaths[deaths]) ? before : before - 1;
  // In memory a right PIN gives back what it took.
  if (!isRight && left > Math.max(0, most) && pin === PINS.wrong)
    round.ledger.fail(`a wrong PIN left ${left} of ${before} tries (${String(said)})`);
  if (said === 'in' && left !== TRIES) round.ledger.fail(`the right PIN left ${left} tries`);
  return said;
};

/** The right one opens, when it has a try left and its process lives. */
const open = async (round: Round, device: DevicePost, pin: string): Promise<void> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const said = await tryOnce(round, device, pin);
    if (said === 'in') return;
    if (said !== null) return round.ledger.fail(`the right PIN: ${said}`);
  }
  round.ledger.fail('the right PIN opens nothing');
};

const lock = async (device: DevicePost): Promise<void> => {
  await device.ask('session.lock', {});
};

/** Ended from outside; the process that follows dies where the one before should have. */
const restart = async ({ plan }: Round, device: DevicePost): Promise<void> => {
  if (device.deaths.length === 0) device.planNext(plan);
  await device.kill();
};

/** Wrong ones until there is none left: it then opens nothing any more, here and after a restart. */
const useUp = async (round: Round, device: DevicePost): Promise<void> => {
  let wrong = 0;
  for (let tries = 0; tries < 3 * TRIES; tries += 1) {
    const said = await tryOnce(round, device, PINS.wrong);
    if (said === 'pin_gone') break;
    if (said === 'pin_wrong') wrong += 1;
    else if (said !== null) round.ledger.fail(`a wrong PIN: ${said}`);
  }
  if (wrong >= TRIES) round.ledger.fail(`${wrong} wrong PINs were tried in a row`);
  if ((await triesLeft(device)) !== 0) round.ledger.fail('a used up PIN has tries left');
  for (const when of ['at once', 'after a restart']) {
    const said = await unlock(device, PINS.second);
    if (said !== 'pin_gone') round.ledger.fail(`a used up PIN ${when}: ${String(said)}`);
    await restart(round, device);
  }
};

/** A member sets a PIN, changes it and uses up its tries while the device dies: no try is given back, no former PIN opens. */
export const pin = async (round: Round): Promise<void> => {
  const server = round.startServer(null);
  const member = round.startDevice('an', round.plan);
  await setPin(member, PINS.first);
  await lock(member);
  await tryOnce(round, member, PINS.wrong);
  await open(round, member, PINS.first);
  await setPin(member, PINS.second);
  await lock(member);
  const former = await tryOnce(round, member, PINS.first);
  if (former === 'in') round.ledger.fail('the former PIN opens');
  await restart(round, member);
  await open(round, member, PINS.second);
  await lock(member);
  await useUp(round, member);
  // The passphrase always does.
  await signInUntilIn(member);
  await endRound(round, server);
};
