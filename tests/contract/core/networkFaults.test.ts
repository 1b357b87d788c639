import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { API } from '../../../shared/contract/version.ts';
import { createRng } from '../../simulation/seeded.ts';
import type { Direction } from '../../support/faultyWire.ts';
import { newId } from '../../support/api.ts';
import { meetingArgs } from '../../support/installation.ts';
import { realPdf, upload, uploadEnded } from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';
import { PING_MS, PROGRESS_MS, startWiredOffice, type WiredOffice } from '../../support/wiredOffice.ts';

const PUSH = '/sync/push';
const PULL = '/sync/pull';

let office: WiredOffice;
beforeAll(async () => {
  office = await startWiredOffice();
});
afterAll(() => office[Symbol.asyncDispose]());
beforeEach(() => office.client.synced());

/** How often the device has asked for pokes so far. */
const countListens = (): (() => number) => {
  let count = 0;
  office.wire.onRequest((line) => {
    if (line.includes('/pokes ')) count += 1;
  });
  return () => count;
};

describe('a connection that is cut', () => {
  const places: readonly (readonly [string, Direction, number])[] = [
    ['in the middle of the head of a push', 'up', 40],
    ['in the middle of the body of a push', 'up', 500],
    ['when the push is there and nothing of the answer has come', 'down', 0],
    ['in the middle of the head of the answer', 'down', 25],
    ['in the middle of the body of the answer', 'down', 520],
  ];
  for (const how of ['end', 'reset'] as const) {
    test.each(places)(
      `(${how}) %s loses nothing and does nothing twice`,
      async (_where, direction, after) => {
        const fault = office.wire.plan(PUSH, { kind: 'cut', direction, after, how });
        await office.createMeeting(office.client);
        await until('it has struck', () => fault.hits() > 0);
        await office.converges();
      },
    );

    test.each([0, 30, 700])(`(${how}) after %i bytes of a pull shows nothing half`, async (after) => {
      const fault = office.wire.plan(PULL, { kind: 'cut', direction: 'down', after, how });
      await office.createMeeting(office.at.admin);
      await until('it has struck', () => fault.hits() > 0);
      await office.converges();
    });
  }

  test('at any byte of a push and of its answer, thirty times by seed, does each thing once', async () => {
    const rng = createRng('bytes of a push');
    let struck = 0;
    for (let time = 0; time < 30; time += 1) {
      const direction = rng.pick(['up', 'down'] as const);
      const how = rng.pick(['end', 'reset'] as const);
      const fault = office.wire.plan(PUSH, { kind: 'cut', direction, after: rng.int(800), how });
      await office.createMeeting(office.client);
      await until('the push was tried', async () => {
        const { waiting } = await office.client.ask('sync.state', {});
        return fault.hits() > 0 || waiting === 0;
      });
      struck += fault.hits();
      fault.end();
      await office.converges();
    }
    expect(struck).toBeGreaterThan(15);
  });

  test.each([
    ['in the middle of the handshake', 20],
    ['in the middle of the first poke', 132],
  ])('%s of pokes is noticed, and they come again', async (_where, after) => {
    const listens = countListens();
    const fault = office.wire.plan('/pokes', { kind: 'cut', direction: 'down', after, how: 'reset' });
    office.wire.cutAll();
    await until('it has struck', () => fault.hits() > 0);
    await until('it listens again', () => listens() > 1);
    await office.createMeeting(office.at.admin);
    await office.converges();
  });

  test('by a device in the middle of a frame harms nobody on the server', async () => {
    const fault = office.wire.plan('/pokes', { kind: 'cut', direction: 'up', after: 1, how: 'reset' });
    office.wire.cutAll();
    // The first bytes of the device after its handshake are those of a ping.
    await until('it has struck', () => fault.hits() > 0);
    await office.createMeeting(office.at.admin);
    await office.converges();
  });
});

describe('a connection that stands still', () => {
  test.each(['up', 'down'] as const)(
    'at a byte now and then (%s) ends in a sentence and a retry',
    async (direction) => {
      const fault = office.wire.plan(PUSH, { kind: 'trickle', direction, bytes: 1 });
      await office.createMeeting(office.client);
      await office.isToldAs('server_slow');
      expect(fault.hits()).toBeGreaterThan(0);
      await office.converges();
    },
  );

  test.each([
    ['before the answer', 0],
    ['in the middle of its head', 30],
    ['in the middle of its body', 520],
  ])('without a word %s ends in a sentence and a retry', async (_where, after) => {
    const fault = office.wire.plan(PUSH, { kind: 'silence', direction: 'down', after });
    await office.createMeeting(office.client);
    await office.isToldAs('server_slow');
    expect(fault.hits()).toBe(1);
    await office.converges();
  });

  test('slow, but steady, is waited for to the end of a paper', async () => {
    const { admin, bodyId } = office.at;
    const [meetingId, itemId] = [newId(), newId()];
    const meeting = meetingArgs(meetingId, bodyId, `Phiên họp ${meetingId}`);
    await office.createMeeting(admin, meeting);
    const item = { meetingId, parentId: null, order: 'a0', title: 'Nội dung', summary: '' };
    const args = { ...item, id: itemId, presenterId: null, unit: '', minutes: 5 };
    await admin.ask('mutate', { name: 'item.create', args });
    const fault = office.wire.plan('/files/', { kind: 'trickle', direction: 'down', bytes: 8192 });
    const start = performance.now();
    const pdf = await realPdf('Tài liệu dài', 0.9);
    await uploadEnded(admin, await upload(admin, { kind: 'item', id: itemId }, 'dai.pdf', pdf));
    await until('the paper is here', async () => {
      const { files } = await office.client.ask('sync.state', {});
      return files.total === 1 && files.have === 1;
    });
    expect(performance.now() - start).toBeGreaterThan(PROGRESS_MS);
    expect(fault.hits()).toBeGreaterThan(0);
    expect(office.client.logged.filter(({ event }) => event === 'download_failed')).toEqual([]);
    await office.converges();
  });

  test('half open, the socket of pokes is noticed by its device, which listens anew', async () => {
    const listens = countListens();
    const fault = office.wire.plan('/pokes', { kind: 'silence', direction: 'down', after: 140 });
    office.wire.cutAll();
    await until('the socket is silent', () => fault.hits() > 0);
    const before = listens();
    await until('it listens anew', () => listens() > before);
    await office.createMeeting(office.at.admin);
    await office.converges();
  });

  test('half open, a socket of pokes is ended by the server', async () => {
    const token = office.client.context.db
      .prepare<[], string>("SELECT value FROM meta WHERE key = 'token'")
      .pluck()
      .get();
    const socket = new WebSocket(`${office.at.server.url.replace('http', 'ws')}${API}/pokes`, {
      headers: { authorization: `Bearer ${token ?? ''}` },
      // As a device whose network has gone: nothing comes back.
      autoPong: false,
    });
    const start = performance.now();
    let isClosed = false;
    socket.on('close', () => (isClosed = true)).on('error', () => undefined);
    await until('the server has ended it', () => isClosed);
    expect(performance.now() - start).toBeLessThan(PING_MS * 20);
  });
});
