import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..', '..');

export interface RunningProcess extends AsyncDisposable {
  /** What the awaited line said after its first word. */
  readonly said: string;
  /** Everything printed on stdout so far, by line. */
  readonly lines: readonly string[];
  /** Ends it without a chance to finish anything. */
  kill(): Promise<void>;
  /** Asks it to finish and end; resolves with its exit code. */
  stop(): Promise<number | null>;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done(child.exitCode);
    child.once('exit', (code) => done(code));
  });

/**
 * Starts one of the project's programs on the Node of the tests and waits for a line of its stdout that begins with
 * `word`. Rejects with what it wrote to stderr when it ends before.
 */
export const startProgram = (
  script: string,
  args: readonly string[],
  word: string,
): Promise<RunningProcess> => {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended(child);
  };
  const handle = (said: string): RunningProcess => ({
    said,
    lines,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]: async () => void (await end('SIGTERM')),
  });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (line.startsWith(`${word} `)) resolve(handle(line.slice(word.length + 1)));
    });
    child.once('exit', (code) =>
      reject(new Error(`${script} ended with ${code ?? 'a signal'}: ${complaint}`)),
    );
  });
};
