import pino from 'pino';
import { sentenceOf } from '../../shared/contract/sentences.ts';
import { accountCreateRequest } from '../../shared/contract/sync.ts';
import {
  type Administrator,
  createAccount,
  listAccounts,
  setAccountDisabled,
} from '../accounts/administration.ts';
import { deriveCredentials } from '../accounts/deriveCredentials.ts';
import { DEFAULT_SETTINGS, type ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { unwatched } from '../../shared/lib/reached.ts';
import { createPokeHub } from '../sync/pokeHub.ts';
import { openExisting, systemClock, systemRandom } from './openFolder.ts';
import { type CommandLine, USAGE } from './options.ts';
import { readPassphrase } from './passphrase.ts';

const MIN_PASSPHRASE = 8;

interface Operator {
  readonly context: ServerContext;
  readonly administrator: Administrator;
}

const add = async (
  { context, administrator }: Operator,
  name: string,
  line: CommandLine,
): Promise<number> => {
  const { role, position, unit } = line.values;
  const passphrase = await readPassphrase(`Passphrase for ${name}: `);
  if (passphrase === null || passphrase.length < MIN_PASSPHRASE) {
    console.error(`A passphrase of at least ${MIN_PASSPHRASE} characters is read from standard input.`);
    return 2;
  }
  const { kdf } = await context.storage.directory.installation();
  const credentials = await deriveCredentials(passphrase, kdf, context.random);
  const request = accountCreateRequest.safeParse({
    username: name,
    role,
    name: line.values.name ?? name,
    position,
    unit,
    credentials,
  });
  if (!request.success) {
    console.error('A user name has 2 to 61 characters: small letters, digits, dot, dash, underline.');
    return 2;
  }
  await createAccount(context, administrator, request.data);
  console.log(`added ${name}`);
  return 0;
};

const list = async ({ context, administrator }: Operator): Promise<number> => {
  for (const account of await listAccounts(context, administrator.organisationId)) {
    const state = account.disabled ? 'disabled' : 'active';
    console.log([account.username, account.role, state, account.lastSignInAt ?? 'never'].join('\t'));
  }
  return 0;
};

const setDisabled = async (
  { context, administrator }: Operator,
  name: string,
  disabled: boolean,
): Promise<number> => {
  await setAccountDisabled(context, administrator, name, disabled);
  console.log(`${disabled ? 'disabled' : 'enabled'} ${name}`);
  return 0;
};

const run = (operator: Operator, words: readonly string[], line: CommandLine): Promise<number> | null => {
  const [command, name] = words;
  if (command === 'list') return list(operator);
  if (name === undefined) return null;
  if (command === 'add') return add(operator, name, line);
  if (command === 'disable') return setDisabled(operator, name, true);
  return command === 'enable' ? setDisabled(operator, name, false) : null;
};

/** `user add|list|disable|enable`, also while the server runs: it sees the change within a second. */
export const userCommand = async (words: readonly string[], line: CommandLine): Promise<number> => {
  const opened = openExisting(line.values.data);
  if (!opened.ok) {
    console.error(opened.error);
    return 1;
  }
  const { storage } = opened.value;
  try {
    const [organisationId] = await storage.directory.organisationIds();
    if (organisationId === undefined) {
      console.error('The installation has no administrator yet. Start the app and set it up first.');
      return 1;
    }
    const context: ServerContext = {
      ...opened.value,
      clock: systemClock,
      random: systemRandom,
      log: pino({ enabled: false }),
      settings: DEFAULT_SETTINGS,
      pokes: createPokeHub(),
      reached: unwatched,
    };
    const administrator = { organisationId, accountRole: 'system_administrator' as const };
    const done = run({ context, administrator }, words, line);
    if (done === null) {
      console.error(USAGE);
      return 2;
    }
    return await done;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(sentenceOf('en', error.code, error.params));
    return 1;
  } finally {
    await storage.close();
  }
};
