import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs the project's own rules over a small tree of files, and returns what is printed. */
const cruise = (files: Readonly<Record<string, string>>): { code: number | null; output: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-boundaries-'));
  folders.push(folder);
  for (const [path, text] of Object.entries({
    'tsconfig.json': '{"compilerOptions":{"module":"NodeNext"}}',
    ...files,
  })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const tops = [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))];
  const run = spawnSync(
    process.execPath,
    [cruiser, '--config', join(root, '.dependency-cruiser.cjs'), ...tops],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  return { code: run.status, output: run.stdout + run.stderr };
};

const cases: readonly [title: string, files: Record<string, string>, rule: string][] = [
  [
    'the renderer may not import the core, not even a type',
    {
      'renderer/a.ts': "import type { B } from '../main/core/b.ts';\nexport type A = B;\n",
      'main/core/b.ts': 'export type B = 1;\n',
    },
    'renderer-knows-shared',
  ],
  [
    'shared may not import Node',
    { 'shared/lib/a.ts': "import { join } from 'node:path';\nexport const a = join;\n" },
    'shared-is-pure',
  ],
  [
    'the rules may not import the contract',
    {
      'shared/domain/a.ts': "export { b } from '../contract/b.ts';\n",
      'shared/contract/b.ts': 'export const b = 1;\n',
    },
    'domain-knows-lib',
  ],
  [
    'only the shell may import electron',
    { 'main/core/a.ts': "import type { App } from 'electron';\nexport type A = App;\n" },
    'electron-only-in-the-shell',
  ],
  [
    'nothing imports tests',
    { 'server/a.ts': "export { b } from '../tests/b.ts';\n", 'tests/b.ts': 'export const b = 1;\n' },
    'nothing-imports-tests',
  ],
  [
    'the client that is written from the documents may import nothing of ours',
    {
      'tests/contract/server/otherClient.ts': "export { b } from '../../../shared/contract/b.ts';\n",
      'shared/contract/b.ts': 'export const b = 1;\n',
    },
    'the-other-client-knows-the-documents',
  ],
];

for (const [title, files, rule] of cases) {
  test(title, () => {
    const { code, output } = cruise(files);
    expect(output).toContain(rule);
    expect(code).not.toBe(0);
  });
}

test('an allowed import passes, and the file was really read', () => {
  const { code, output } = cruise({
    'server/a.ts': "export { b } from '../shared/lib/b.ts';\n",
    'shared/lib/b.ts': 'export const b = 1;\n',
  });
  expect(output).toMatch(/no dependency violations found \(2 modules/);
  expect(code).toBe(0);
});
