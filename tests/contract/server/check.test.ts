import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkInstallation } from '../../../server/check/check.ts';
import { readLogKey } from '../../../server/check/log.ts';
import { NOTES, PROBLEMS, type NoteCode, type ProblemCode } from '../../../server/check/problems.ts';
import type { Finding } from '../../../server/check/report.ts';
import { openFileStore } from '../../../server/files/fileStore.ts';
import { inspectSqlite } from '../../../server/storage/sqlite/inspection.ts';
import { openDamaged } from '../../support/damage.ts';
import { type Place, some } from '../../support/damages/damage.ts';
import { ofDecisions, ofLog } from '../../support/damages/decisions.ts';
import { ofDatabase, ofFiles } from '../../support/damages/files.ts';
import { ofCounters, ofRecords, ofRights } from '../../support/damages/records.ts';
import { startWorkedServer, type WorkedServer } from '../../support/workedServer.ts';

let root: string;
let worked: WorkedServer;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'cabinet-check-'));
  worked = await startWorkedServer({ dataDir: join(root, 'sound') });
  await worked.server.stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Found {
  readonly problems: readonly Finding[];
  readonly notes: readonly Finding[];
}

const lookAt = async (folder: string): Promise<Found> => {
  const opened = inspectSqlite(join(folder, 'server.db'));
  if (!opened.ok) throw new Error(opened.error);
  const installation = {
    inspection: opened.value,
    files: openFileStore(folder),
    logKey: readLogKey(join(folder, 'log.key')),
  };
  const reports = await checkInstallation(installation, {
    onExamined: () => undefined,
    onChecked: () => undefined,
  });
  opened.value.close();
  return { problems: reports.flatMap(({ found }) => found), notes: reports.flatMap(({ notes }) => notes) };
};

const copyOfSound = (name: string): Place => {
  const folder = join(root, name);
  cpSync(worked.server.dataDir, folder, { recursive: true });
  const store = openDamaged(join(folder, 'server.db'));
  onTestFinished(() => {
    store.db.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { worked, store, folder, paper: (sha256) => openFileStore(folder).pathOf(sha256) };
};

test('a sound installation has no problem', async () => {
  const { problems } = await lookAt(worked.server.dataDir);
  expect(problems).toEqual([]);
});

const DAMAGES = [
  ...[...ofDatabase, ...ofRecords, ...ofCounters, ...ofRights],
  ...[...ofLog, ...ofDecisions, ...ofFiles],
];

test.each(DAMAGES.map((each) => [each.name, each] as const))(
  '%s is found, and nothing else',
  async (_name, each) => {
    const at = copyOfSound(randomUUID());
    const id = each.make(at);
    const { problems } = await lookAt(at.folder);
    expect([...new Set(problems.map(({ code }) => code))].sort()).toEqual([...each.finds].sort());
    expect(problems.map(({ sentence }) => sentence).join('\n')).toContain(id);
    for (const { sentence, advice } of problems) {
      expect(sentence).toMatch(/\.$/);
      expect(advice).toMatch(/\.$/);
    }
  },
);

test('every kind of problem is made by a damage above', () => {
  const made = new Set(DAMAGES.flatMap(({ finds }) => finds));
  expect(Object.keys(PROBLEMS).filter((code) => !made.has(code as ProblemCode))).toEqual([]);
});

test('what nothing names is noted, and is no problem', async () => {
  const at = copyOfSound('notes');
  const item = some(at, 'agendaItem');
  at.store.rewrite('agendaItem', item, { presenterId: randomUUID() });
  const stray = 'cd'.repeat(32);
  mkdirSync(join(at.folder, 'files/cd/cd'), { recursive: true });
  writeFileSync(join(at.folder, 'files/cd/cd', stray), 'x');
  writeFileSync(join(at.folder, 'files/Bí mật.pdf'), 'x');
  mkdirSync(join(at.folder, 'uploads', randomUUID()));
  const { problems, notes } = await lookAt(at.folder);
  expect(problems).toEqual([]);
  expect(new Set(notes.map(({ code }) => code))).toEqual(new Set(Object.keys(NOTES) as NoteCode[]));
  const said = notes.map(({ sentence }) => sentence).join('\n');
  expect(said).toContain(stray);
  expect(said).not.toContain('Bí mật');
});

test('many problems of one kind are counted, and told up to a bound', async () => {
  const at = copyOfSound('many');
  for (let index = 0; index < 200; index += 1) {
    const id = `meeting:${randomUUID()}`;
    const scope = `manifest:${worked.people.binh.personId}`;
    at.store.insert({ scope, kind: 'grant', id, parent: '', body: JSON.stringify({ id }) });
  }
  const { problems } = await lookAt(at.folder);
  expect(problems).toHaveLength(50);
});

test('a store of another version is not looked at, and says what to do', () => {
  const at = copyOfSound('version');
  for (const [version, advice] of [
    [999, 'Check it with that version'],
    [0, 'Start this version of the server'],
  ] as const) {
    at.store.db.pragma(`user_version = ${version}`);
    const before = readFileSync(join(at.folder, 'server.db'));
    const opened = inspectSqlite(join(at.folder, 'server.db'));
    expect(opened.ok ? '' : opened.error).toContain(advice);
    expect(readFileSync(join(at.folder, 'server.db')).equals(before)).toBe(true);
  }
});
