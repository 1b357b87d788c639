import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Runs a program of this folder in a process of its own, as a person's app is, and returns what it prints as JSON. */
export const runProgram = async <T>(
  program: string,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<T> => {
  const file = join(import.meta.dirname, program);
  const child = spawn(process.execPath, ['--expose-gc', ...nodeOptions, file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => void (said += data.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}`);
  return JSON.parse(said) as T;
};
