import { execFileSync, spawnSync } from 'node:child_process';
import { newId } from '../support/api.ts';
import { startTestClient } from '../support/client.ts';
import { meetingArgs, PASSPHRASE, startInstallation } from '../support/installation.ts';
import { realPdf, upload, uploadEnded } from '../support/smallGovernment.ts';
import { until } from '../support/until.ts';

/**
 * `node tests/network/loss.ts`: two devices and a server in a network of their own (Linux, root) that loses packets. Where the
 * system has netem, 30 % of them at random; where it has not, this says so, and a short queue loses what it cannot hold.
 */
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const INSIDE = '--inside';
const MEETINGS = 20;

const run = (command: string, ...args: string[]): string | null => {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.error !== undefined) return done.error.message;
  return done.status === 0 ? null : `${done.stdout}${done.stderr}`.trim();
};

/** What the queue says of itself: packets sent and dropped. */
const stats = (): string =>
  execFileSync('tc', ['-s', 'qdisc', 'show', 'dev', 'lo'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('dropped'))
    .join(' ')
    .trim();

/** Work of two devices over whatever the network is; resolves with its milliseconds. */
const workOnce = async (): Promise<number> => {
  const start = performance.now();
  const at = await startInstallation();
  const other = await startTestClient({ serverUrl: at.server.url });
  try {
    await other.signIn('quan.tri', PASSPHRASE);
    await other.synced();
    const meetingId = newId();
    for (let count = 0; count < MEETINGS; count += 1) {
      const device = count % 2 === 0 ? at.admin : other;
      const args = meetingArgs(count === 0 ? meetingId : newId(), at.bodyId, `Phiên họp ${count}`);
      await device.ask('mutate', { name: 'meeting.create', args });
    }
    const itemId = newId();
    const item = {
      meetingId,
      parentId: null,
      order: 'a0',
      title: 'Nội dung',
      summary: '',
    };
    const args = { ...item, id: itemId, presenterId: null, unit: '', minutes: 5 };
    await at.admin.ask('mutate', { name: 'item.create', args });
    await at.admin.synced();
    const pdf = await realPdf('Tài liệu', 1.5);
    await uploadEnded(at.admin, await upload(at.admin, { kind: 'item', id: itemId }, 'tai-lieu.pdf', pdf));
    await until(
      'both devices hold everything',
      async () => {
        const counts = [at.admin, other].map((each) => each.context.records.all('meeting').length);
        const { files } = await other.ask('sync.state', {});
        return counts.every((count) => count === MEETINGS) && files.total === 1 && files.have === 1;
      },
      300_000,
    );
    const refused = await Promise.all([at.admin, other].map((each) => each.ask('outbox.list', {})));
    if (refused.some(({ entries }) => entries.length > 0)) throw new Error('something was not received');
    return performance.now() - start;
  } finally {
    await other[Symbol.asyncDispose]();
    await at[Symbol.asyncDispose]();
  }
};

const inside = async (): Promise<void> => {
  run('ip', 'link', 'set', 'lo', 'up');
  run('ip', 'link', 'set', 'lo', 'mtu', '1500');
  say(`no loss: ${Math.round(await workOnce())} ms`);
  const missing = run('tc', 'qdisc', 'replace', 'dev', 'lo', 'root', 'netem', 'loss', '30%');
  if (missing === null) {
    say(`30 % loss: ${Math.round(await workOnce())} ms; ${stats()}`);
    return;
  }
  say(`SKIPPED: 30 % loss with netem, because this system has none (${missing}).`);
  const queue = ['tbf', 'rate', '4mbit', 'burst', '4kb', 'limit', '6kb'];
  const failed = run('tc', 'qdisc', 'replace', 'dev', 'lo', 'root', ...queue);
  if (failed !== null) return say(`SKIPPED: loss by a short queue as well (${failed}).`);
  say(`a short queue of 4 Mbit/s: ${Math.round(await workOnce())} ms; ${stats()}`);
};

if (process.argv.includes(INSIDE)) {
  await inside();
  process.exit(0);
}
const refusal = run('unshare', '-n', 'true');
if (refusal !== null) {
  say(`SKIPPED: this needs a network namespace of its own, which the system refuses (${refusal}).`);
  process.exit(0);
}
const file = process.argv[1] ?? '';
const { status } = spawnSync('unshare', ['-n', process.execPath, file, INSIDE], { stdio: 'inherit' });
process.exit(status ?? 1);
