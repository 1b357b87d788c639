import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import type { KeyStore } from '../../main/core/ports.ts';
import { readVault, type Vault } from '../../main/core/keys/vault.ts';
import type { ClientArgs, ClientMethod } from '../../shared/contract/client.ts';
import { startTestClient, type TestClient } from './client.ts';

/** The profile's folder of a device with one person. */
export const profileOf = ({ dataDir }: Pick<TestClient, 'dataDir'>): string => {
  const root = join(dataDir, 'profiles');
  const [name] = readdirSync(root).filter((each) => /^[0-9a-f]{32}$/.test(each));
  if (name === undefined) throw new Error('nobody has signed in here');
  return join(root, name);
};

export const vaultOf = (client: Pick<TestClient, 'dataDir'>): Vault => {
  const vault = readVault(profileOf(client));
  if (typeof vault !== 'object') throw new Error(`the vault is ${vault}`);
  return vault;
};

/** The code that a call is refused with; null when it is done. */
export const codeOf = async <M extends ClientMethod>(
  client: TestClient,
  method: M,
  args: ClientArgs<M>,
): Promise<string | null> => {
  const answer = await client.call(method, args);
  return answer.ok ? null : answer.error.code;
};

/** The program started on a folder that is there, with another key store perhaps. */
export const startOn = (
  { dataDir }: Pick<TestClient, 'dataDir'>,
  serverUrl: string,
  keyStore?: KeyStore,
): Promise<TestClient> =>
  startTestClient({ dataDir, serverUrl, ...(keyStore === undefined ? {} : { keyStore }) });

export const stateOf = async (client: TestClient): Promise<string> =>
  (await client.ask('session.state', {})).state;
