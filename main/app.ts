import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { openApp } from './loopback/app.ts';

/**
 * The app alone, in the browser host: `npm run app -- --server URL --data DIR [--port N] [--ca FILE]`.
 * For a second device of the same member, or a server that runs elsewhere.
 */
const { values } = parseArgs({
  options: {
    server: { type: 'string', default: 'http://127.0.0.1:4380' },
    data: { type: 'string', default: 'data/app' },
    port: { type: 'string', default: '0' },
    ca: { type: 'string' },
    label: { type: 'string' },
  },
});

await build(['renderer', 'loopback']);
const opened = await openApp({
  serverUrl: values.server,
  dataDir: resolve(values.data),
  port: Number(values.port),
  ca: values.ca,
  label: values.label,
  random: (count) => randomBytes(count),
});
if (!opened.ok) {
  console.error(opened.error);
  process.exit(1);
}
console.log(`app ${opened.value.openUrl()}`);
const stop = (): void => {
  void opened.value.close().then(() => process.exit(0));
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
