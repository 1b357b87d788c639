import type { Database } from 'better-sqlite3';
import { toHex } from '../../../shared/lib/bytes.ts';

/** Gives a new connection its cipher and key (32 bytes): the first thing that is said to it. */
export const keyed = (db: Database, key: Uint8Array): Database => {
  if (key.length !== 32) throw new RangeError('the data key has 32 bytes');
  // An empty or mistyped key would leave a plaintext file without an error: the raw form leaves no such room.
  db.pragma(`cipher='chacha20'`);
  db.pragma(`key="x'${toHex(key)}'"`);
  return db;
};
