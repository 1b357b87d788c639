import { spawn } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '..', 'main.ts');
const MAX_COMPLAINT = 2000;

/** Makes backups in a process of their own, so that copying a large database holds nobody up. */
export interface BackupProcess {
  /** Rejects with what it complained of; nothing is left at `file` then. */
  make(file: string): Promise<void>;
  /** Ends one that runs, and waits for its end. */
  stop(): Promise<void>;
}

export const createBackupProcess = (dataFolder: string): BackupProcess => {
  const ending = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const run = (file: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [PROGRAM, 'backup', file, '--data', dataFolder], {
        stdio: ['ignore', 'ignore', 'pipe'],
        signal: ending.signal,
      });
      let complaint = '';
      child.stderr.on('data', (data: Buffer) => {
        complaint = (complaint + data.toString()).slice(0, MAX_COMPLAINT);
      });
      child.once('error', reject);
      child.once('close', (code) => {
        if (code === 0) resolve();
        else reject(new Error(complaint.trim() || `it ended with ${code ?? 'a signal'}`));
      });
    });
  return {
    make(file) {
      const made = run(file);
      running = made.catch(() => undefined);
      return made;
    },
    async stop() {
      ending.abort();
      await running;
    },
  };
};
