import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type ApiPerson } from '../../support/api.ts';
import { enter, startOffice, tinyPdf } from '../../support/sampleOffice.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pdf-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const answerTo = async (person: ApiPerson, name: string, bytes: Uint8Array): Promise<string> => {
  const answer = await person.upload(name, bytes);
  return answer.status === 200 ? 'accepted' : `${answer.status} ${answer.problem().code}`;
};

test('a good file is accepted where the packages lie behind a link', async () => {
  const copy = newFolder();
  for (const name of ['package.json', 'shared', 'server/jobs'])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(copy, 'node_modules'));
  const file = join(copy, 'whole.pdf');
  writeFileSync(file, tinyPdf('Toan van'));
  const program = `import { checkPdf } from './server/jobs/pdfCheck.ts';
    console.log(JSON.stringify(await checkPdf(process.argv[1], 20_000)));`;
  const args = ['--input-type=module', '--eval', program, file];
  const said = execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual({ ok: true, value: { pages: 1 } });
});

/** Sends one good file this often to an installation whose checks may take `pdfCheckMs`. */
const answersFrom = async (dataDir: string, pdfCheckMs: number, times: number): Promise<string[]> => {
  await using server = await startOffice({ dataDir, settings: { pdfCheckMs } });
  const person = await enter(server, 'thuky');
  const answers: string[] = [];
  for (let n = 0; n < times; n += 1) answers.push(await answerTo(person, 'ok.pdf', tinyPdf('Toan van')));
  return answers;
};

test('a check that does not end says nothing about the file: the upload stays, and can be asked for again', async () => {
  const data = newFolder();
  expect(await answersFrom(data, 1, 2)).toEqual(['503 internal', '503 internal']);
  expect(await answersFrom(data, 20_000, 1)).toEqual(['accepted']);
});

test('a file at which every check ends without an answer is refused at the third', async () => {
  const answers = await answersFrom(newFolder(), 1, 4);
  expect(answers).toEqual(['503 internal', '503 internal', '422 file_unreadable', '503 internal']);
});
