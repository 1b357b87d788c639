import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own that can really be full. */
export interface SmallDisk extends Disposable {
  readonly folder: string;
  /** Takes every byte that is left. */
  fill(): void;
  free(): void;
}

/** A disk of this many megabytes; null where this user may not mount one. */
export const mountSmallDisk = (megabytes: number): SmallDisk | null => {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder]);
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      const handle = openSync(filler, 'a');
      for (const size of [1024 * 1024, 4096, 1]) {
        const piece = Buffer.alloc(size, 1);
        try {
          while (writeSync(handle, piece) === size);
        } catch (error) {
          if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC') throw error;
        }
      }
      closeSync(handle);
    },
    free: () => rmSync(filler, { force: true }),
    [Symbol.dispose]() {
      spawnSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
