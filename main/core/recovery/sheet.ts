import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { RecoverySheet } from '../../../shared/contract/deviceMethods.ts';
import { sheetAnswer, sheetOpenAnswer } from '../../../shared/contract/recovery.ts';
import { PROTOCOL } from '../../../shared/contract/version.ts';
import { fromBase64, toBase64 } from '../../../shared/lib/bytes.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext } from '../context.ts';
import { unwrapKey, wrapKey } from '../keys/wrap.ts';
import type { CabinetDeps } from '../ports.ts';
import { openMeta } from '../store/meta.ts';
import { parsedAnswer } from '../transport/problem.ts';
import { makeRenewal, postOpenly } from './renewal.ts';
import { newSheetCode, parseSheetCode, sheetCodeText, sheetVerifierOf, sheetWrapKeyOf } from './sheetCode.ts';

/** A new sheet, after its person has shown the passphrase. What it says is answered once and kept nowhere. */
export const createSheet = async (
  context: CoreContext,
  serverUrl: string,
): Promise<Result<RecoverySheet, CabinetError>> => {
  const { account, random, records, server } = context;
  const { username, accountKey } = account;
  const authKey = openMeta(context.db).bytes('auth_key');
  if (authKey === null) return err(cabinetError('not_signed_in'));
  const code = newSheetCode(random);
  const wrapped = wrapKey(sheetWrapKeyOf(code, username), accountKey, 'ecabinet/recovery-sheet/v1', random);
  const kept = await server.json(
    {
      method: 'PUT',
      path: '/auth/recovery-sheet',
      json: {
        authKey: toBase64(authKey),
        verifier: toBase64(sheetVerifierOf(code, username)),
        accountKey: toBase64(wrapped),
      },
    },
    sheetAnswer,
  );
  if (!kept.ok) return kept;
  return ok({
    code: sheetCodeText(code),
    name: records.getSync('person', account.personId)?.body.name ?? username,
    username,
    organisation: records.getSync('organisation', account.organisationId)?.body.name ?? '',
    serverUrl,
    createdAt: kept.value.createdAt ?? new Date(context.clock.now()).toISOString(),
  });
};

/**
 * A new passphrase by a sheet's code: the server has it when this is `ok`. Errors: `recovery_code_typo` before anything is
 * sent, `recovery_wrong`, those of the transport; after one of these the passphrase may be the new one all the same.
 */
export const redeemSheet = async (
  deps: Pick<CabinetDeps, 'transport' | 'random'>,
  { username, code: typed, passphrase }: { username: string; code: string; passphrase: string },
  onSent: () => void,
): Promise<Result<Record<never, never>, CabinetError>> => {
  const code = parseSheetCode(typed);
  if (code === null) return err(cabinetError('recovery_code_typo'));
  const shown = { protocol: PROTOCOL, username, verifier: toBase64(sheetVerifierOf(code, username)) };
  const opened = await postOpenly(deps.transport, '/auth/recovery-sheet/open', shown);
  const parsed = opened.ok ? parsedAnswer(opened.value, sheetOpenAnswer) : opened;
  if (!parsed.ok) return parsed;
  const wrapKeyOfSheet = sheetWrapKeyOf(code, username);
  const wrapped = fromBase64(parsed.value.accountKey);
  const accountKey = unwrapKey(wrapKeyOfSheet, wrapped, 'ecabinet/recovery-sheet/v1');
  if (accountKey === null) return err(cabinetError('server_nonsense'));
  const renewal = await makeRenewal(deps, passphrase, accountKey);
  if (!renewal.ok) return renewal;
  onSent();
  const used = await postOpenly(deps.transport, '/auth/recovery-sheet/use', { ...shown, ...renewal.value });
  return used.ok ? ok({}) : used;
};
