import { Readable } from 'node:stream';
import { type FileSystem, readFully } from '../../shared/lib/fileSystem.ts';

/** One read of a file that is sent. */
const READ_BYTES = 256 * 1024;

/**
 * The bytes `start` up to `end` (exclusive) of a file, as a stream that fails with the system's error: also when the file
 * turns out shorter than was promised (`EIO`), so that who sends it ends the connection instead of the answer.
 */
export const partOf = (disk: FileSystem, path: string, start: number, end: number): Readable => {
  const pieces = async function* (): AsyncGenerator<Buffer> {
    const handle = await disk.open(path, 'r');
    try {
      for (let at = start; at < end;) {
        const into = Buffer.allocUnsafe(Math.min(READ_BYTES, end - at));
        const length = await readFully(handle, into, at);
        if (length < into.length)
          throw Object.assign(new Error('a file is shorter than it was'), { code: 'EIO' });
        at += length;
        yield into;
      }
    } finally {
      await handle.close();
    }
  };
  return Readable.from(pieces(), { objectMode: false, highWaterMark: READ_BYTES });
};
