import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTries } from '../../../main/core/keys/tries.ts';
import { listProfiles, profileFolder, readVault } from '../../../main/core/keys/vault.ts';
import { openPreferences } from '../../../main/core/session/preferences.ts';
import { ERROR_CODES } from '../../../shared/contract/errors.ts';
import { clientMethods } from '../../../shared/contract/client.ts';
import { startTestClient } from '../../support/client.ts';
import { anyBody, damaged, damages, fuzzRuns, textOf } from '../../support/fuzz.ts';
import { fillSmallGovernment, PASSPHRASE } from '../../support/smallGovernment.ts';
import { startTestServer } from '../../support/server.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fuzz-files-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What may stand in a file: a damaged one of its own, or anything. */
const contents = (right: unknown): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 3, arbitrary: damages.map((list) => Buffer.from(textOf(damaged(right, list)))) },
    { weight: 1, arbitrary: anyBody },
  );

test('tries.json of any content lets nobody wait longer than the longest delay, and never throws', () => {
  const clock = { now: () => 1_000_000 };
  fc.assert(
    fc.property(contents({ failed: 3, until: 1_003_000 }), (bytes) => {
      writeFileSync(join(root, 'tries.json'), bytes);
      const seconds = createTries(root, clock).secondsToWait();
      expect(seconds).toBeGreaterThanOrEqual(0);
      expect(seconds).toBeLessThanOrEqual(300);
      createTries(root, clock).failed();
      expect(createTries(root, clock).secondsToWait()).toBeGreaterThan(0);
    }),
    fuzzRuns(200),
  );
});

test('preferences.json of any content is read as preferences, and can be written over', () => {
  const right = { language: 'vi', theme: 'dark', textSize: 'large', readerNight: true };
  const schema = clientMethods['preferences.get'].result;
  fc.assert(
    fc.property(contents(right), (bytes) => {
      writeFileSync(join(root, 'preferences.json'), bytes);
      const file = openPreferences(root);
      expect(schema.safeParse(JSON.parse(JSON.stringify(file.get()))).success).toBe(true);
      file.set({ language: 'en' });
      expect(openPreferences(root).get().language).toBe('en');
    }),
    fuzzRuns(200),
  );
});

test('vault.json of any content is a vault or damaged, stays as it is, and hides no other profile', async () => {
  await using server = await startTestServer({ fill: fillSmallGovernment });
  const dataDir = join(root, 'device');
  const first = await startTestClient({ serverUrl: server.url, dataDir });
  for (const name of ['an', 'binh']) await first.signIn(name, PASSPHRASE);
  await first.close();
  const path = join(profileFolder(dataDir, server.url, 'an'), 'vault.json');
  const right = readFileSync(path);
  await fc.assert(
    fc.asyncProperty(contents(JSON.parse(right.toString())), async (bytes) => {
      writeFileSync(path, bytes);
      const vault = readVault(join(path, '..'));
      if (typeof vault === 'string') expect(vault).toBe('damaged');
      const listed = listProfiles(dataDir, server.url).map((profile) => profile.vault.username);
      expect(listed).toContain('binh');
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }),
    fuzzRuns(300),
  );
  // The whole program starts on one, says what is wrong, and opens the other profile; mended, it opens this one too.
  await fc.assert(
    fc.asyncProperty(contents(JSON.parse(right.toString())), async (bytes) => {
      writeFileSync(path, bytes);
      const client = await startTestClient({ serverUrl: server.url, dataDir });
      const answer = await client.call('session.signIn', { username: 'an', passphrase: PASSPHRASE });
      if (!answer.ok) {
        expect(ERROR_CODES).toContain(answer.error.code);
        expect(answer.error.code).not.toBe('internal');
      }
      await client.close();
    }),
    fuzzRuns(6),
  );
  writeFileSync(path, right);
  rmSync(join(path, '..', 'tries.json'), { force: true });
  const last = await startTestClient({ serverUrl: server.url, dataDir });
  await last.signIn('an', PASSPHRASE);
  await last.close();
});

test('a folder of a profile that holds something else is passed over', () => {
  const dataDir = join(root, 'strange');
  mkdirSync(join(dataDir, 'profiles', 'ab'.repeat(16), 'vault.json'), { recursive: true });
  writeFileSync(join(dataDir, 'profiles', 'cd'.repeat(16)), 'a file');
  expect(listProfiles(dataDir, 'http://127.0.0.1:1')).toEqual([]);
});
