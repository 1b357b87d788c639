import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { DEFAULT_SETTINGS } from '../context.ts';
import { readCertificate } from '../installation/certificate.ts';
import { DEFAULT_KDF } from '../installation/dataFolder.ts';
import { type RunningServer, startServer } from '../installation/start.ts';
import type { CommandLine } from './options.ts';

/**
 * Shuts down at the first signal; what was begun is finished. A second signal ends the process at once. With
 * `withInput` the end of standard input counts as the first: whoever started this is gone.
 */
const stopOnSignal = (server: RunningServer, withInput: boolean, flush: () => void): void => {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    server.stop().then(
      () => {
        flush();
        process.exit(0);
      },
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        process.exit(1);
      },
    );
  };
  if (withInput) {
    process.stdin.on('end', stop).on('error', stop).resume();
  }
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};

/** Serves until a signal comes. Returns the exit code when it could not start. */
export const serve = async ({ values }: CommandLine): Promise<number | null> => {
  const { cert, key } = values;
  if ((cert === undefined) !== (key === undefined)) {
    console.error('TLS needs both --cert and --key.');
    return 2;
  }
  const certificate = cert === undefined || key === undefined ? null : readCertificate(cert, key);
  if (certificate?.ok === false) {
    console.error(certificate.error);
    return 1;
  }
  // Typesetting is loaded only where the sample is asked for.
  const sample = values.sample ? await import('../sample/sample.ts') : null;
  // Logs go to standard error: standard output says only where the server listens.
  const destination = pino.destination({ dest: 2, sync: false });
  const started = await startServer({
    folder: values.data,
    host: values.host,
    port: values.port,
    certificate: certificate?.value ?? null,
    settings: { ...DEFAULT_SETTINGS, maxUploadBytes: values['max-upload-mb'] * 1024 * 1024 },
    kdf: sample?.SAMPLE_KDF ?? DEFAULT_KDF,
    clock: { now: () => Date.now() },
    random: (count) => new Uint8Array(randomBytes(count)),
    log: pino({ base: null }, destination),
    fill: sample?.fillWithSample ?? null,
    backups:
      values['backup-to'] === undefined
        ? null
        : { to: values['backup-to'], everyHours: values['backup-every'], keep: values['backup-keep'] },
  });
  if (!started.ok) {
    console.error(started.error);
    return 1;
  }
  stopOnSignal(started.value, values['end-with-input'], () => destination.flushSync());
  if (sample !== null) console.log(`${sample.sampleSignInTable()}\n`);
  if (started.value.setupCode !== null) console.log(`setup code: ${started.value.setupCode}`);
  console.log(`listening ${started.value.url}`);
  return null;
};
