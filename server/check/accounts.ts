import type { Organisation } from './context.ts';

/** Accounts are of people who are known, sessions of devices of those people. Neither is named: a name is a person's. */
export const checkAccounts = async ({ kept, reader, findings }: Organisation): Promise<void> => {
  for (const { personId } of kept.accounts()) {
    findings.examined('accounts');
    const person = await reader.get('person', personId);
    if (person === undefined) findings.problem('account_person', `The person ${personId}`);
  }
  for (const { personId, deviceId } of kept.sessions()) {
    findings.examined('accounts');
    const device = (await reader.get('device', deviceId))?.body;
    if (device?.personId !== personId)
      findings.problem('session_device', `The device ${deviceId}`, `person ${personId}`);
  }
};
