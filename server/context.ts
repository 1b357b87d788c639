import type { Logger } from 'pino';
import type { Clock } from '../shared/lib/clock.ts';
import type { Ids, RandomBytes } from '../shared/lib/ids.ts';
import type { ServerReached } from './points.ts';
import type { FileStore } from './files/fileStore.ts';
import type { LogKey } from './log/logKey.ts';
import type { PokeHub } from './sync/pokeHub.ts';
import type { Storage } from './storage/port.ts';

/** What every part of the server is built from. */
export interface ServerContext {
  readonly storage: Storage;
  readonly files: FileStore;
  readonly logKey: LogKey;
  readonly pokes: PokeHub;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: RandomBytes;
  /** Never content, names of papers, tokens or keys. */
  readonly log: Logger;
  readonly settings: Settings;
  readonly reached: ServerReached;
}

export interface Settings {
  /** Largest file taken, in bytes. */
  readonly maxUploadBytes: number;
  /** Attempts to sign in per minute, for one name from one address. */
  readonly signInsPerMinute: number;
  /** Time that looking into one uploaded file may take, in milliseconds. */
  readonly pdfCheckMs: number;
  /** How often a listening device is asked for a sign of life, in milliseconds, where not as the protocol says. */
  readonly pingMs?: number;
  /** Bounds of one page of a pull, where they are not the protocol's own. */
  readonly page?: { readonly records: number; readonly bytes: number };
}

export const DEFAULT_SETTINGS: Settings = {
  maxUploadBytes: 300 * 1024 * 1024,
  signInsPerMinute: 10,
  pdfCheckMs: 20_000,
};
