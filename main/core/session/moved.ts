import { existsSync, renameSync } from 'node:fs';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { serverProof } from '../../../shared/contract/sync.ts';
import { API } from '../../../shared/contract/version.ts';
import { fromBase64, toBase64, utf8 } from '../../../shared/lib/bytes.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { verifyEd25519 } from '../keys/ed25519.ts';
import { profileFolder, type Profile } from '../keys/vault.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { openMeta } from '../store/meta.ts';
import { openStore } from '../store/store.ts';
import { parsedAnswer } from '../transport/problem.ts';
import { loadAccount } from './storedAccount.ts';
import { nameStore, storeFile } from './storeFile.ts';

/** Whether the server at this address has the key that signed this profile's decision log; asked without saying who asks. */
const provesItself = async (deps: CabinetDeps, publicKey: string): Promise<Result<boolean, CabinetError>> => {
  const nonce = toBase64(deps.random(32));
  const request = { method: 'POST', path: `${API}/server/proof`, json: { nonce } } as const;
  const answer = await deps.transport.request(request);
  const parsed = answer.ok ? parsedAnswer(answer.value, serverProof) : answer;
  if (!parsed.ok) return parsed;
  const text = utf8(`ecabinet/server/v1\n${nonce}`);
  return ok(verifyEd25519(fromBase64(publicKey), text, fromBase64(parsed.value.signature)));
};

/**
 * Takes a profile along to the server's new address: outbox, notes, papers and device stay what they are. Errors:
 * `server_other`, and those of asking; then nothing has changed. Killed in between, it is under the one address or the other.
 */
export const bringAlong = async (
  deps: CabinetDeps,
  { folder, vault }: Profile,
  dataKey: Uint8Array,
): Promise<Result<undefined, CabinetError>> => {
  nameStore(folder);
  const store = openStore(storeFile(folder), dataKey, MIGRATIONS, deps.reached);
  if (!store.ok) return store;
  const loaded = loadAccount(openMeta(store.value));
  store.value.close();
  if (loaded === null) return err(cabinetError('store_damaged'));
  const proven = await provesItself(deps, loaded.account.log.publicKey);
  if (!proven.ok) return proven;
  if (!proven.value) return err(cabinetError('server_other'));
  const target = profileFolder(deps.dataDir, deps.serverUrl, vault.username);
  return guardStorage(() => {
    // Without a vault it was never anybody's.
    if (existsSync(target)) renameSync(target, `${target}.replaced-${deps.clock.now()}`);
    renameSync(folder, target);
    deps.log('profile_moved');
    return undefined;
  });
};
