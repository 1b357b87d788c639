import type { Database } from 'better-sqlite3';

/** Names of the store's single values. */
export type MetaKey =
  | 'account'
  | 'device_seed'
  | 'account_key'
  | 'auth_key'
  | 'loaner'
  | 'token'
  | 'epoch'
  | 'as_of'
  | 'next_n'
  | 'complete'
  | 'last_synced_at'
  | 'checkpoint'
  | 'log_epoch'
  | 'former_logs'
  | 'restored_at'
  | 'lease'
  | 'downloads_paused'
  /** Checksum of the scope for whose rows `note_papers` is complete. */
  | 'notes_indexed';

export interface Meta {
  text(key: MetaKey): string | null;
  number(key: MetaKey): number | null;
  bytes(key: MetaKey): Uint8Array | null;
  /** Null removes it. */
  set(key: MetaKey, value: string | number | Uint8Array | null): void;
}

export const openMeta = (db: Database): Meta => {
  const read = db.prepare<[string], { value: unknown }>('SELECT value FROM meta WHERE key = ?');
  const write = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare('DELETE FROM meta WHERE key = ?');
  const value = (key: MetaKey): unknown => read.get(key)?.value;
  return {
    text(key) {
      const found = value(key);
      return typeof found === 'string' ? found : null;
    },
    number(key) {
      const found = value(key);
      return typeof found === 'number' ? found : null;
    },
    bytes(key) {
      const found = value(key);
      return found instanceof Uint8Array ? new Uint8Array(found) : null;
    },
    set(key, next) {
      if (next === null) remove.run(key);
      else write.run(key, next);
    },
  };
};
