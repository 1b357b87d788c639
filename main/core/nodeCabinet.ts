import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openCabinet } from './cabinet.ts';
import { lockFolder } from './session/instanceLock.ts';
import type { Cabinet, CabinetDeps, KeyStore, Timers } from './ports.ts';
import { createHttpTransport } from './transport/http.ts';

export interface NodeCabinetOptions {
  /** Folder of this app instance; one process at a time. */
  readonly dataDir: string;
  /** Origin of the server. */
  readonly serverUrl: string;
  /** PEM file of a private certificate authority to trust instead of the system's. */
  readonly ca?: string | undefined;
  readonly deviceLabel?: string | undefined;
  readonly keyStore?: KeyStore | null | undefined;
  readonly log?: CabinetDeps['log'] | undefined;
  readonly reached?: CabinetDeps['reached'];
}

const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/**
 * The client on this machine's clock, randomness and network. Rejects with one sentence when the folder is in use by
 * another process or cannot be written, or the certificate file cannot be read; nothing is changed then.
 */
export const openNodeCabinet = async (options: NodeCabinetOptions): Promise<Cabinet> => {
  const ca = options.ca === undefined ? undefined : readFileSync(options.ca, 'utf8');
  const release = lockFolder(options.dataDir);
  try {
    const cabinet = await openCabinet({
      dataDir: options.dataDir,
      serverUrl: options.serverUrl,
      // eslint-disable-next-line no-restricted-properties -- here the machine's clock is handed in
      clock: { now: () => Date.now() },
      random: (count) => new Uint8Array(randomBytes(count)),
      timers: systemTimers,
      transport: createHttpTransport({ serverUrl: options.serverUrl, ca }),
      keyStore: options.keyStore ?? null,
      deviceLabel: options.deviceLabel ?? 'E-Cabinet',
      log: options.log ?? (() => undefined),
      reached: options.reached,
    });
    return {
      ...cabinet,
      async close() {
        try {
          await cabinet.close();
        } finally {
          release();
        }
      },
    };
  } catch (error) {
    release();
    throw error;
  }
};
