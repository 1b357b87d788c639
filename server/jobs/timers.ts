import { dropExpiredRequests } from '../accounts/recoveryRequests.ts';
import type { ServerContext } from '../context.ts';
import { dropStaleUploads } from '../files/uploads.ts';
import { forgetOldTombstones } from './tombstones.ts';
import { endAllDueWindows, WINDOWS_EVERY_MS } from './windows.ts';

/** How often to look whether another process has written, in milliseconds. */
const ELSEWHERE_EVERY_MS = 1000;
const RECOVERIES_EVERY_MS = 60 * 1000;
const HOUSEKEEPING_EVERY_MS = 6 * 60 * 60 * 1000;

/** Another process (`user`, …) has written: every listening device asks, and disabled accounts listen no more. */
const pokeAfterOthers = async ({ storage, pokes }: ServerContext): Promise<void> => {
  if (!storage.changedElsewhere()) return;
  const disabled = new Set<string>();
  for (const username of pokes.usernames()) {
    const account = await storage.directory.findAccount(username);
    if (account === undefined || account.disabled) disabled.add(username);
  }
  pokes.endWhere('signed_out', ({ username }) => disabled.has(username));
  const seqs = new Map<string, number>();
  for (const organisationId of pokes.organisationIds()) {
    seqs.set(organisationId, await storage.read(organisationId, (view) => view.counter()));
  }
  pokes.pokeAll((organisationId) => seqs.get(organisationId) ?? 0);
};

/** Something that is done again and again; never twice at the same time. */
export interface TimedJob {
  readonly everyMs: number;
  readonly name: string;
  run(): Promise<void>;
  /** Also now, not only when the time has passed once. */
  readonly isFirstAtOnce?: boolean;
}

/** What the server does by itself. Returns how to stop it; what runs is waited for. */
export const startTimers = (
  context: ServerContext,
  more: readonly TimedJob[] = [],
): (() => Promise<void>) => {
  const running = new Set<Promise<void>>();
  const every = (
    ms: number,
    name: string,
    work: () => Promise<void>,
    isFirstAtOnce = false,
  ): NodeJS.Timeout => {
    let busy = false;
    const run = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      try {
        await work();
      } catch (error) {
        context.log.error({ err: error, job: name }, 'a job failed');
      } finally {
        busy = false;
      }
    };
    const start = (): void => {
      const done = run();
      running.add(done);
      void done.finally(() => running.delete(done));
    };
    if (isFirstAtOnce) start();
    return setInterval(start, ms).unref();
  };
  const timers = [
    every(WINDOWS_EVERY_MS, 'windows', () => endAllDueWindows(context)),
    every(ELSEWHERE_EVERY_MS, 'elsewhere', () => pokeAfterOthers(context)),
    every(RECOVERIES_EVERY_MS, 'recoveries', () => dropExpiredRequests(context)),
    every(HOUSEKEEPING_EVERY_MS, 'uploads', () => dropStaleUploads(context)),
    every(HOUSEKEEPING_EVERY_MS, 'tombstones', () => forgetOldTombstones(context)),
    ...more.map((job) => every(job.everyMs, job.name, () => job.run(), job.isFirstAtOnce)),
  ];
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running);
  };
};
