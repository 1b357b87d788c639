import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../main/build.ts';
import { ensureChromium } from './support/chromium.ts';

/**
 * `npm test`: everything that has to hold before a change lands, cheapest first. Each check counts as one, each test
 * of vitest as one; the last line is `N passed, N failed`. All stages run even when one fails.
 */
interface Tally {
  passed: number;
  failed: number;
  /** The stages in which something failed: said once more at the end, where a cut log still shows it. */
  readonly red: Set<string>;
}

const root = join(import.meta.dirname, '..');
const tally: Tally = { passed: 0, failed: 0, red: new Set() };

const runNode = (script: string, args: readonly string[]): Promise<number> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: 'inherit',
    });
    child.once('exit', (code) => done(code ?? 1));
  });

const timed = async (name: string, run: () => Promise<void>): Promise<void> => {
  const start = performance.now();
  const failedBefore = tally.failed;
  console.log(`\n== ${name}`);
  try {
    await run();
  } catch (error) {
    tally.failed += 1;
    console.error(error instanceof Error ? error.message : error);
  }
  if (tally.failed > failedBefore) tally.red.add(name);
  console.log(`== ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
};

const check = (name: string, script: string, ...args: string[]): Promise<void> =>
  timed(name, async () => {
    if ((await runNode(script, args)) === 0) tally.passed += 1;
    else tally.failed += 1;
  });

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numTotalTests: number;
  readonly success: boolean;
}

/** Runs one project of vitest and counts from its own report, so that a crash before any test is a failure. */
const suite = (project: string): Promise<void> =>
  timed(project, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cabinet-tests-'));
    const report = join(folder, 'report.json');
    const code = await runNode('vitest/vitest.mjs', [
      'run',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    const text = await readFile(report, 'utf8').catch(() => null);
    await rm(folder, { recursive: true, force: true });
    const result = text === null ? null : (JSON.parse(text) as VitestReport);
    tally.passed += result?.numPassedTests ?? 0;
    tally.failed += result?.numFailedTests ?? 0;
    const silent =
      result === null || result.numTotalTests === 0 || (code !== 0 && result.numFailedTests === 0);
    if (silent) {
      tally.failed += 1;
      console.error(`The ${project} tests ended with code ${code} without saying which test failed.`);
    }
  });

await check('lint', 'eslint/bin/eslint.js', '.');
await check('format', 'prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn');
await check('types', 'typescript/bin/tsc', '-p', 'tsconfig.json');
await check('types of shared', 'typescript/bin/tsc', '-p', 'shared/tsconfig.json');
await check('types of the renderer', 'typescript/bin/tsc', '-p', 'renderer/tsconfig.json');
await check(
  'boundaries',
  'dependency-cruiser/bin/dependency-cruiser.mjs',
  '--config',
  '.dependency-cruiser.cjs',
  ...['main', 'renderer', 'server', 'shared', 'tests', 'bench'],
);
await timed('build', async () => {
  await build(['renderer', 'loopback', 'electron']);
  tally.passed += 1;
});
await timed('chromium', async () => {
  console.log(ensureChromium());
});
for (const project of ['unit', 'contract', 'simulation', 'electron', 'e2e']) await suite(project);

if (tally.red.size > 0) console.log(`\nFailed: ${[...tally.red].join(', ')}`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
