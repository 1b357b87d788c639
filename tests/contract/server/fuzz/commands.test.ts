import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { backup } from '../../../../server/cli/backup.ts';
import { readCommandLine } from '../../../../server/cli/options.ts';
import { restore } from '../../../../server/cli/restore.ts';
import { fuzzRuns } from '../../../support/fuzz.ts';
import { startWorkedServer } from '../../../support/workedServer.ts';

const lineOf = (...args: readonly string[]) => {
  const line = readCommandLine(args);
  if (!line.ok) throw new Error(line.error);
  return line.value;
};

describe('the options of a command', () => {
  test('of any kind are a command line, or one sentence', () => {
    const known = [
      '--data',
      '--port',
      '--max-upload-mb',
      '--role',
      '--json',
      '--help',
      '-h',
      '--host',
      'check',
    ];
    const word = fc.oneof(
      fc.constantFrom(...known, '--', '-', '', '--port=-1', '--port=1e9', '--no-json', '--data='),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (args) => {
        const line = readCommandLine(args);
        if (line.ok) expect(line.value.values.port).toBeGreaterThanOrEqual(0);
        else expect(line.error).not.toBe('');
      }),
      fuzzRuns(2000),
    );
  });
});

describe('the file of a restore', () => {
  let root = '';
  let whole: Buffer;
  const said: string[] = [];
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'fuzz-restore-'));
    const { server } = await startWorkedServer({ dataDir: join(root, 'data'), largeBytes: 4000 });
    await server.stop();
    const file = join(root, 'whole.tar');
    expect(await backup([file], lineOf('--data', server.dataDir))).toBe(0);
    whole = readFileSync(file);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  beforeEach(() => {
    for (const name of ['error', 'log'] as const) {
      vi.spyOn(console, name).mockImplementation((text: string) => void said.push(text));
    }
  });
  afterEach(() => vi.restoreAllMocks());

  /** Restores these bytes into a new folder; returns the exit code. Nothing may be made outside of that folder. */
  const restored = async (bytes: Uint8Array): Promise<number> => {
    const [file, target] = [join(root, 'damaged.tar'), join(root, 'target')];
    writeFileSync(file, bytes);
    const before = readdirSync(root).sort();
    said.length = 0;
    const code = await restore([file], lineOf('--data', target));
    const made = readdirSync(root).filter((name) => name !== basename(target));
    expect(made.sort()).toEqual(before);
    expect([0, 1]).toContain(code);
    expect(said).toHaveLength(1);
    if (code === 1) expect(readdirSync(target)).toEqual([]);
    rmSync(target, { recursive: true, force: true });
    return code;
  };

  test('is a backup, or refused with one sentence and nothing left', async () => {
    expect(await restored(whole)).toBe(0);
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(edits, fc.nat({ max: 3 }), fc.nat(), async (list, kind, at) => {
        const bytes = Buffer.from(kind === 0 ? whole.subarray(0, at % whole.length) : whole);
        // Heads of members are where the parser is: most edits hit them.
        const heads = Math.min(bytes.length, 4 * 512);
        for (const [place, byte] of list) {
          if (bytes.length > 0) bytes[place % (kind === 1 ? bytes.length : Math.max(1, heads))] = byte;
        }
        await restored(bytes);
      }),
      fuzzRuns(40),
    );
  });

  test('of anything at all is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        expect(await restored(bytes)).toBe(1);
      }),
      fuzzRuns(40),
    );
  });

  test('never writes outside of its folder, whatever its members are called', async () => {
    const name = fc.constantFrom(
      '../out',
      '/tmp/cabinet-out',
      'files/../../out',
      'files/ab/../../../out',
      'log.key/x',
    );
    await fc.assert(
      fc.asyncProperty(name, async (path) => {
        const head = Buffer.from(whole.subarray(0, 512));
        head.fill(0, 0, 100);
        head.write(path, 0, 'latin1');
        // The checksum of a head: its bytes added up, its own place counted as spaces.
        head.fill(0x20, 148, 156);
        const sum = head.reduce((total, byte) => total + byte, 0);
        head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
        await restored(Buffer.concat([head, whole.subarray(512)]));
      }),
      fuzzRuns(10),
    );
  });
});
