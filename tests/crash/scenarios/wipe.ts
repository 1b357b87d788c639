import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readWipeNotes } from '../../../main/core/session/wipeNotes.ts';
import { device as deviceSchema } from '../../../shared/domain/records/organisation.ts';
import { type ApiPerson, signInAs } from '../../support/api.ts';
import { until } from '../../support/until.ts';
import { annotate } from '../acts.ts';
import type { Round } from '../bench.ts';
import { openTruth } from '../checks/server.ts';
import type { DevicePost, ServerPost } from '../post.ts';
import { comeToRest, endRound } from '../settle.ts';
import { ADMINISTRATOR, PASSPHRASE } from '../template.ts';
import { signInUntilIn } from './firstSignIn.ts';

const PATIENCE_MS = 30_000;

/** Sent again under its number until a server that lives has answered. */
const order = async (server: ServerPost, administrator: ApiPerson, id: string): Promise<void> => {
  const wire = administrator.mutation('device.wipe', { id });
  await until(
    'the order is taken',
    async () => {
      await server.ready();
      const here = Object.assign(Object.create(administrator) as ApiPerson, { url: server.url() });
      const [result] = await here.push([wire]).catch(() => []);
      return result?.status === 'applied';
    },
    PATIENCE_MS,
  );
};

/** When the server was told, and how often that stands in the decision log. */
const wordOf = (server: ServerPost, id: string): { readonly at: string | null; readonly times: number } => {
  const truth = openTruth(server.folder());
  try {
    const body = truth
      .prepare<[string], string>("SELECT body FROM record WHERE kind = 'device' AND id = ?")
      .pluck()
      .get(id);
    const times = truth
      .prepare<[string], number>(
        "SELECT count(*) FROM log_leaf WHERE data ->> 'type' = 'device-wiped' AND data ->> 'device' = ?",
      )
      .pluck()
      .get(id);
    const at = body === undefined ? null : deviceSchema.parse(JSON.parse(body)).wipedAt;
    return { at, times: times ?? 0 };
  } finally {
    truth.close();
  }
};

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** What a wiped device may still have: its choices, and the note, which names nobody. */
const MAY_STAY = /^(?:preferences\.json|instance\.lock(?:-journal)?|wiped\/[-0-9a-f]+\.json)$/;

const checkWiped = (round: Round, member: DevicePost): void => {
  for (const path of filesIn(member.dataDir))
    if (!MAY_STAY.test(path)) round.ledger.fail(`left over on a wiped device: ${path}`);
};

/** An administrator has the device of a member wiped while it, or the server, dies: nothing is left, and the server knows once. */
export const wipe =
  (victim: 'server' | 'device') =>
  async (round: Round): Promise<void> => {
    const { plan, bench, ledger, rng } = round;
    const server = round.startServer(null);
    const member = round.startDevice('an', victim === 'device' ? plan : null);
    const secretary = round.startDevice('thuky', null);
    const acting = { template: bench.template, ledger, rng };
    await annotate(member, acting);
    await comeToRest(round, server);
    const id = (await member.ask('session.state', {})).deviceId ?? '';
    const administrator = await signInAs(server.url(), ADMINISTRATOR, PASSPHRASE);
    if (victim === 'server') {
      server.planNext(plan);
      await server.kill();
    }
    await order(server, administrator, id);
    await until(
      'the server is told of the wipe',
      async () => {
        await member.call('sync.now', {});
        await server.ready();
        return wordOf(server, id).at !== null;
      },
      PATIENCE_MS,
    );
    await until(
      'the device is wiped',
      async () => (await member.call('session.state', {}))?.ok === true && !hasProfile(member),
      PATIENCE_MS,
    );
    checkWiped(round, member);
    await member.kill();
    const state = await member.ask('session.state', {});
    if (state.state !== 'new') ledger.fail(`wiped, and then ${state.state} after a restart`);
    checkWiped(round, member);
    // The same person begins anew, on the device that is nobody's now.
    await signInUntilIn(member);
    if ((await member.ask('session.state', {})).deviceId === id) ledger.fail('wiped, and enrolled as before');
    await annotate(member, acting);
    await secretary.ask('sync.now', {});
    const isTaken = (): boolean => readWipeNotes(member.dataDir).every(({ acknowledged }) => acknowledged);
    // The answer may have died with the server: it is told again until it has answered.
    await until('the device knows that the server knows', async () => isTaken(), PATIENCE_MS);
    await endRound(round, server);
    const { times } = wordOf(server, id);
    if (times !== 1) ledger.fail(`the wipe stands ${times} times in the log`);
  };

const hasProfile = (member: DevicePost): boolean => {
  const root = join(member.dataDir, 'profiles');
  return existsSync(root) && readdirSync(root).length > 0;
};
