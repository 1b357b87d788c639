import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROOFS, type Proof } from './proofs.ts';

/**
 * `node tests/proofs/main.ts [--only WORD]`: switches each mechanism behind the promise off in a copy of the source and runs
 * the test that is to fail. Ends with code 1 when one passes all the same, or fails with the mechanism in place.
 */
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const root = join(import.meta.dirname, '..', '..');
const LEFT_OUT = /^(?:node_modules|\.git|dist|data)$/;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const copySource = (): string => {
  const copy = mkdtempSync(join(tmpdir(), 'cabinet-proofs-'));
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => !LEFT_OUT.test(path.slice(root.length + 1)),
  });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
};

const escaped = (title: string): string => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const passes = (copy: string, { project, file, title }: Proof['test']): boolean => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const output = join(copy, 'proof.json');
  rmSync(output, { force: true });
  const report = ['--reporter', 'json', '--outputFile', output];
  const args = [vitest, 'run', '--project', project, file, '-t', escaped(title), ...report];
  const run = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', maxBuffer: 64_000_000 });
  const said = existsSync(output)
    ? (JSON.parse(readFileSync(output, 'utf8')) as Readonly<Record<string, number>>)
    : null;
  const isRun = (said?.['numPassedTests'] ?? 0) + (said?.['numFailedTests'] ?? 0) > 0;
  if (!isRun)
    throw new Error(`no test was run for ${title}: ${run.stdout.slice(-2000)} ${run.stderr.slice(-2000)}`);
  return run.status === 0;
};

/** The source without the mechanism; throws when what it replaces is not there exactly once. */
const switchedOff = (text: string, { from, to }: Proof['patch']): string => {
  if (text.split(from).length !== 2) throw new Error(`not there exactly once: ${from}`);
  return text.replace(from, () => to);
};

const prove = (copy: string, proof: Proof): string => {
  const path = join(copy, proof.patch.file);
  const text = readFileSync(path, 'utf8');
  try {
    if (!passes(copy, proof.test)) return 'FAILS WITH IT';
    writeFileSync(path, switchedOff(text, proof.patch));
    return passes(copy, proof.test) ? 'NOT NOTICED' : 'noticed';
  } catch (error) {
    return `CANNOT TELL: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    writeFileSync(path, text);
  }
};

const copy = copySource();
let wrong = 0;
try {
  for (const proof of PROOFS.filter(({ mechanism }) => mechanism.includes(values.only))) {
    const found = prove(copy, proof);
    if (found !== 'noticed') wrong += 1;
    say(`${found.padEnd(12)} ${proof.mechanism}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
say(wrong === 0 ? 'every mechanism is missed by its test' : `${wrong} are not proved`);
process.exit(wrong === 0 ? 0 : 1);
