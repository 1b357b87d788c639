import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_SETTINGS, type ServerContext } from '../../../server/context.ts';
import { openFileStore } from '../../../server/files/fileStore.ts';
import { openLogKey } from '../../../server/log/logKey.ts';
import type { Storage, WriteTx } from '../../../server/storage/port.ts';
import { openSqlite } from '../../../server/storage/sqlite/sqlite.ts';
import { createPokeHub } from '../../../server/sync/pokeHub.ts';
import { pull } from '../../../server/sync/pull.ts';
import { push } from '../../../server/sync/push.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import { createIds } from '../../../shared/lib/ids.ts';
import type { RecordKind } from '../../../shared/domain/records/kinds.ts';
import { newReferenceDisk } from '../../support/referenceState.ts';
import { openReference } from '../../support/referenceStorage.ts';
import { seededChoices, seededInstallation, traceOf } from '../../support/storageTrace.ts';
import { fillSmallGovernment } from '../../support/smallGovernment.ts';
import { draftOf } from '../../support/government.ts';

/** Every adapter, each empty and with the same installation. A new one is one line here. */
const ADAPTERS: Readonly<Record<string, (folder: string) => Storage>> = {
  reference: () => openReference(newReferenceDisk(seededInstallation())),
  SQLite: (folder) => {
    const opened = openSqlite(join(folder, 'server.db'), seededChoices());
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  },
};

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'storage-trace-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** The same on every adapter: what it says must be the same to the byte. Returns what was said. */
const sameOnAll = async (
  work: (storage: Storage) => Promise<readonly string[]>,
): Promise<readonly string[]> => {
  const said: [string, readonly string[]][] = [];
  for (const [name, open] of Object.entries(ADAPTERS)) {
    const storage = open(await newFolder());
    said.push([name, await work(storage)]);
    await storage.close();
  }
  const [[, first = []] = ['', []], ...others] = said;
  for (const [name, answers] of others) {
    for (const [index, answer] of answers.entries())
      expect([name, index, answer]).toEqual([name, index, first[index]]);
    expect(answers).toHaveLength(first.length);
  }
  return first;
};

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

test.each(SEEDS)(
  'seed %i: the same operations of the port are answered the same, and leave the same',
  async (seed) => {
    const answers = await sameOnAll((storage) => traceOf(storage, seed, 60));
    // Not a trace in which everything was refused.
    expect(answers.filter((answer) => !answer.includes('"refused"')).length).toBeGreaterThan(
      answers.length / 2,
    );
  },
);

const NOW = Date.parse('2026-11-20T01:00:00.000Z');

const contextOn = async (storage: Storage, keyFile: string): Promise<ServerContext> => {
  const { random } = seededChoices();
  const clock = { now: () => NOW };
  const folder = await newFolder();
  return {
    ...{ storage, clock, random, files: openFileStore(folder), logKey: openLogKey(keyFile) },
    ...{ ids: createIds(clock, random), pokes: createPokeHub(), log: pino({ enabled: false }) },
    ...{ settings: DEFAULT_SETTINGS, reached: unwatched },
  };
};

/** A session from its draft to its result, over push and pull as devices use them. */
const serverTrace = async (storage: Storage, keyFile: string): Promise<readonly string[]> => {
  const context = await contextOn(storage, keyFile);
  await fillSmallGovernment(context);
  const [organisationId = ''] = await storage.directory.organisationIds();
  const people = await storage.read(organisationId, (view) => view.accounts.list());
  const secretary = people.find(({ username }) => username === 'thuky')?.personId ?? '';
  const { epoch } = await storage.directory.installation();
  const answers: string[] = [];
  let n = 0;
  const does = async (name: string, args: object): Promise<void> => {
    n += 1;
    const actor = {
      organisationId,
      personId: secretary,
      deviceId: 'a'.repeat(36),
      accountRole: 'user',
    } as const;
    const wire = { id: context.ids.next(), n, name, args, at: new Date(NOW).toISOString() };
    answers.push(JSON.stringify(await push(context, actor, epoch, [wire])));
    for (const { personId } of people) {
      const page = await pull(storage, { organisationId, personId }, epoch, { cursors: {} });
      answers.push(JSON.stringify(page));
    }
  };
  const rows = (kind: RecordKind, parent: string) =>
    storage.read(organisationId, (view) => view.records.list(kind, parent));
  const [body] = await rows('body', '');
  const [meetingId, itemId, pollId] = [context.ids.next(), context.ids.next(), context.ids.next()];
  await does('meeting.create', {
    ...{ id: meetingId, bodyId: body?.id, title: 'Phiên họp', kind: 'regular', place: '' },
    ...{ startsAt: '2026-11-30T01:00:00.000Z', endsAt: '2026-11-30T05:00:00.000Z' },
  });
  const item = { title: 'Nội dung', summary: '', presenterId: null, unit: '', minutes: 10, order: 'a0' };
  await does('item.create', { ...item, id: itemId, meetingId, parentId: null });
  await does('meeting.publish', { id: meetingId });
  await does('meeting.set_status', { id: meetingId, status: 'in_session' });
  for (const { id } of await rows('participant', meetingId)) {
    await does('participant.set_attendance', { id, attendance: 'in_room' });
  }
  await does('poll.create', {
    ...draftOf(),
    ...{ id: pollId, owner: { kind: 'item', id: itemId }, order: 'a0', previousPollId: null },
  });
  const [poll] = await rows('poll', itemId);
  await does('poll.open', { id: pollId, seen: poll?.rev });
  await does('private.put', { id: context.ids.next(), ciphertext: Buffer.alloc(40, 1).toString('base64') });
  await does('poll.close', { id: pollId });
  await does('poll.announce', { id: pollId });
  await does('meeting.publish', { id: meetingId });
  return answers;
};

test('a session over push and pull, from its draft to its result, is answered the same to the byte', async () => {
  const keyFile = join(await newFolder(), 'log.key');
  const answers = await sameOnAll((storage) => serverTrace(storage, keyFile));
  expect(answers.join('\n')).toContain('"pollResult"');
  expect(answers.filter((answer) => answer.includes('"rejected"'))).toHaveLength(1);
});

test('an adapter that answers one thing otherwise is told from the others', async () => {
  const right = openReference(newReferenceDisk(seededInstallation()));
  const wrong: Storage = {
    ...right,
    transact: (organisationId, work) =>
      right.transact(organisationId, (tx) => {
        const records = { ...tx.records, remove: async () => null } satisfies WriteTx['records'];
        return work({ ...tx, records });
      }),
  };
  const expected = await traceOf(openReference(newReferenceDisk(seededInstallation())), 1, 60);
  expect(await traceOf(wrong, 1, 60)).not.toEqual(expected);
});
