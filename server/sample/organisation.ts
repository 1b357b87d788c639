import { DEFAULT_TIME_ZONE } from '../../shared/domain/records/common.ts';
import type { Body, Membership, Organisation } from '../../shared/domain/records/organisation.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { KdfParams } from '../../shared/contract/sync.ts';
import { addAccount, addPerson } from '../accounts/administration.ts';
import { deriveCredentials } from '../accounts/deriveCredentials.ts';
import { GOVERNMENT_RULES } from '../accounts/setup.ts';
import type { ServerContext } from '../context.ts';
import { runTransaction, serverActor, writeRecords } from '../sync/transaction.ts';
import { isMember, SAMPLE_PEOPLE, type SamplePerson, sampleSignIns } from './people.ts';

/** OWASP's floor: the sample's thirty accounts are made while somebody waits for the first start. */
export const SAMPLE_KDF: KdfParams = { memoryKiB: 19_456, passes: 2, lanes: 1 };

/** The sample Government, as far as it is known before it meets. */
export interface SampleGovernment {
  readonly organisationId: string;
  readonly bodyId: string;
  /** By user name. */
  readonly personIds: ReadonlyMap<string, string>;
  readonly personId: (username: string) => string;
}

const roleIn = ({ part }: SamplePerson): Membership['role'] =>
  part === 'chair' || part === 'deputy' ? part : 'member';

const makeGovernment = (context: ServerContext): SampleGovernment => {
  const personIds = new Map(SAMPLE_PEOPLE.map(({ username }) => [username, context.ids.next()]));
  return {
    organisationId: context.ids.next(),
    bodyId: context.ids.next(),
    personIds,
    personId(username) {
      const id = personIds.get(username);
      if (id === undefined) throw new Error(`nobody is called ${username}`);
      return id;
    },
  };
};

const deriveAll = async (context: ServerContext) => {
  const { kdf } = await context.storage.directory.installation();
  return Promise.all(
    sampleSignIns().map(async ({ username, passphrase }) => ({
      username,
      credentials: await deriveCredentials(passphrase, kdf, context.random),
    })),
  );
};

/** The organisation, its people with their accounts, the body of 27 members with its secretariat. */
export const createGovernment = async (context: ServerContext): Promise<SampleGovernment> => {
  const government = makeGovernment(context);
  const { organisationId, bodyId, personId } = government;
  const scope = scopeOf('org', organisationId);
  const organisation: Organisation = {
    id: organisationId,
    name: 'Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam',
    shortName: 'Chính phủ',
    highestClassification: 'confidential',
    isolatedNetwork: true,
    timeZone: DEFAULT_TIME_ZONE,
  };
  const secretaries = SAMPLE_PEOPLE.filter(({ part }) => part === 'secretary');
  const body: Body = {
    id: bodyId,
    name: 'Chính phủ',
    ruleSet: GOVERNMENT_RULES,
    secretaryIds: secretaries.map(({ username }) => personId(username)),
  };
  const derived = await deriveAll(context);
  await runTransaction(context, organisationId, async (work) => {
    const actor = serverActor(organisationId);
    await writeRecords(context, work, actor, '', ({ tx }) => tx.put(scope, 'organisation', organisation));
    for (const [rank, person] of SAMPLE_PEOPLE.entries()) {
      const { username, name, position, unit } = person;
      await addPerson(context, work, { id: personId(username), name, position, unit, rank });
    }
    await writeRecords(context, work, actor, '', async ({ tx }) => {
      await tx.put(scope, 'body', body);
      for (const person of SAMPLE_PEOPLE.filter(isMember)) {
        const seat = { bodyId, personId: personId(person.username), role: roleIn(person), votes: true };
        await tx.put(scope, 'membership', { ...seat, id: context.ids.next() });
      }
    });
    for (const { username, credentials } of derived) {
      const role = username === 'quantri' ? 'system_administrator' : 'user';
      await addAccount(context, work, { username, role, personId: personId(username), credentials });
    }
  });
  return government;
};
