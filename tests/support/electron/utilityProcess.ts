import { type ChildProcess, fork as forkChild } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type Electron from 'electron';
import { report } from './report.ts';

const children = new Set<ChildProcess>();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

const processes = new WeakMap<StandInUtilityProcess, ChildProcess>();

/** A child process of Node, to and from which messages cross by structured clone. */
class StandInUtilityProcess extends EventEmitter {
  pid: number | undefined;

  postMessage(message: unknown): void {
    const child = processes.get(this);
    if (child?.connected) child.send(structuredClone(message) as object);
  }

  kill(): boolean {
    return processes.get(this)?.kill('SIGTERM') ?? false;
  }
}

export const utilityProcess = {
  fork(modulePath: string, args: string[] = [], _options?: Electron.ForkOptions): StandInUtilityProcess {
    const process = new StandInUtilityProcess();
    const child = forkChild(modulePath, args, {
      serialization: 'advanced',
      execArgv: ['--import', join(import.meta.dirname, 'utilityEntry.ts')],
    });
    children.add(child);
    processes.set(process, child);
    process.pid = child.pid;
    child.on('spawn', () => {
      report({ type: 'forked', pid: child.pid ?? 0 });
      process.emit('spawn');
    });
    child.on('message', (message) => process.emit('message', message));
    child.on('exit', (code) => {
      children.delete(child);
      process.pid = undefined;
      report({ type: 'exited', code: code ?? 1 });
      process.emit('exit', code ?? 1);
    });
    return process;
  },
};
