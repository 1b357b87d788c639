import { z } from 'zod';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import {
  accountCreateRequest,
  accountList,
  type credentials,
  serverInfo,
  type KdfParams,
} from '../../../shared/contract/sync.ts';
import { cabinetError } from '../../../shared/contract/errors.ts';
import { id } from '../../../shared/domain/records/common.ts';
import { toBase64 } from '../../../shared/lib/bytes.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext, Feature } from '../context.ts';
import { authKeyOf, deriveMaster } from '../keys/derive.ts';

/** A salt and the signing-in half, made here: the server never sees a passphrase. */
export const newCredentials = async (
  passphrase: string,
  kdf: KdfParams,
  random: RandomBytes,
): Promise<z.infer<typeof credentials>> => {
  const salt = random(16);
  const master = await deriveMaster(passphrase, salt, kdf);
  return { salt: toBase64(salt), kdf, authKey: toBase64(authKeyOf(master)) };
};

const created = z.object({ personId: id });

/**
 * Accounts, by administrators; each needs the server. A new person is here (`pull`) before the call is answered, so that
 * what follows can name them.
 */
export const createAccounts = (
  { server, random, changed }: Pick<CoreContext, 'server' | 'random' | 'changed'>,
  pull: () => Promise<void>,
): Feature => {
  const credentialsFor = async (
    passphrase: string,
  ): Promise<Result<z.infer<typeof credentials>, CabinetError>> => {
    const info = await server.json({ method: 'GET', path: '/server' }, serverInfo);
    return info.ok ? ok(await newCredentials(passphrase, info.value.kdf, random)) : info;
  };
  const post = async (
    username: string,
    action: 'disable' | 'enable' | 'reset',
    json?: unknown,
  ): Promise<Result<Record<never, never>, CabinetError>> => {
    const path = `/accounts/${encodeURIComponent(username)}/${action}`;
    const answer = await server.request({ method: 'POST', path, json });
    if (answer.ok) changed('records');
    return answer.ok ? ok({}) : answer;
  };
  return {
    methods: {
      'accounts.list': () => server.json({ method: 'GET', path: '/accounts' }, accountList),
      'accounts.create': async ({ passphrase, ...fields }) => {
        const made = await credentialsFor(passphrase);
        if (!made.ok) return made;
        const request = accountCreateRequest.safeParse({ ...fields, credentials: made.value });
        if (!request.success) return err(cabinetError('invalid'));
        const json = request.data;
        const answer = await server.json({ method: 'POST', path: '/accounts', json }, created);
        if (!answer.ok) return answer;
        await pull();
        changed('records');
        return ok({ personId: answer.value.personId });
      },
      'accounts.setDisabled': ({ username, disabled }) => post(username, disabled ? 'disable' : 'enable'),
      'accounts.reset': async ({ username, passphrase }) => {
        const made = await credentialsFor(passphrase);
        return made.ok ? post(username, 'reset', { credentials: made.value }) : made;
      },
    },
  };
};
