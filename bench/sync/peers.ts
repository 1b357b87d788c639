import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WireRecord } from '../../shared/contract/sync.ts';

const folder = join(import.meta.dirname, '..', 'peers');

const finished = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });

/** Installs what is compared with, when it is missing: a package of its own, so that nothing else ever needs it. */
export const installPeers = async (): Promise<void> => {
  if (existsSync(join(folder, 'node_modules', 'express-pouchdb'))) return;
  console.log('Installing PouchDB and express-pouchdb into bench/peers (npm ci, about 45 MB) …');
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if ((await finished(npm)) === 0) return;
  throw new Error('bench/peers could not be installed: run "npm ci" there with a registry within reach.');
};

interface Replicated {
  readonly documents: number;
  readonly ms: number;
}

const startSource = async (scratch: string, lines: string) => {
  const args = [join(folder, 'pouch.mjs'), 'serve', join(scratch, 'server'), lines];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: scratch });
  const ended = finished(child);
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^listening (\d+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error('express-pouchdb ended before it listened')));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** `usual`: with the options it has when none are given; `tuned`: as fast as it can be made. */
export type PouchOptions = 'usual' | 'tuned';

const replicate = async (url: string, scratch: string, options: PouchOptions): Promise<Replicated> => {
  const copy = await mkdtemp(join(scratch, `copy-${options}-`));
  const child = spawn(process.execPath, [join(folder, 'pouch.mjs'), 'pull', url, copy, options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: scratch,
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => void (said += data.toString('utf8')));
  if ((await finished(child)) !== 0) throw new Error('PouchDB did not replicate');
  return JSON.parse(said) as Replicated;
};

export interface PouchSource extends AsyncDisposable {
  /** Documents per second of one replication into an empty database, in a process of its own. */
  pull(options: PouchOptions): Promise<number>;
}

/** `express-pouchdb` with the same documents: every record's body under an id of kind and id. */
export const servePouch = async (records: readonly WireRecord[]): Promise<PouchSource> => {
  const scratch = await mkdtemp(join(tmpdir(), 'cabinet-bench-pouch-'));
  const lines = join(scratch, 'documents.jsonl');
  const text = records.flatMap(([id, kind, , body]) => {
    if (body === null) return [];
    const document = { _id: `${kind}/${id}`, ...(JSON.parse(body) as Record<string, unknown>) };
    return [JSON.stringify(document)];
  });
  await writeFile(lines, `${text.join('\n')}\n`);
  await mkdir(join(scratch, 'server'));
  const source = await startSource(scratch, lines);
  return {
    async pull(options) {
      const { documents, ms } = await replicate(source.url, scratch, options);
      if (documents !== text.length) throw new Error(`PouchDB has ${documents} of ${text.length} documents`);
      return (documents / ms) * 1000;
    },
    async [Symbol.asyncDispose]() {
      await source.stop();
      await rm(scratch, { recursive: true, force: true });
    },
  };
};
