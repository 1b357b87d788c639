import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readJson, writeJsonAtomically } from '../../../main/core/keys/atomicFile.ts';
import { deriveMaster } from '../../../main/core/keys/derive.ts';
import { deviceKeyOf } from '../../../main/core/keys/deviceKey.ts';
import { createTries } from '../../../main/core/keys/tries.ts';
import { unwrapKey, wrapKey } from '../../../main/core/keys/wrap.ts';
import { lockFolder } from '../../../main/core/session/instanceLock.ts';
import { createChecksum } from '../../../main/core/store/checksum.ts';
import { MIGRATIONS } from '../../../main/core/store/migrations.ts';
import { createStore, durably, openStore } from '../../../main/core/store/store.ts';
import { checksumAfter, EMPTY_CHECKSUM } from '../../../server/storage/scopeChecksum.ts';
import { toHex } from '../../../shared/lib/bytes.ts';
import { z } from 'zod';
import { losePower, watchSyncs, type Synced } from '../../simulation/syncedTo.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecabinet-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const random = (count: number): Uint8Array => new Uint8Array(randomBytes(count));
const SECRET = 'Nghị quyết về các nhiệm vụ, giải pháp chủ yếu';

const newStore = (key: Uint8Array) => {
  const file = join(folder, 'cabinet.db');
  const made = createStore(file, key);
  if (!made.ok) throw new Error(made.error.code);
  return { file, db: made.value };
};

describe('the encrypted store', () => {
  test('is ciphertext on the disk, its write-ahead log included', () => {
    const { file, db } = newStore(random(32));
    db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('account', SECRET.repeat(50));
    const during = [file, `${file}-wal`].map((name) => readFileSync(name));
    db.close();
    for (const bytes of [...during, readFileSync(file)]) {
      expect(bytes.length).toBeGreaterThan(0);
      expect(bytes.includes(Buffer.from('SQLite format 3'))).toBe(false);
      expect(bytes.includes(Buffer.from('Nghị quyết'))).toBe(false);
      expect(bytes.includes(Buffer.from('CREATE TABLE'))).toBe(false);
    }
  });

  test('what is made durable survives the loss of power, and nothing of what follows it may be half there', () => {
    const key = random(32);
    const { file, db } = newStore(key);
    let synced: Synced | null = null;
    watchSyncs(db, (next) => {
      synced = next;
    });
    const put = (name: string): void =>
      void db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(name, SECRET);
    put('before');
    durably(db, () => put('kept'));
    put('after');
    for (const part of [0, 0.5, 1]) {
      const copy = join(folder, `power-${part}.db`);
      for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, `${copy}${suffix}`);
      losePower(copy, synced, (limit) => Math.floor((limit - 1) * part));
      const left = openStore(copy, key);
      if (!left.ok) throw new Error(left.error.code);
      const keys = left.value.prepare('SELECT key FROM meta ORDER BY rowid').pluck().all();
      expect(keys.slice(0, 2)).toEqual(['before', 'kept']);
      expect(left.value.pragma('integrity_check', { simple: true })).toBe('ok');
      left.value.close();
    }
    db.close();
  });

  test('opens again with its key, and with no other', () => {
    const key = random(32);
    const { file, db } = newStore(key);
    db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('account', SECRET);
    db.close();
    const wrong = openStore(file, random(32));
    expect(wrong.ok ? null : wrong.error.code).toBe('store_damaged');
    const right = openStore(file, key);
    expect(right.ok).toBe(true);
    if (!right.ok) return;
    expect(right.value.prepare("SELECT value FROM meta WHERE key = 'account'").get()).toEqual({
      value: SECRET,
    });
    right.value.close();
  });

  test('of a newer version is refused and stays byte for byte what it was', () => {
    const key = random(32);
    const { file, db } = newStore(key);
    db.pragma('user_version = 9999');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(file);
    const opened = openStore(file, key);
    expect(opened.ok ? null : opened.error).toMatchObject({ code: 'store_newer', params: { version: 9999 } });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('that is damaged is said to be, and kept', () => {
    const key = random(32);
    const { file, db } = newStore(key);
    db.close();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 40, 200);
    writeFileSync(file, bytes);
    const opened = openStore(file, key);
    expect(opened.ok ? null : opened.error.code).toBe('store_damaged');
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test('grows by numbered migrations, each from the version before, keeping what is there', () => {
    const key = random(32);
    const file = join(folder, 'cabinet.db');
    const versions = MIGRATIONS.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    const first = createStore(file, key, MIGRATIONS.slice(0, 1));
    if (!first.ok) throw new Error(first.error.code);
    first.value.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('account', SECRET);
    first.value.close();
    for (let count = 2; count <= MIGRATIONS.length; count += 1) {
      const next = openStore(file, key, MIGRATIONS.slice(0, count));
      if (!next.ok) throw new Error(next.error.code);
      expect(next.value.pragma('user_version', { simple: true })).toBe(versions[count - 1]);
      next.value.close();
    }
    const last = openStore(file, key);
    if (!last.ok) throw new Error(last.error.code);
    expect(last.value.prepare("SELECT value FROM meta WHERE key = 'account'").get()).toEqual({
      value: SECRET,
    });
    last.value.close();
  });
});

describe('keys', () => {
  test('one passphrase typed in two Unicode forms derives one key', async () => {
    const kdf = { memoryKiB: 19_456, passes: 2, lanes: 1 };
    const salt = new Uint8Array(16).fill(7);
    const composed = await deriveMaster('một khẩu lệnh'.normalize('NFC'), salt, kdf);
    const decomposed = await deriveMaster('một khẩu lệnh'.normalize('NFD'), salt, kdf);
    expect(toHex(composed)).toBe(toHex(decomposed));
  });

  test('a wrapped key opens with its own key and purpose only', () => {
    const key = random(32);
    const secret = random(32);
    const wrapped = wrapKey(key, secret, 'ecabinet/device/v1', random);
    expect(wrapped.length).toBe(60);
    expect(unwrapKey(key, wrapped, 'ecabinet/device/v1')).toEqual(secret);
    expect(unwrapKey(random(32), wrapped, 'ecabinet/device/v1')).toBeNull();
    expect(unwrapKey(key, wrapped, 'ecabinet/account-key/v1')).toBeNull();
    expect(unwrapKey(key, wrapped.with(20, (wrapped[20] ?? 0) ^ 1), 'ecabinet/device/v1')).toBeNull();
  });

  test('a device key is the RFC 8032 key of its seed (test 1 of section 7.1)', () => {
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    const key = deviceKeyOf(new Uint8Array(seed));
    expect(Buffer.from(key.publicKey, 'base64').toString('hex')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
    expect(toHex(key.sign(new Uint8Array(0)))).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
  });

  test('wrong passphrases wait 1, 2, 4 … seconds up to five minutes, also after a restart or a clock set back', () => {
    let now = 1_000_000;
    const clock = { now: () => now };
    const waits: number[] = [];
    for (let failed = 0; failed < 11; failed += 1) {
      createTries(folder, clock).failed();
      waits.push(createTries(folder, clock).secondsToWait());
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    now -= 1_000_000;
    expect(createTries(folder, clock).secondsToWait()).toBe(300);
    now += 2_000_000;
    expect(createTries(folder, clock).secondsToWait()).toBe(0);
    createTries(folder, clock).succeeded();
    createTries(folder, clock).failed();
    expect(createTries(folder, clock).secondsToWait()).toBe(1);
  });

  test('a small file is replaced whole, and nothing is left of a write that failed', () => {
    const path = join(folder, 'value.json');
    writeJsonAtomically(path, { a: 1 });
    expect(() => writeJsonAtomically(path, { a: 1n })).toThrow();
    expect(readJson(path, z.object({ a: z.number() }))).toEqual({ a: 1 });
    expect(existsSync(`${path}.new`)).toBe(false);
  });
});

test('a scope checksum is the one that the server keeps, whatever comes and goes', () => {
  const records = Array.from({ length: 200 }, (_, i) => ({
    kind: 'person',
    id: `id-${i}`,
    rev: i + 1,
    body: `{"name":"Thành viên ${i}"}`,
  }));
  let server = EMPTY_CHECKSUM;
  let client = createChecksum();
  for (const record of records) {
    server = checksumAfter(server, null, record);
    client.add(record.kind, record.id, record.rev, record.body);
    client = createChecksum(client.bytes());
    expect(client.hex()).toBe(server);
  }
  for (const record of records.toReversed()) {
    server = checksumAfter(server, record, null);
    client.subtract(record.kind, record.id, record.rev, record.body);
    expect(client.hex()).toBe(server);
  }
  expect(client.hex()).toBe(EMPTY_CHECKSUM);
});

test('a second app on one folder is refused with a sentence, and may have it when the first has ended', () => {
  const release = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(/already using the folder/);
  release();
  lockFolder(folder)();
});
