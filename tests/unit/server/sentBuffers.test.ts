import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, onTestFinished, test } from 'vitest';
import { nodeFiles } from '../../../server/files/nodeFiles.ts';
import { partOf } from '../../../server/files/sendPart.ts';

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('what is sent is read into the same few buffers, and none is used again before its bytes have left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-buffers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'file');
  const bytes = randomBytes(20 * 1024 * 1024 + 77);
  writeFileSync(path, bytes);
  const memory = new Set<ArrayBufferLike>();
  const sendAll = async (): Promise<Buffer> => {
    const sent: Buffer[] = [];
    // Looks at the bytes only when they leave, some turns after it was given them.
    const line = new Writable({
      write(piece: Buffer, _encoding, done) {
        memory.add(piece.buffer);
        void (async () => {
          for (let n = 0; n < 3; n += 1) await turn();
          sent.push(Buffer.from(piece));
          done();
        })();
      },
    });
    await pipeline(partOf({ disk: nodeFiles, path, start: 5, end: bytes.length, outlet: line }), line);
    return Buffer.concat(sent);
  };
  const answers = await Promise.all([sendAll(), sendAll(), sendAll()]);
  for (const answer of answers) expect(answer.equals(bytes.subarray(5))).toBe(true);
  // 240 pieces of 256 KB.
  expect(memory.size).toBeLessThan(20);
});
