import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../../main/build.ts';
import { sentenceOf } from '../../shared/contract/sentences.ts';
import { buildBallot } from '../../shared/domain/decisions/ballot.ts';
import { toBase64, utf8 } from '../../shared/lib/bytes.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { look } from '../support/look.ts';
import { type ServerProcess, startServerProcess, startTestServer } from '../support/server.ts';
import {
  doThere,
  fillSmallGovernment,
  makeMeeting,
  openPoll,
  PASSPHRASE,
  realPdf,
  upload,
  uploadEnded,
} from '../support/smallGovernment.ts';
import { until } from '../support/until.ts';

/** What a device sends that the server refuses or loses, on the server's real program. */
let browser: Browser;
let server: ServerProcess;
let secretary: Desk;
let member: Desk;
let meetingId: string;
let itemId: string;
const dataDir = mkdtempSync(join(tmpdir(), 'cabinet-ballots-'));

const startServer = async (port: string): Promise<void> => {
  server = await startServerProcess(['--data', dataDir, '--port', port]);
};
const enter = async (username: string): Promise<Desk> => {
  const desk = await openDesk({ browser, serverUrl: server.url, language: 'en', theme: 'dark' });
  await desk.signIn(username, PASSPHRASE);
  await desk.page.getByRole('navigation', { name: 'Parts' }).waitFor();
  await desk.client.synced();
  return desk;
};

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
  const filled = await startTestServer({ dataDir, fill: fillSmallGovernment });
  await filled.stop();
  await startServer('0');
  secretary = await enter('thuky');
  ({ meetingId, itemId } = await makeMeeting(secretary.client));
  await doThere(secretary.client, 'meeting.publish', { id: meetingId });
  await doThere(secretary.client, 'meeting.set_status', { id: meetingId, status: 'in_session' });
  member = await enter('an');
});
afterAll(async () => {
  for (const desk of [secretary, member]) await desk[Symbol.asyncDispose]();
  await server.kill();
  await browser.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const SECRET = 'ý kiến không được lộ ra';

/** A ballot that the app itself would never make, sent as the app sends its own. */
const sendBallot = async (
  { client }: Desk,
  pollId: string,
  choice: string,
  isSigned = true,
): Promise<void> => {
  const { poll } = await client.ask('polls.get', { id: pollId });
  const { account, decisionLog, outbox } = client.context;
  const { bytes } = buildBallot({
    poll: pollId,
    pollHash: poll.hash ?? '',
    voter: account.personId,
    device: account.deviceId,
    choices: [choice],
    text: choice === 'other' ? SECRET : '',
    replaces: [],
    checkpoint: decisionLog.latest(),
    castAt: new Date().toISOString(),
    salt: toBase64(crypto.getRandomValues(new Uint8Array(32))),
  });
  const signature = toBase64(account.sign(utf8(isSigned ? bytes : `${bytes} `)));
  await outbox.enqueue('ballot.cast', { signed: { bytes, signature } });
};

/** Refused with this code: on the voter's poll, in the list of what was refused, in the server's log without content. */
const isRefused = async (desk: Desk, pollId: string, code: string): Promise<void> => {
  const { client, page } = desk;
  await until(`${code} is answered`, async () =>
    (await client.ask('outbox.list', {})).entries.some(({ error }) => error?.code === code),
  );
  await desk.go(`/polls/${pollId}`);
  await page
    .getByRole('status')
    .filter({ hasText: sentenceOf('en', code) })
    .waitFor();
  await page.getByText('This ballot does not count.').waitFor();
  await look(page, code);
  await desk.go('/outbox');
  await page.getByText(sentenceOf('en', code)).waitFor();
  await look(page, `${code}-outbox`);
  const line = server.stderr.find((text) => text.includes(code)) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({ level: 40, mutation: 'ballot.cast', code });
  expect(server.stderr.join('')).not.toMatch(/"choices|"signed|lộ ra/);
  await page.getByRole('button', { name: 'Understood, remove from the list' }).click();
  await page.getByText('The server has received everything that was done on this device.').waitFor();
};

test('ballots that must not count are refused with their code, shown to their voter, and logged', async () => {
  const pollId = await openPoll(secretary.client, meetingId, itemId);
  await until('the open poll is here', async () => {
    const known = await member.client.call('polls.get', { id: pollId });
    return known.ok && known.value.poll.status === 'open';
  });
  await sendBallot(member, pollId, 'yes', false);
  await isRefused(member, pollId, 'ballot_bad_signature');
  await sendBallot(member, pollId, 'other');
  await isRefused(member, pollId, 'ballot_choice_not_offered');
  await sendBallot(secretary, pollId, 'yes');
  await isRefused(secretary, pollId, 'ballot_not_in_electorate');
  await doThere(secretary.client, 'poll.close', { id: pollId });
  await until('the close is here', async () => {
    const { poll } = await member.client.ask('polls.get', { id: pollId });
    return poll.status === 'closed';
  });
  await member.client.synced();
  await sendBallot(member, pollId, 'yes');
  await isRefused(member, pollId, 'ballot_poll_closed');
});

test('the server is killed while a paper goes up and while it comes down; both go on by themselves', async () => {
  const bytes = await realPdf('Tài liệu dài', 12);
  const id = await upload(secretary.client, { kind: 'item', id: itemId }, 'Tai_lieu_dai.pdf', bytes);
  const sent = async () =>
    (await secretary.client.ask('uploads.list', {})).uploads.find((one) => one.id === id)?.sentBytes ?? 0;
  await until('some of it is there', async () => (await sent()) > 0);
  const { port } = new URL(server.url);
  await server.kill();
  await startServer(port);
  await uploadEnded(secretary.client, id);
  await secretary.client.ask('sync.now', {});
  const availability = async () =>
    (await member.client.ask('meetings.get', { id: meetingId })).items[0]?.papers[0]?.availability;
  await until('some of it has come', async () => ((await availability())?.haveBytes ?? 0) > 0, 40_000);
  await server.kill();
  await startServer(port);
  await until('all of it is here', async () => (await availability())?.state === 'here', 60_000);
});

const MALFORMED = join(import.meta.dirname, '../../../shared/data/pdfs/real-malformed-from-issue-932.pdf');

test('a real malformed paper is taken, and its member reads it', async () => {
  if (!existsSync(MALFORMED)) {
    process.stderr.write(`${MALFORMED} is missing: not tried with the real malformed paper.\n`);
    return;
  }
  const owner = { kind: 'item', id: itemId } as const;
  const id = await upload(secretary.client, owner, 'malformed.pdf', readFileSync(MALFORMED));
  await uploadEnded(secretary.client, id);
  const paper = async () =>
    (await member.client.ask('meetings.get', { id: meetingId })).items[0]?.papers.find(
      ({ paper: one, availability }) => one.title === 'malformed' && availability.state === 'here',
    );
  await until('the member has it', async () => (await paper()) !== undefined, 60_000);
  await member.go(`/papers/${(await paper())?.paper.id ?? ''}`);
  await member.page.locator('.page[data-page-number="1"] canvas').first().waitFor();
  await look(member.page, 'malformed');
});
