import { hostname } from 'node:os';
import { join } from 'node:path';
import type { RandomBytes } from '../../shared/lib/ids.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { openNodeCabinet } from '../core/nodeCabinet.ts';
import { type Loopback, serveLoopback } from './loopback.ts';

export interface AppOptions {
  readonly serverUrl: string;
  readonly dataDir: string;
  /** Port of the app's page; 0 for any free one. */
  readonly port: number;
  /** PEM file of a private certificate authority. */
  readonly ca?: string | undefined;
  /** Name of this device in its owner's list. */
  readonly label?: string | undefined;
  readonly random: RandomBytes;
}

const root = join(import.meta.dirname, '..', '..');

/** Opens the client core on a data folder and serves the app from it. The error is a sentence. */
export const openApp = async (options: AppOptions): Promise<Result<Loopback, string>> => {
  let cabinet;
  try {
    cabinet = await openNodeCabinet({
      dataDir: options.dataDir,
      serverUrl: options.serverUrl,
      ca: options.ca,
      deviceLabel: options.label ?? `${hostname()} (trình duyệt)`,
    });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  try {
    const loopback = await serveLoopback({
      cabinet,
      rendererDir: join(root, 'dist', 'renderer'),
      bridgeFile: join(root, 'dist', 'loopback', 'bridge.js'),
      port: options.port,
      random: options.random,
    });
    return ok({
      ...loopback,
      async close() {
        await loopback.close();
        await cabinet.close();
      },
    });
  } catch (error) {
    await cabinet.close();
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    return err(
      taken
        ? `Port ${options.port} is in use. Give another one with --port.`
        : `The app could not be served: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};
