import type { z } from 'zod';
import { DEFAULT_TIME_ZONE } from '../../shared/domain/records/common.ts';
import type { Body, Organisation } from '../../shared/domain/records/organisation.ts';
import type { RuleSet } from '../../shared/domain/records/poll.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { setupRequest } from '../../shared/contract/sync.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { runTransaction, serverActor, writeRecords } from '../sync/transaction.ts';
import { addAccount, addPerson } from './administration.ts';

/** R1 to R3 as the Government decides: at least 2/3 present, remote included; more than half of all members. */
export const GOVERNMENT_RULES: RuleSet = {
  quorum: { fraction: { num: 2, den: 3, exclusive: false }, remoteCounts: true },
  base: 'members',
  threshold: { num: 1, den: 2, exclusive: true },
};

/**
 * The first organisation with one body and one system administrator, who is also the body's secretary so that work can
 * begin. Throws `setup_done` when somebody was faster.
 */
export const createInstallation = async (
  context: ServerContext,
  request: z.infer<typeof setupRequest>,
): Promise<void> => {
  const organisationId = context.ids.next();
  const personId = context.ids.next();
  const { organisationName, bodyName, administrator } = request;
  const organisation: Organisation = {
    id: organisationId,
    name: organisationName,
    shortName: organisationName,
    highestClassification: 'internal',
    isolatedNetwork: false,
    timeZone: request.timeZone ?? DEFAULT_TIME_ZONE,
  };
  const body: Body = {
    id: context.ids.next(),
    name: bodyName,
    ruleSet: GOVERNMENT_RULES,
    secretaryIds: [personId],
  };
  const scope = scopeOf('org', organisationId);
  await runTransaction(context, organisationId, async (work) => {
    if ((await context.storage.directory.installation()).setupCode === null) {
      throw new Problem(409, 'setup_done');
    }
    const { name, position, unit, username, credentials } = administrator;
    await writeRecords(context, work, serverActor(organisationId), '', ({ tx }) =>
      tx.put(scope, 'organisation', organisation),
    );
    await addPerson(context, work, { id: personId, name, position, unit, rank: 0 });
    await writeRecords(context, work, serverActor(organisationId), '', ({ tx }) =>
      tx.put(scope, 'body', body),
    );
    await addAccount(context, work, { username, role: 'system_administrator', personId, credentials });
    await work.tx.accounts.endSetup();
  });
};
