import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFile } from '../../../server/installation/dataFolder.ts';
import { createMeeting } from '../acts.ts';
import type { Round } from '../bench.ts';
import { checkServer } from '../checks/server.ts';
import { Died } from '../hosts.ts';
import type { Plan } from '../plan.ts';
import { comeToRest, endRound } from '../settle.ts';

type Command = 'backup' | 'restore';

/** Runs the command in a process of its own; null when that died. */
const run = async (
  round: Round,
  command: Command,
  folder: string,
  file: string,
  plan: Plan | null,
): Promise<number | null> => {
  const host = round.bench.servers.take((_name, fields) => round.ledger.fail(String(fields)));
  try {
    const code = await host.ask(command, { folder, file, plan });
    round.bench.servers.giveBack(host);
    return code;
  } catch (error) {
    if (!(error instanceof Died)) throw error;
    await host.died;
    const at = host.diedAt();
    if (at !== null) round.toolDeaths.push(at);
    return null;
  }
};

/** A backup dies while people work: the server goes on, nothing half has its name, the next one is whole. */
export const backup = async (round: Round): Promise<void> => {
  const { plan, bench, ledger, rng } = round;
  const server = round.startServer(null);
  const secretary = round.startDevice('thuky', null);
  const acting = { template: bench.template, ledger, rng };
  const out = round.folder('out');
  const file = join(out, 'copy.tar');
  await createMeeting(secretary, acting);
  await server.ready();
  await Promise.all([run(round, 'backup', server.folder(), file, plan), createMeeting(secretary, acting)]);
  const wasMade = existsSync(file);
  // The next one also clears away what the killed one has left.
  const code = await run(round, 'backup', server.folder(), wasMade ? join(out, 'next.tar') : file, null);
  if (code !== 0) ledger.fail(`the backup after the killed one ended with ${String(code)}`);
  const lying = readdirSync(out).filter((name) => !name.endsWith('.tar'));
  if (lying.length > 0) ledger.fail(`left over beside the backup: ${lying.join(' ')}`);
  const target = join(round.folder('restored'), 'data');
  const restored = await run(round, 'restore', target, file, null);
  if (restored !== 0) ledger.fail(`the backup cannot be restored: ${String(restored)}`);
  else checkServer(target, (text) => ledger.fail(`restored: ${text}`));
  await endRound(round, server);
};

/** A restore dies: begun again it ends, and what it made is whole. */
export const restore = async (round: Round): Promise<void> => {
  const { plan, ledger } = round;
  const file = join(round.folder('out'), 'copy.tar');
  const source = round.folder('source', round.bench.template.serverFolder);
  const target = join(round.folder('target'), 'data');
  const made = await run(round, 'backup', source, file, null);
  if (made !== 0) return ledger.fail(`the backup ended with ${String(made)}`);
  await run(round, 'restore', target, file, plan);
  if (!existsSync(databaseFile(target))) {
    const code = await run(round, 'restore', target, file, null);
    if (code !== 0) return ledger.fail(`the restore after the killed one ended with ${String(code)}`);
  }
  const server = round.startServer(null, target);
  round.startDevice('an', null);
  await endRound(round, server);
};

/** The server is set back to a backup that holds everything acknowledged; a device dies while it starts over. */
export const startOver = async (round: Round): Promise<void> => {
  const { plan, bench, ledger, rng } = round;
  const file = join(round.folder('out'), 'copy.tar');
  const target = join(round.folder('target'), 'data');
  const server = round.startServer(null);
  const secretary = round.startDevice('thuky', plan);
  const acting = { template: bench.template, ledger, rng };
  await createMeeting(secretary, acting);
  await comeToRest(round, server);
  await run(round, 'backup', server.folder(), file, null);
  const code = await run(round, 'restore', target, file, null);
  if (code !== 0) return ledger.fail(`the restore ended with ${String(code)}`);
  server.moveTo(target);
  await server.kill();
  await createMeeting(secretary, acting);
  await endRound(round, server);
};
