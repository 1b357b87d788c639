import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDecisionLog } from '../../../main/core/log/decisionLog.ts';
import { openOwnAccount, type OwnAccount } from '../../../main/core/session/ownAccount.ts';
import { saveAccount, saveKeys } from '../../../main/core/session/storedAccount.ts';
import { type Meta, openMeta } from '../../../main/core/store/meta.ts';
import { createStore } from '../../../main/core/store/store.ts';
import { logOrigin } from '../../../shared/domain/log/checkpoint.ts';

const ORGANISATION = '01920000-0000-7000-8000-000000000001';
const PERSON = '01920000-0000-7000-8000-000000000002';
const DEVICE = '01920000-0000-7000-8000-000000000003';
const [FORMER_EPOCH, EPOCH] = [
  '01920000-0000-7000-8000-000000000004',
  '01920000-0000-7000-8000-000000000005',
];

let folder = '';
let db: Database;
let meta: Meta;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecabinet-own-'));
  const made = createStore(join(folder, 'cabinet.db'), new Uint8Array(randomBytes(32)));
  if (!made.ok) throw new Error(made.error.code);
  db = made.value;
  meta = openMeta(db);
  const log = { origin: logOrigin(ORGANISATION), publicKey: randomBytes(32).toString('base64') };
  const ids = { personId: PERSON, organisationId: ORGANISATION, deviceId: DEVICE };
  saveAccount(meta, { username: 'an', ...ids, accountRole: 'user', log });
  const secret = () => new Uint8Array(randomBytes(32));
  saveKeys(meta, { deviceSeed: secret(), accountKey: secret(), authKey: secret() });
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const opened = (): OwnAccount => {
  const own = openOwnAccount(meta);
  if (!own.ok) throw new Error(own.error.code);
  return own.value;
};

test('a restored server’s log is followed later when the disk was full at the first try', () => {
  const own = opened();
  let isFull = true;
  const write = (run: () => void): void =>
    db
      .transaction(() => {
        run();
        if (isFull) throw new SqliteDatabase.SqliteError('database or disk is full', 'SQLITE_FULL');
      })
      .immediate();
  const log = createDecisionLog(own.log, {
    ...{ meta, clock: { now: () => 0 }, report: () => undefined },
    together: (run) => own.together(() => write(run)),
  });
  expect(log.follow(logOrigin(ORGANISATION), FORMER_EPOCH)).toBe(true);
  const restored = logOrigin(ORGANISATION, EPOCH);
  expect(() => log.follow(restored, EPOCH)).toThrow('disk is full');
  expect(own.account.log.origin).toBe(logOrigin(ORGANISATION));
  isFull = false;
  expect(log.follow(restored, EPOCH)).toBe(true);
  expect([own.account.log.origin, opened().account.log.origin]).toEqual([restored, restored]);
});

test('another role of its person is kept, and said once', () => {
  const own = opened();
  expect(own.keepRole('user')).toBe(false);
  expect(own.keepRole('unit_administrator')).toBe(true);
  expect(own.keepRole('unit_administrator')).toBe(false);
  expect(own.account.accountRole).toBe('unit_administrator');
  expect(opened().account.accountRole).toBe('unit_administrator');
});

test('a store that does not say whose it is is damaged', () => {
  meta.set('account', null);
  expect(openOwnAccount(meta)).toMatchObject({ ok: false, error: { code: 'store_damaged' } });
});
