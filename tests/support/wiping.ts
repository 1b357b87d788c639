import { randomBytes } from 'node:crypto';
import { openCabinet } from '../../main/core/cabinet.ts';
import { createHttpTransport } from '../../main/core/transport/http.ts';

/**
 * A device as its own process, signed in and waiting for whatever the server says: `node wiping.ts DATA SERVER USER
 * PASSPHRASE STEP`. It kills itself at the named step of a wipe, as a power cut would; `-` runs on. Says `ready` once
 * it is up to date.
 */
const [dataDir = '', serverUrl = '', username = '', passphrase = '', step = ''] = process.argv.slice(2);

const cabinet = await openCabinet({
  ...{ dataDir, serverUrl, keyStore: null, deviceLabel: 'killed' },
  clock: { now: () => Date.now() },
  random: (count) => new Uint8Array(randomBytes(count)),
  timers: {
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  },
  transport: createHttpTransport({ serverUrl }),
  log: () => undefined,
  reached(point) {
    if (point === step) process.kill(process.pid, 'SIGKILL');
  },
});
const signedIn = await cabinet.call('session.signIn', { username, passphrase });
process.stdout.write(signedIn.ok ? 'ready\n' : `${signedIn.error.code}\n`);
