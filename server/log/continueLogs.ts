import type { ServerContext } from '../context.ts';
import { continueLog } from './decisionLog.ts';

/** Before anybody is answered: every log that goes on after a restore says so with its first leaf. */
export const continueLogs = async ({
  storage,
  logKey,
  clock,
}: Pick<ServerContext, 'storage' | 'logKey' | 'clock'>): Promise<void> => {
  const { formerEpochs } = await storage.directory.installation();
  if (formerEpochs.length === 0) return;
  const at = new Date(clock.now()).toISOString();
  for (const organisationId of await storage.directory.organisationIds()) {
    await storage.transact(organisationId, (tx) => continueLog(tx, organisationId, logKey, at));
  }
};
