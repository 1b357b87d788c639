import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Storage } from '../../../server/storage/port.ts';
import { openSqlite } from '../../../server/storage/sqlite/sqlite.ts';
import { pullText } from '../../../server/sync/answerTexts.ts';
import { pull } from '../../../server/sync/pull.ts';
import { type Scope, scopeOf } from '../../../shared/domain/scope.ts';
import { createRng, type Rng } from '../../simulation/seeded.ts';
import { seededChoices } from '../../support/storageTrace.ts';

const ORGANISATION = 'org-1';
const PEOPLE = ['p', 'q', 'r', 's'];
const SCOPES: readonly Scope[] = ['a', 'b', 'c'].map((id) => scopeOf('item', id));

const openStorages = (): { readonly shared: Storage; readonly fresh: () => Storage } => {
  const folder = mkdtempSync(join(tmpdir(), 'answer-texts-'));
  const open = (): Storage => {
    const opened = openSqlite(join(folder, 'server.db'), seededChoices());
    if (!opened.ok) throw new Error(opened.error.message);
    onTestFinished(() => opened.value.close());
    return opened.value;
  };
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { shared: open(), fresh: open };
};

const note = (storage: Storage, scope: Scope, id: string): Promise<number> =>
  storage.transact(ORGANISATION, (tx) => {
    const body = JSON.stringify({ id, ciphertext: 'x' });
    return tx.records.put({ scope, kind: 'privateNote', id, parent: '', body }, '');
  });

const grant = (storage: Storage, personId: string, scope: Scope, isGiven: boolean): Promise<number | null> =>
  storage.transact(ORGANISATION, (tx) => {
    const manifest = scopeOf('manifest', personId);
    const body = JSON.stringify({ id: scope });
    return isGiven
      ? tx.records.put({ scope: manifest, kind: 'grant', id: scope, parent: '', body }, '')
      : tx.records.remove('grant', scope, '', manifest);
  });

const counterOf = (storage: Storage): Promise<number> => storage.read(ORGANISATION, (view) => view.counter());

const textFor = async (storage: Storage, personId: string, asOf: number): Promise<Buffer> =>
  pullText(
    await pull(storage, { organisationId: ORGANISATION, personId }, 'epoch', {
      ...{ asOf, page: null, cursors: {}, partial: [] },
    }),
  );

const writeSomething = async (storage: Storage, rng: Rng, step: number): Promise<void> => {
  if (rng.chance(0.3)) await grant(storage, rng.pick(PEOPLE), rng.pick(SCOPES), rng.chance(0.6));
  else await note(storage, rng.pick(SCOPES), `${step}`);
};

test('a room is sent one and the same text, which is never that of somebody with other rights', async () => {
  const { shared: storage } = openStorages();
  const [first, second, third] = SCOPES as [Scope, Scope, Scope];
  for (const personId of ['p', 'q', 'r']) await grant(storage, personId, first, true);
  for (const personId of ['p', 'q']) await grant(storage, personId, second, true);
  await grant(storage, 'r', third, true);
  const asOf = await counterOf(storage);
  for (const scope of SCOPES) await note(storage, scope, `n ${scope}`);
  const texts: Buffer[] = [];
  for (const personId of PEOPLE) texts.push(await textFor(storage, personId, asOf));
  const [p, q, r, s] = texts;
  expect(q).toBe(p);
  const scopesIn = (text: Buffer | undefined): readonly string[] =>
    (JSON.parse(String(text)) as { changes: { scope: string }[] }).changes.map(({ scope }) => scope);
  expect(scopesIn(p)).toEqual([first, second]);
  expect(scopesIn(r)).toEqual([first, third]);
  expect(scopesIn(s)).toEqual([]);
});

test('whatever is granted, taken away and written, each is told what one who asks alone is told', async () => {
  const { shared: storage, fresh } = openStorages();
  const rng = createRng('answer texts');
  for (let step = 0; step < 40; step += 1) {
    await writeSomething(storage, rng, step);
    const last = await counterOf(storage);
    const asked = [last, Math.max(1, last - 1), Math.max(1, last - 6)];
    for (const personId of PEOPLE) {
      // Nothing is shared with a store that has just been opened.
      const alone = fresh();
      for (const asOf of asked) {
        const [mine, theirs] = [await textFor(storage, personId, asOf), await textFor(alone, personId, asOf)];
        expect(mine.toString('utf8')).toBe(theirs.toString('utf8'));
      }
    }
  }
});
