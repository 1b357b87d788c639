import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Storage, WriteTx } from '../../../server/storage/port.ts';
import { openSqlite } from '../../../server/storage/sqlite/sqlite.ts';
import { withKeptLists } from '../../../server/sync/keptLists.ts';
import { type Scope, scopeOf } from '../../../shared/domain/scope.ts';
import { createRng, type Rng } from '../../simulation/seeded.ts';
import { seededChoices } from '../../support/storageTrace.ts';

const ORGANISATION = 'org-1';
const SCOPE: Scope = scopeOf('meeting', 'm');
const KINDS = ['participant', 'agendaItem'] as const;
const PARENTS = ['m', 'n'];

const openStorage = (): Storage => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-lists-'));
  const opened = openSqlite(join(folder, 'server.db'), seededChoices());
  if (!opened.ok) throw new Error(opened.error.message);
  onTestFinished(async () => {
    await opened.value.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return opened.value;
};

const writeSomething = async (tx: WriteTx, rng: Rng): Promise<void> => {
  const kind = rng.pick(KINDS);
  const parent = rng.pick(PARENTS);
  const id = `${kind} ${parent} ${rng.int(4)}`;
  if (rng.chance(0.3)) await tx.records.remove(kind, id, '');
  else await tx.records.put({ scope: SCOPE, kind, id, parent, body: `{"n":${rng.int(9)}}` }, '');
};

const undone = async (tx: WriteTx, rng: Rng, read: () => Promise<unknown>): Promise<void> => {
  const work = async (): Promise<void> => {
    await writeSomething(tx, rng);
    await read();
    throw new Error('undone');
  };
  await tx.attempt(work).catch(() => undefined);
};

test('kept lists are what the store says, whatever is written, removed and undone between', async () => {
  const storage = openStorage();
  const rng = createRng('kept lists');
  await storage.transact(ORGANISATION, async (raw) => {
    const tx = withKeptLists(raw);
    const both = async (from: WriteTx) => {
      const lists = [];
      for (const kind of KINDS)
        for (const parent of PARENTS) lists.push(await from.records.list(kind, parent));
      return lists;
    };
    for (let step = 0; step < 300; step += 1) {
      if (rng.chance(0.3)) await undone(tx, rng, () => both(tx));
      else await writeSomething(tx, rng);
      expect(await both(tx)).toEqual(await both(raw));
    }
  });
});

test('a list is read once until something of its kind is written', async () => {
  const storage = openStorage();
  await storage.transact(ORGANISATION, async (raw) => {
    const read: string[] = [];
    const tx = withKeptLists({
      ...raw,
      records: {
        ...raw.records,
        list(kind, parent) {
          read.push(`${kind} ${parent}`);
          return raw.records.list(kind, parent);
        },
      },
    });
    for (let n = 0; n < 20; n += 1) {
      await tx.records.list('participant', 'm');
      await tx.records.put({ scope: SCOPE, kind: 'agendaItem', id: `${n}`, parent: 'm', body: '{}' }, '');
    }
    expect(read).toEqual(['participant m']);
    await tx.records.put({ scope: SCOPE, kind: 'participant', id: 'p', parent: 'm', body: '{}' }, '');
    expect((await tx.records.list('participant', 'm')).map(({ id }) => id)).toEqual(['p']);
  });
});
