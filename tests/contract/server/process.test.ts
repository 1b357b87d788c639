import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test } from 'vitest';
import { API, PROTOCOL } from '../../../shared/contract/version.ts';
import { call, newId, signInAs } from '../../support/api.ts';
import { startServerProcess } from '../../support/server.ts';

const PROGRAM = join(import.meta.dirname, '../../../server/main.ts');

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'server-process-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Starts the program; it is killed when the test ends. */
const start = async (...args: string[]) => {
  const server = await startServerProcess(args);
  onTestFinished(() => server.kill());
  return server;
};

/** Runs a command to its end. */
const run = (args: readonly string[], input = '') =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, ...args], (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, stdout, stderr });
    });
    child.stdin?.end(input);
  });

/** Sets up an empty installation with an administrator whose passphrase the test knows. */
const setUp = async (data: string): Promise<void> => {
  const server = await start('--data', data, '--port', '0');
  const credentials = {
    salt: Buffer.alloc(16, 7).toString('base64'),
    kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
    authKey: Buffer.alloc(32, 9).toString('base64'),
  };
  const administrator = { username: 'quantri', name: 'Quản Trị', position: '', unit: '', credentials };
  const answer = await call(server.url, '/setup', {
    json: { code: server.setupCode, organisationName: 'Tỉnh', bodyName: 'Ủy ban', administrator },
  });
  expect(answer.status).toBe(204);
  expect(await server.stop()).toBe(0);
};

test('it says where it listens in one line, and the setup code of an empty installation', async () => {
  const data = await newFolder();
  const server = await start('--data', join(data, 'new'), '--port', '0');
  expect(server.stdout.filter((line) => /^listening http:\/\/127\.0\.0\.1:\d+$/.test(line)).length).toBe(1);
  expect(server.setupCode).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  expect((await call(server.url, '/health')).json()).toEqual({ status: 'ok', lastBackupAt: null });
  const mode = (await stat(join(data, 'new', 'log.key'))).mode & 0o777;
  expect(mode).toBe(0o600);
});

test('at SIGTERM it answers what it was asked, then ends with 0', async () => {
  const server = await start('--data', await newFolder(), '--port', '0');
  const { port } = new URL(server.url);
  const body = JSON.stringify({ username: 'ai do' });
  const socket = connect(Number(port), '127.0.0.1');
  const head = `POST ${API}/auth/params HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  await new Promise<void>((resolve) => socket.write(head + body.slice(0, 5), () => resolve()));
  // Its headers have arrived when a later request has been answered.
  await call(server.url, '/health');
  server.child.kill('SIGTERM');
  const refused = () =>
    fetch(`${server.url}${API}/health`).then(
      () => false,
      () => true,
    );
  await expect.poll(refused, { timeout: 10_000 }).toBe(true);
  socket.write(body.slice(5));
  const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
  expect(answer).toContain('200 OK');
  socket.end();
  expect(await server.ended).toBe(0);
});

test('after a kill what was answered is there', async () => {
  const data = await newFolder();
  await setUp(data);
  const added = await run(['user', 'add', 'lan', '--name', 'Lan', '--data', data], 'mat-khau-dai\n');
  expect(added).toMatchObject({ code: 0 });
  const first = await start('--data', data, '--port', '0');
  const person = await signInAs(first.url, 'lan', 'mat-khau-dai');
  const id = newId();
  await person.do('private.put', { id, ciphertext: 'AAAA' });
  await first.kill();
  const second = await start('--data', data, '--port', '0');
  const again = await signInAs(second.url, 'lan', 'mat-khau-dai', person.device);
  await again.pull();
  expect(again.held('privateNote').map((record) => record.id)).toEqual([id]);
});

test('users are added, listed and disabled while it runs', async () => {
  const data = await newFolder();
  await setUp(data);
  const server = await start('--data', data, '--port', '0');
  const user = (args: readonly string[], input = '') => run(['user', ...args, '--data', data], input);
  expect((await user(['add', 'lan', '--name', 'Lan'], 'mat-khau-dai\n')).stdout).toBe('added lan\n');
  expect((await user(['add', 'lan', '--name', 'Lan'], 'mat-khau-dai\n')).code).toBe(1);
  expect((await user(['add', 'minh'], 'ngan\n')).code).toBe(2);
  const person = await signInAs(server.url, 'lan', 'mat-khau-dai');
  expect((await user(['list'])).stdout).toMatch(
    /^lan\tuser\tactive\t20.*\nquantri\tsystem_administrator\tactive\tnever\n$/,
  );
  expect((await user(['disable', 'lan'])).code).toBe(0);
  const pull = await person.call('/sync/pull', { json: { protocol: PROTOCOL, epoch: null, cursors: {} } });
  expect(pull.problem().code).toBe('account_disabled');
  expect((await user(['disable', 'khong-co'])).code).toBe(1);
});

test('a backup made while it runs is one file, and restored it is a whole installation', async () => {
  const data = await newFolder();
  await setUp(data);
  await run(['user', 'add', 'lan', '--name', 'Lan', '--data', data], 'mat-khau-dai\n');
  const server = await start('--data', data, '--port', '0');
  const person = await signInAs(server.url, 'lan', 'mat-khau-dai');
  await person.do('private.put', { id: newId(), ciphertext: 'AAAA' });
  const paper = Buffer.from('a paper');
  const hash = createHash('sha256').update(paper).digest('hex');
  const shelf = join('files', hash.slice(0, 2), hash.slice(2, 4));
  await mkdir(join(data, shelf), { recursive: true });
  await writeFile(join(data, shelf, hash), paper);

  const out = await newFolder();
  const file = join(out, 'copy.tar');
  const made = await run(['backup', file, '--data', data]);
  expect(made).toMatchObject({ code: 0, stdout: `backed up to ${file}: database, log key and 1 papers\n` });
  expect(await readdir(out)).toEqual(['copy.tar']);
  expect((await readdir(data)).filter((name) => name.startsWith('.'))).toEqual([]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  const target = join(out, 'restored');
  expect(await run(['restore', file, '--data', target])).toMatchObject({ code: 0, stderr: '' });
  expect((await stat(join(target, 'log.key'))).mode & 0o777).toBe(0o600);
  expect((await readFile(join(target, shelf, hash))).equals(paper)).toBe(true);
  const copy = await start('--data', target, '--port', '0');
  const restored = await signInAs(copy.url, 'lan', 'mat-khau-dai', person.device);
  await restored.pull();
  await person.pull();
  expect(restored.held('privateNote')).toEqual(person.held('privateNote'));
  expect(restored.epoch).not.toBe(person.epoch);
  // The log goes on with what was restored, under the name of the new epoch.
  const { origin, publicKey } = person.session.log;
  expect(restored.session.log).toEqual({ origin: `${origin}/${restored.epoch ?? ''}`, publicKey });
});

test('a backup never replaces a file, and a restore never touches a folder that holds something', async () => {
  const data = await newFolder();
  await setUp(data);
  const out = await newFolder();
  const [precious, file] = [join(out, 'precious.txt'), join(out, 'copy.tar')];
  await writeFile(precious, 'x');
  const refused = await run(['backup', precious, '--data', data]);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('exists already and was not touched');
  expect(await readFile(precious, 'utf8')).toBe('x');

  expect((await run(['backup', file, '--data', data])).code).toBe(0);
  const before = await readdir(data);
  const full = await run(['restore', file, '--data', data]);
  expect(full).toMatchObject({ code: 1, stdout: '' });
  expect(full.stderr).toContain('is not empty and was not touched');
  expect(await readdir(data)).toEqual(before);
});

test('a backup that was cut short or is none is refused, and nothing is left of it', async () => {
  const data = await newFolder();
  await setUp(data);
  const out = await newFolder();
  const [file, cut, other] = [join(out, 'copy.tar'), join(out, 'cut.tar'), join(out, 'other.tar')];
  expect((await run(['backup', file, '--data', data])).code).toBe(0);
  await writeFile(cut, (await readFile(file)).subarray(0, 40_000));
  await writeFile(other, 'these bytes are no backup');
  for (const bad of [cut, other]) {
    const target = join(out, 'restored');
    const answer = await run(['restore', bad, '--data', target]);
    expect(answer).toMatchObject({ code: 1, stdout: '' });
    expect(answer.stderr).toContain(bad);
    expect(await readdir(target)).toEqual([]);
  }
});

test('its log says what was asked, never by whom or about what', async () => {
  const data = await newFolder();
  await setUp(data);
  const username = 'nguyen.thi.kin';
  await run(['user', 'add', username, '--name', 'Kín', '--data', data], 'mat-khau-rat-kin\n');
  const server = await start('--data', data, '--port', '0');
  const person = await signInAs(server.url, username, 'mat-khau-rat-kin');
  const id = newId();
  await person.do('private.put', { id, ciphertext: 'S0lOLU5PSS1EVU5H' });
  await person.pull();
  await person.call('/auth/sign-in?token=kin-trong-cau-hoi', {
    json: { username, authKey: 'kin-trong-than' },
  });
  await person.call(`/khong-co/${id}?token=kin-trong-cau-hoi`);
  await person.call(`/files/${'ab'.repeat(32)}?token=kin-trong-cau-hoi`);
  const refused = await call(server.url, '/auth/sign-in', { json: { username, sai: 'kin-trong-than' } });
  expect(refused.status).toBe(400);
  expect(await server.stop()).toBe(0);
  const lines = server.stderr.map((line) => JSON.parse(line) as { msg: string; route?: string });
  expect(lines.filter(({ msg }) => msg === 'request').map(({ route }) => route)).toEqual(
    expect.arrayContaining([`${API}/sync/push`, `${API}/auth/sign-in`, `${API}/files/:sha256`, '(unknown)']),
  );
  const log = server.stderr.join('\n');
  const secrets = [person.token, username, 'mat-khau-rat-kin', 'kin-trong', 'S0lOLU5PSS1EVU5H', id];
  for (const secret of [...secrets, 'ab'.repeat(32), person.device.id]) expect(log).not.toContain(secret);
});

test('every answer says that it is not to be kept, framed or guessed at', async () => {
  const server = await start('--data', await newFolder(), '--port', '0');
  for (const path of ['/health', '/server', '/khong-co', '/sync/pull']) {
    const { headers } = await call(server.url, path);
    const said = ['cache-control', 'x-content-type-options', 'x-frame-options'].map((name) =>
      headers.get(name),
    );
    expect([path, ...said]).toEqual([path, 'no-store', 'nosniff', 'DENY']);
  }
});

test('a port in use: one sentence, an exit code, and nothing is made', async () => {
  const first = await start('--data', await newFolder(), '--port', '0');
  const data = join(await newFolder(), 'other');
  const second = await start('--data', data, '--port', new URL(first.url).port);
  expect(await second.ended).toBe(1);
  expect(second.stderr).toEqual([
    expect.stringMatching(/^Port \d+ on 127\.0\.0\.1 is in use by another program\./),
  ]);
  expect(existsSync(data)).toBe(false);
});

test('a data folder that cannot be written: one sentence and an exit code', async () => {
  const file = join(await newFolder(), 'a-file');
  await writeFile(file, 'x');
  const server = await start('--data', join(file, 'data'), '--port', '0');
  expect(await server.ended).toBe(1);
  expect(server.stderr).toEqual([expect.stringContaining('cannot be written')]);
  expect(await readFile(file, 'utf8')).toBe('x');
});

test('a store from a newer version: one sentence, an exit code, and nothing is changed', async () => {
  const data = await newFolder();
  const database = new Database(join(data, 'server.db'));
  database.pragma('user_version = 999');
  database.close();
  const before = await readFile(join(data, 'server.db'));
  const server = await start('--data', data, '--port', '0');
  expect(await server.ended).toBe(1);
  expect(server.stderr).toEqual([expect.stringContaining('newer version')]);
  expect((await readFile(join(data, 'server.db'))).equals(before)).toBe(true);
  expect(await readdir(data)).toEqual(['server.db']);
});

test('a bad certificate: one sentence and an exit code, before anything is opened', async () => {
  const folder = await newFolder();
  await writeFile(join(folder, 'cert.pem'), 'not a certificate');
  await writeFile(join(folder, 'key.pem'), 'not a key');
  const data = join(folder, 'data');
  const tls = ['--cert', join(folder, 'cert.pem'), '--key', join(folder, 'key.pem')];
  const server = await start('--data', data, '--port', '0', ...tls);
  expect(await server.ended).toBe(1);
  expect(server.stderr).toEqual([expect.stringContaining('cannot be used')]);
  expect(existsSync(data)).toBe(false);
  expect((await run(['--data', data, '--cert', 'x'])).code).toBe(2);
  expect((await run(['--port', 'x'])).code).toBe(2);
});

test('TLS with a given certificate, over IPv6', async () => {
  const folder = await newFolder();
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '::1' }] }],
  });
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await writeFile(certFile, made.cert);
  await writeFile(keyFile, made.private);
  const tls = ['--cert', certFile, '--key', keyFile];
  const server = await start('--data', join(folder, 'data'), '--host', '::1', '--port', '0', ...tls);
  expect(server.url).toMatch(/^https:\/\/\[::1\]:\d+$/);
  const get = (ca: string | undefined) =>
    new Promise<number>((resolve, reject) => {
      const request = httpsRequest(`${server.url}${API}/server`, { ca }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      request.once('error', reject);
      request.end();
    });
  expect(await get(made.cert)).toBe(200);
  await expect(get(undefined)).rejects.toThrow(/self-signed/);
});
