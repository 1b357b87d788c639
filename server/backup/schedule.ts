import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../../shared/lib/clock.ts';

/** What the operator asked for. */
export interface BackupPlan {
  /** Folder for the backups; made when missing. */
  readonly to: string;
  /** Hours from one to the next. */
  readonly everyHours: number;
  /** How many are kept. */
  readonly keep: number;
}

export interface ScheduleDeps {
  readonly plan: BackupPlan;
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes one whole backup on the disk, or rejects and leaves nothing at `file`. */
  readonly make: (file: string) => Promise<void>;
}

const HOUR_MS = 3_600_000;
/** After a failed one it is tried again so soon, in milliseconds. */
export const AGAIN_MS = 15 * 60_000;

const NAME = /^e-cabinet-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z\.tar$/;

/** `e-cabinet-2026-11-22T03-00-00Z.tar`: names sort as their moments do, and every file system takes them. */
export const backupName = (ms: number): string =>
  `e-cabinet-${new Date(ms).toISOString().slice(0, 19).replaceAll(':', '-')}Z.tar`;

/** The moment that a name tells; null for any other file. */
const momentOf = (name: string): number | null => {
  const [, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
  return day === undefined ? null : Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
};

/** Names of the backups that are there, oldest first. */
const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => momentOf(name) !== null).sort();

/**
 * Backups on a schedule. `tick` is called now and then: it makes one when the last is old enough, and removes the oldest
 * only after a new one is whole. A failed one is logged with what to do and tried again sooner.
 */
export const createSchedule = ({ plan, clock, log, make }: ScheduleDeps): { tick(): Promise<void> } => {
  let notBefore = 0;
  let isFirst = true;

  const prune = async (): Promise<void> => {
    const names = await namesIn(plan.to);
    for (const name of names.slice(0, Math.max(0, names.length - plan.keep))) {
      await rm(join(plan.to, name), { force: true });
    }
  };
  /** What a backup that was killed has left: this schedule makes one at a time, and none runs now. */
  const clearParts = async (): Promise<void> => {
    for (const name of await readdir(plan.to)) {
      const isPart = name.endsWith('.part') && momentOf(name.slice(0, -'.part'.length)) !== null;
      if (isPart) await rm(join(plan.to, name), { force: true });
    }
  };
  const isDue = async (): Promise<boolean> => {
    if (clock.now() < notBefore) return false;
    const last = momentOf((await namesIn(plan.to)).at(-1) ?? '');
    // One from the future was made by a clock that was wrong: it must not keep the next from being made.
    return last === null || last > clock.now() || clock.now() - last >= plan.everyHours * HOUR_MS;
  };
  return {
    async tick() {
      try {
        await mkdir(plan.to, { recursive: true, mode: 0o700 });
        // At the start as well, however long it is until the next one: half a backup takes the room of a whole one.
        const isStart = isFirst;
        isFirst = false;
        const due = await isDue();
        if (due || isStart) await clearParts();
        if (!due) return;
        const name = backupName(clock.now());
        await make(join(plan.to, name));
        await prune();
        log.info({ backup: name }, 'a backup was made');
      } catch (error) {
        notBefore = clock.now() + Math.min(AGAIN_MS, plan.everyHours * HOUR_MS);
        const reason = error instanceof Error ? error.message : String(error);
        log.error(
          { reason },
          `The scheduled backup into ${plan.to} was not made: ${reason}. Make room there or correct its permissions; it is tried again within ${AGAIN_MS / 60_000} minutes. Earlier backups were not touched.`,
        );
      }
    },
  };
};
