import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { mountSmallDisk } from '../../support/smallDisk.ts';
import { until } from '../../support/until.ts';
import { BIG_UPLOAD } from '../acts.ts';
import type { Round } from '../bench.ts';
import type { DevicePost } from '../post.ts';
import { endRound } from '../settle.ts';

const PATIENCE_MS = 30_000;
/** Less than the papers of the running session: those of the past one have to go. */
const LIMIT_BYTES = 1_000_000;

const awayOn = async (device: DevicePost): Promise<number> => (await device.ask('sync.state', {})).files.away;

/** A member's device has little room for papers and dies while it gives up those of a past session: they come back whole. */
export const givingUp = async (round: Round): Promise<void> => {
  const server = round.startServer(null);
  const member = round.startDevice('an', round.plan);
  for (let times = 0; times < 2; times += 1) {
    await member.ask('preferences.set', { paperLimit: LIMIT_BYTES });
    await until('past papers are given up', async () => (await awayOn(member)) > 0, PATIENCE_MS);
    await member.ask('preferences.set', { paperLimit: null });
    await until('they are here again', async () => (await awayOn(member)) === 0, PATIENCE_MS);
  }
  await endRound(round, server);
};

/** The same where the disk has no byte left, not even for the note: the bytes go first. */
export const givingUpOnFullDisk = async (round: Round): Promise<void> => {
  const { bench, ledger, rng } = round;
  const disk = mountSmallDisk(DISK_MB);
  // Who may not mount a disk cannot have a full one.
  if (disk === null) return givingUp(round);
  const folder = join(disk.folder, 'an');
  cpSync(bench.template.clientFolder('an'), folder, { recursive: true });
  const server = round.startServer(null);
  const secretary = round.startDevice('thuky', null);
  const member = round.startDevice('an', round.plan, folder);
  member.onDeath(() => disk.free());
  // Its row says that it is here until somebody opens it, or the look through the disk: it is fetched again then.
  try {
    // Not looked at by opening them: papers that are open stay.
    await member.ask('sync.now', {});
    await member.ask('preferences.set', { paperRate: SLOW });
    await BIG_UPLOAD(secretary, { template: bench.template, ledger, rng });
    await until(
      'a paper is under way',
      async () => (await member.ask('sync.state', {})).files.fetching > 0,
      PATIENCE_MS,
    );
    await member.emptyLog();
    disk.fill();
    await until(
      'past papers are given up',
      async () => member.deaths.length > 0 || (await awayOn(member)) > 0,
      PATIENCE_MS,
    );
    disk.free();
    await member.ask('preferences.set', { paperRate: null });
    await endRound(round, server);
  } finally {
    if (ledger.failures.length > 0) await member.abandon();
    disk[Symbol.dispose]();
  }
};

const DISK_MB = 24;
/** Bytes per second: long enough under way for a disk to fill up meanwhile. */
const SLOW = 800_000;
