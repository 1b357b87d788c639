import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { base64, id, instant } from '../../../shared/domain/records/common.ts';
import { readJson, writeJsonAtomically } from '../keys/atomicFile.ts';
import type { CabinetDeps } from '../ports.ts';

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

/** The notes of this app instance, by device; in memory too, where one stands for which the disk was too full. */
export interface WipeNotes {
  all(): readonly WipeNote[];
  get(deviceId: string): WipeNote | undefined;
  /** Kept until it is over (`isWipeOver`); then nothing of it remains either. */
  keep(note: WipeNote): void;
}

export const openWipeNotes = ({
  dataDir,
  clock,
  log,
}: Pick<CabinetDeps, 'dataDir' | 'clock' | 'log'>): WipeNotes => {
  const notes = new Map(readWipeNotes(dataDir).map((note) => [note.deviceId, note]));
  return {
    all: () => [...notes.values()],
    get: (deviceId) => notes.get(deviceId),
    keep(note) {
      const path = notePath(dataDir, note.deviceId);
      const isOver = isWipeOver(note, clock.now());
      notes.set(note.deviceId, note);
      try {
        if (isOver) rmSync(path, { force: true });
        else writeJsonAtomically(path, note);
      } catch {
        // What is destroyed makes room; it is written again then.
        log('wipe_not_noted');
      }
      if (isOver) notes.delete(note.deviceId);
    },
  };
};
