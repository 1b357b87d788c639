import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { base64, id, instant } from '../../../shared/domain/records/common.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import type { CoreReached } from '../points.ts';
import { readJson, writeJsonAtomically } from '../keys/atomicFile.ts';

/**
 * The wiping of one profile, as a file outside of it (`wiped/<device id>.json`): written before anything is destroyed,
 * so that whatever interrupts the wiping, the next start finishes it and says so to the server. It names nobody.
 */
const wipeNote = z.strictObject({
  version: z.literal(1),
  /** Name of the profile's folder while something of it may be left; null once it is gone. */
  profile: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  serverUrl: z.string(),
  organisationId: id,
  deviceId: id,
  requestedAt: instant,
  /** By the device's key, which is destroyed with the rest. */
  signature: base64,
  reason: z.enum(['ordered', 'returned']),
  /** The server has taken the signature. */
  acknowledged: z.boolean(),
  /** Until then it is said again although the server has taken it: one that is restored has forgotten it. */
  repeatUntil: instant.nullable().default(null),
  /** Somebody has signed in since, past the sentence that says what happened. */
  told: z.boolean(),
});
export type WipeNote = z.infer<typeof wipeNote>;

const notesFolder = (dataDir: string): string => join(dataDir, 'wiped');
const notePath = (dataDir: string, deviceId: string): string =>
  join(notesFolder(dataDir), `${deviceId}.json`);

export const readWipeNotes = (dataDir: string): readonly WipeNote[] => {
  const folder = notesFolder(dataDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readJson(join(folder, name), wipeNote))
    .filter((note) => note !== null);
};

/** The server has the acknowledgement for good, and people were told. `now` in ms since 1970. */
export const isWipeOver = ({ profile, acknowledged, repeatUntil, told }: WipeNote, now: number): boolean =>
  profile === null && acknowledged && told && (repeatUntil === null || Date.parse(repeatUntil) <= now);

/** Kept until it is over (`isWipeOver`); then nothing of it remains either. */
export const keepWipeNote = (dataDir: string, note: WipeNote, now: number): void => {
  if (isWipeOver(note, now)) {
    rmSync(notePath(dataDir, note.deviceId), { force: true });
    return;
  }
  writeJsonAtomically(notePath(dataDir, note.deviceId), note);
};

const OVERWRITE_BYTES = 64 * 1024;

/** Writes random bytes over a file where it lies, and syncs them: needs no space on the disk. */
const overwrite = (path: string, random: RandomBytes): void => {
  const { size } = statSync(path);
  const handle = openSync(path, 'r+');
  try {
    for (let at = 0; at < size; at += OVERWRITE_BYTES) {
      writeSync(handle, random(Math.min(OVERWRITE_BYTES, size - at)), null, null, at);
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Every folder of a profile: its own, and those that were set aside beside it. */
const foldersOf = (dataDir: string, profile: string): readonly string[] => {
  const root = join(dataDir, 'profiles');
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => name === profile || name.startsWith(`${profile}.`))
    .map((name) => join(root, name));
};

/** Whatever wraps a key lies in a small JSON file: overwritten and removed before anything else. */
export const destroyKeys = (
  dataDir: string,
  profile: string,
  random: RandomBytes,
  reached: CoreReached,
): void => {
  for (const folder of foldersOf(dataDir, profile)) {
    for (const name of readdirSync(folder).filter((each) => /\.json(?:\.new)?$/.test(each))) {
      const path = join(folder, name);
      overwrite(path, random);
      reached('wipe.key_overwritten');
      rmSync(path, { force: true });
    }
  }
};

/** Store, write-ahead log, files, uploads: everything of a profile. Throws what the file system says. */
export const destroyRest = (dataDir: string, profile: string): void => {
  for (const folder of foldersOf(dataDir, profile)) rmSync(folder, { recursive: true, force: true });
};

/** Of a profile's folder. */
export const profileNameOf = (folder: string): string => basename(folder);
