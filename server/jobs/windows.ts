import { endDueWindows as endWindows } from '../../shared/domain/conduct/windows.ts';
import type { ServerContext } from '../context.ts';
import { serverEffects } from '../sync/effects.ts';
import { runTransaction, serverActor, type Work, writeRecords } from '../sync/transaction.ts';

/** How often due windows are looked for when nobody pushes, in milliseconds. */
export const WINDOWS_EVERY_MS = 5000;

/** R13: logs the end of every late window that is due, and makes those results final, in the running transaction. */
export const endDueWindows = async (context: Pick<ServerContext, 'logKey'>, work: Work): Promise<void> => {
  const waiting = await work.tx.log.pollsToFinish();
  if (waiting.length === 0) return;
  const actor = serverActor(work.organisationId);
  await writeRecords(context, work, actor, '', (rules) =>
    endWindows({ ...rules, server: serverEffects(work.tx, actor, context.logKey) }, waiting),
  );
};

/** The same for every organisation, by the timer: what the log says never waits for somebody to do something. */
export const endAllDueWindows = async (context: ServerContext): Promise<void> => {
  for (const organisationId of await context.storage.directory.organisationIds()) {
    const waiting = await context.storage.read(organisationId, (view) => view.log.pollsToFinish());
    if (waiting.length === 0) continue;
    await runTransaction(context, organisationId, (work) => endDueWindows(context, work));
  }
};
