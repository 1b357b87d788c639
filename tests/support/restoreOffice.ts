import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestClient, type TestClient } from './client.ts';
import { startServerProcess, startTestServer, type ServerProcess } from './server.ts';
import { fillSmallGovernment, PASSPHRASE, type SmallUser } from './smallGovernment.ts';
import { until } from './until.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'server', 'main.ts');

/** Runs one of the server's commands to its end. */
export const runServer = (args: readonly string[]) =>
  new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

/** A server as an operator runs it, that can be lost and brought back from its backups, and devices that live on. */
export interface RestoreOffice extends AsyncDisposable {
  readonly url: string;
  /** The data folder that is served now. */
  folder(): string;
  clientOf(username: SmallUser): Promise<TestClient>;
  /** Makes a backup while the server runs; returns its file. */
  backup(): Promise<string>;
  /** Kills the server, deletes its data, restores a backup into a new folder and serves that, on the same address. */
  loseAndRestore(file: string): Promise<void>;
  /** Ends the server in good order. */
  stop(): Promise<void>;
}

export const startRestoreOffice = async (): Promise<RestoreOffice> => {
  const root = await mkdtemp(join(tmpdir(), 'cabinet-restore-'));
  let folder = join(root, 'server-0');
  let count = 0;
  await (await startTestServer({ dataDir: folder, fill: fillSmallGovernment })).stop();
  let server: ServerProcess = await startServerProcess(['--data', folder, '--port', '0']);
  const { url } = server;
  const port = new URL(url).port;
  const clients: TestClient[] = [];
  return {
    url,
    folder: () => folder,
    async clientOf(username) {
      const client = await startTestClient({ serverUrl: url });
      clients.push(client);
      await client.signIn(username, PASSPHRASE);
      await client.synced();
      return client;
    },
    async backup() {
      count += 1;
      const file = join(root, `backup-${count}.tar`);
      const made = await runServer(['backup', file, '--data', folder]);
      if (made.code !== 0) throw new Error(made.stderr);
      return file;
    },
    async loseAndRestore(file) {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
      count += 1;
      folder = join(root, `server-${count}`);
      const made = await runServer(['restore', file, '--data', folder]);
      if (made.code !== 0) throw new Error(made.stderr);
      server = await startServerProcess(['--data', folder, '--port', port]);
      if (server.url === '') throw new Error(server.stderr.join('\n'));
    },
    stop: async () => void (await server.stop()),
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client[Symbol.asyncDispose]();
      await server.kill();
      await rm(root, { recursive: true, force: true });
    },
  };
};

/** Pulls the network out of devices. */
export const cut = (...clients: readonly TestClient[]): void => {
  for (const { network } of clients) network.isCut = true;
};

/** The network is back: everything that can be sent now has been, and the server's rows are here. */
export const comeBack = async (client: TestClient): Promise<void> => {
  client.network.isCut = false;
  await until('the device is back', async () => {
    await client.ask('sync.now', {});
    return (await client.ask('sync.state', {})).phase === 'up_to_date';
  });
};

/** Nothing of this device waits, and nothing was refused. */
export const allTaken = async (client: TestClient): Promise<void> => {
  let last = '';
  await until('everything was taken', async () => {
    await client.ask('sync.now', {});
    const { phase, waiting, refused } = await client.ask('sync.state', {});
    if (refused === 0 && phase === 'up_to_date' && waiting === 0) return true;
    last = JSON.stringify(
      client.context.outbox.entries().map(({ name, n, state, error }) => [n, name, state, error]),
    );
    if (refused > 0) throw new Error(last);
    return false;
  }).catch((error: unknown) => {
    throw new Error(
      `not all taken: ${last} ${JSON.stringify(client.logged.filter(({ event }) => event !== 'returning').slice(-30))}`,
      { cause: error },
    );
  });
};
