import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { paperVersion } from '../../../shared/domain/records/paper.ts';
import type { SimClient } from '../simClient.ts';
import type { Rest } from './all.ts';

/** Every file that a row on this device names, by the scopes that name it. */
const namedFiles = (client: SimClient): ReadonlyMap<string, ReadonlySet<string>> => {
  const named = new Map<string, Set<string>>();
  const rows = client
    .context()
    .db.prepare<[], { body: string; scope: string }>(
      "SELECT body, scopes.name AS scope FROM rows JOIN scopes ON scopes.no = rows.scope WHERE kind = 'paperVersion'",
    )
    .all();
  for (const { body, scope } of rows) {
    const { sha256 } = paperVersion.parse(JSON.parse(body)).file;
    named.set(sha256, (named.get(sha256) ?? new Set()).add(scope));
  }
  return named;
};

const filesOnDisk = (client: SimClient): readonly string[] => {
  const root = join(client.context().dataDir, 'files');
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((folder) => readdirSync(join(root, folder)));
};

const checkKeys = (rest: Rest, client: SimClient, named: ReadonlyMap<string, ReadonlySet<string>>): void => {
  const { db } = client.context();
  const wraps = db
    .prepare<[], { sha256: string; scope: string }>('SELECT sha256, scope FROM file_wraps')
    .all();
  const uploads = new Set(
    db
      .prepare<[], { id: string }>("SELECT id FROM uploads WHERE state <> 'refused'")
      .all()
      .map(({ id }) => `upload:${id}`),
  );
  // What a restored server has refused for want of another device's part is tried again for long, with its file.
  const onTheWay = new Set(
    client
      .context()
      .outbox.entries()
      .filter(({ state }) => state !== 'refused')
      .map(({ args }) => (args as { readonly sha256?: string }).sha256),
  );
  for (const { sha256, scope } of wraps) {
    const isOnTheWay = scope.startsWith('upload:') && onTheWay.has(sha256);
    const isRight = named.get(sha256)?.has(scope) === true || uploads.has(scope) || isOnTheWay;
    if (!isRight) rest.world.fail(`${client.name} still has the key of ${sha256} for ${scope}`);
  }
  const keyed = new Set(wraps.map(({ sha256 }) => sha256));
  for (const sha256 of filesOnDisk(client)) {
    if (!keyed.has(sha256)) rest.world.fail(`${client.name} still has the file ${sha256}`);
  }
};

/** Papers on a device are those that its records name, whole and readable; keys and bytes of others are gone. */
export const checkFiles = async (rest: Rest): Promise<void> => {
  for (const { client } of rest.posts) {
    const named = namedFiles(client);
    checkKeys(rest, client, named);
    for (const sha256 of named.keys()) {
      const file = await client.cabinet().openFile(sha256);
      if (!file.ok) {
        rest.world.fail(`${client.name} cannot open ${sha256}: ${file.error.code}`);
        continue;
      }
      const bytes = await file.value.read(0, file.value.size).catch((cause: unknown) => {
        rest.world.fail(`${client.name} cannot read ${sha256}: ${String(cause)}`);
      });
      if (bytes === undefined) continue;
      if (createHash('sha256').update(bytes).digest('hex') !== sha256)
        rest.world.fail(`${client.name}: ${sha256} is damaged`);
    }
  }
};
