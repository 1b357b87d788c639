import { randomBytes, randomUUID } from 'node:crypto';
import { openStore } from '../../../main/core/store/store.ts';
import { MIGRATIONS } from '../../../main/core/store/migrations.ts';
import { openSqlite } from '../../../server/storage/sqlite/sqlite.ts';
import { STORE_KEY } from './storeFixtures.ts';

/**
 * `node openAndDie.ts client|server FILE POINT N`: opens a store, which brings it to this version, and dies without a
 * chance to finish anything when the point has been reached for the n-th time.
 */
const [side = '', file = '', point = '', count = ''] = process.argv.slice(2);
let seen = 0;
const reached = (name: string): void => {
  if (name === point) seen += 1;
  if (name === point && seen === Number(count)) process.kill(process.pid, 'SIGKILL');
};
const opened =
  side === 'client'
    ? openStore(file, STORE_KEY, MIGRATIONS, reached)
    : openSqlite(
        file,
        {
          newId: () => randomUUID(),
          random: (bytes) => new Uint8Array(randomBytes(bytes)),
          kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
        },
        reached,
      );
process.exit(opened.ok ? 3 : 4);
