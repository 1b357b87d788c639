import type { Migration } from '../migrations.ts';

/** Which papers a device keeps when there is not room for all, and which its person has put off. */
export const keeping: Migration = {
  version: 14,
  up(db) {
    db.exec(`
      -- when its person last opened it, in milliseconds since 1970; 0 never
      ALTER TABLE files ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
      -- 1: its person does not want it until they open it
      ALTER TABLE files ADD COLUMN put_off INTEGER NOT NULL DEFAULT 0;
    `);
  },
};
