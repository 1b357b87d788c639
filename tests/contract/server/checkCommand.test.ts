import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDamaged } from '../../support/damage.ts';
import { SMALL } from '../../support/smallGovernment.ts';
import { startWorkedServer, type WorkedServer } from '../../support/workedServer.ts';

let worked: WorkedServer;
let data: string;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'cabinet-check-'));
  worked = await startWorkedServer({ dataDir: data });
});
afterAll(async () => {
  await worked.server.stop();
  rmSync(data, { recursive: true, force: true });
});

interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program itself, with these arguments. */
const run = (...args: readonly string[]): Promise<Said> => {
  const program = join(import.meta.dirname, '../../../server/main.ts');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes: Buffer) => void (said.stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => void (said.stderr += bytes.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
};

/** Every file but the index of the write-ahead log, which every reader touches. */
const contentOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('-shm'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );

/** Words of the people and of what they wrote, and what keys and tokens are made of. */
const secretsOf = (): readonly string[] => {
  const db = new Database(join(data, 'server.db'), { readonly: true });
  const words = db
    .prepare<[], { word: string }>(
      `SELECT auth_hash AS word FROM account UNION SELECT salt FROM account UNION SELECT token_hash FROM session
       UNION SELECT value FROM installation WHERE name = 'secret'
       UNION SELECT json_extract(body, '$.ciphertext') FROM record WHERE kind = 'privateNote' AND body IS NOT NULL`,
    )
    .all()
    .map(({ word }) => word);
  db.close();
  const key = readFileSync(join(data, 'log.key'), 'utf8').split('\n')[1] ?? '';
  const written = ['Phiên họp', 'Nghị quyết', 'Tờ trình', 'to-trinh', 'TTr-BTC', 'Tán thành'];
  return [...words, key, ...written, ...SMALL.filter((name) => name !== 'an')];
};

test('while the server runs, a sound installation is said to be sound, and not a byte of it changes', async () => {
  const before = contentOf(data);
  const said = await run('check', '--data', data);
  expect(said).toMatchObject({ code: 0, stderr: '' });
  const lines = said.stdout.trimEnd().split('\n');
  expect(lines.filter((line) => /^[a-z]+: [\d,]+ examined, sound/.test(line))).toHaveLength(12);
  expect(lines.at(-1)).toBe('Sound: 12 checks, no problem.');
  expect(contentOf(data)).toEqual(before);
});

test('problems are sentences with ids and advice, never content, names or keys, and the exit code is 1', async () => {
  const store = openDamaged(join(data, 'server.db'));
  store.rewrite('pollResult', worked.announcedPoll, { passed: false });
  store.run("UPDATE record SET body = replace(body, 'Nội dung', 'Nội  dung') WHERE kind = 'agendaItem'");
  store.run('UPDATE mutation_result SET seq = 1000000 WHERE n = 1');
  store.db.close();
  const plain = await run('check', '--data', data);
  expect(plain.code).toBe(1);
  expect(plain.stdout).toMatch(/results: \d+ examined, 2 problems/);
  expect(plain.stdout).toContain(
    `The poll ${worked.announcedPoll} has another result than its ballots make.`,
  );
  expect(plain.stdout).toContain('restore the newest backup that is sound');
  expect(plain.stdout.trimEnd().split('\n').at(-1)).toMatch(/^Not sound: \d+ problems in 3 of 12 checks\.$/);
  const machine = await run('check', '--json', '--data', data);
  expect(machine).toMatchObject({ code: 1, stderr: '' });
  const read = JSON.parse(machine.stdout) as { sound: boolean; checks: { problems: number }[] };
  expect(read.sound).toBe(false);
  expect(read.checks.filter(({ problems }) => problems > 0)).toHaveLength(3);
  for (const { stdout } of [plain, machine])
    for (const secret of secretsOf()) expect(stdout).not.toContain(secret);
});

test('a folder without an installation, a word too many, an option that is none: a sentence and its exit code', async () => {
  const empty = await run('check', '--data', join(data, 'uploads'));
  expect(empty).toMatchObject({ code: 1, stdout: '' });
  expect(empty.stderr).toContain('There is no installation');
  expect(readdirSync(join(data, 'uploads'))).toEqual([worked.uploadId]);
  expect((await run('check', 'everything', '--data', data)).code).toBe(2);
  expect((await run('check', '--fix', '--data', data)).code).toBe(2);
});
