import { execFile } from 'node:child_process';
import { open, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** Why a file is not taken. */
export type PdfRefusal =
  'file_empty' | 'file_not_pdf' | 'file_truncated' | 'file_password' | 'file_unreadable';

/** The check itself did not come to an end: no verdict on the file. */
export const NOT_CHECKED = 'not_checked';

/** ISO 32000 annex H: readers accept the header within the first 1024 bytes. */
const HEAD_BYTES = 1024;
/** The end of a PDF names the start of its cross-reference table; some writers leave padding behind it. */
const TAIL_BYTES = 2048;

const CHILD = join(import.meta.dirname, 'pdfCheckChild.ts');
const CODE = join(import.meta.dirname, '..', '..');
const CHILD_HEAP_MB = 512;

const finding = z.discriminatedUnion('found', [
  z.strictObject({ found: z.literal('readable'), pages: z.int().min(1) }),
  z.strictObject({ found: z.literal('password') }),
  z.strictObject({ found: z.literal('unreadable') }),
]);
type Finding = z.infer<typeof finding>;

/** The first and the last bytes, which decide most cases without opening the file. */
const readEnds = async (path: string): Promise<{ size: number; head: string; tail: string }> => {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const [head, tail] = [Buffer.alloc(HEAD_BYTES), Buffer.alloc(TAIL_BYTES)];
    const headRead = await handle.read(head, 0, HEAD_BYTES, 0);
    const tailRead = await handle.read(tail, 0, TAIL_BYTES, Math.max(0, size - TAIL_BYTES));
    return {
      size,
      head: head.subarray(0, headRead.bytesRead).toString('latin1'),
      tail: tail.subarray(0, tailRead.bytesRead).toString('latin1'),
    };
  } finally {
    await handle.close();
  }
};

/**
 * What the child may read besides the file: its own code and packages. Rights hold for real paths, and packages may lie
 * behind a link.
 */
const readableCode = async (): Promise<readonly string[]> => {
  const manifest = createRequire(import.meta.url).resolve('pdfjs-dist/package.json');
  return [CODE, await realpath(CODE), await realpath(dirname(dirname(manifest)))];
};

/**
 * Opens the file with pdf.js in a process of its own: no network of ours, no writing, no other program, little memory
 * and little time. Null when that process ended without a finding: too slow on a busy machine, killed, or not able to
 * read its own code say nothing about the file.
 */
const openInChild = async (path: string, ms: number): Promise<Finding | null> => {
  const options = [`--max-old-space-size=${CHILD_HEAP_MB}`, '--permission'];
  for (const readable of [...(await readableCode()), path]) options.push(`--allow-fs-read=${readable}`);
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...options, CHILD, path],
      { timeout: ms, killSignal: 'SIGKILL', maxBuffer: 1024 * 1024, env: {} },
      (error, stdout) => {
        const line = error === null ? stdout.trim().split('\n').at(-1) : undefined;
        const parsed = finding.safeParse(line === undefined ? null : parseJson(line));
        resolve(parsed.success ? parsed.data : null);
      },
    );
  });
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Checks at a time: a batch of many uploads does not take the whole machine. */
const MAX_CHECKS = 2;
let running = 0;
const waiting: (() => void)[] = [];

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= MAX_CHECKS) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
};

/**
 * Whether a file is a PDF that members can read without a network and without a password; its pages when it is. A
 * malformed file of which some page opens is taken: the reader shows an error in place of the pages that fail. Error
 * `NOT_CHECKED`, e.g. after `ms` milliseconds: ask again later.
 */
export const checkPdf = async (
  path: string,
  ms: number,
): Promise<Result<{ readonly pages: number }, PdfRefusal | typeof NOT_CHECKED>> => {
  const { size, head, tail } = await readEnds(path);
  if (size === 0) return err('file_empty');
  if (!head.includes('%PDF-')) return err('file_not_pdf');
  // pdf.js would rebuild what it finds of a cut file; a member would miss pages without anybody knowing.
  if (!tail.includes('%%EOF') && !tail.includes('startxref')) return err('file_truncated');
  const real = await realpath(path);
  const seen = await inTurn(() => openInChild(real, ms));
  if (seen === null) return err(NOT_CHECKED);
  switch (seen.found) {
    case 'readable':
      return ok({ pages: seen.pages });
    case 'password':
      return err('file_password');
    case 'unreadable':
      return err('file_unreadable');
  }
};
