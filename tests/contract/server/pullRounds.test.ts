import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Problem } from '../../../server/problem.ts';
import type { Storage } from '../../../server/storage/port.ts';
import { openSqlite } from '../../../server/storage/sqlite/sqlite.ts';
import { pullText } from '../../../server/sync/answerTexts.ts';
import { pull } from '../../../server/sync/pull.ts';
import { type Scope, scopeOf } from '../../../shared/domain/scope.ts';
import { createRng, type Rng } from '../../simulation/seeded.ts';
import { seededChoices } from '../../support/storageTrace.ts';
import { Copy, type PullAnswer } from './otherCopy.ts';

/**
 * Rounds of pulling while everything moves: grants are given, taken away and given again between two pages, records are
 * written and removed, tombstones forgotten, clients ended in the middle or set back. After every complete round a client
 * must hold exactly what its person may read at that moment.
 */
const ORGANISATION = 'org-1';
const EPOCH = 'epoch-of-the-trace';
const PERSON = 'p';
const MANIFEST = scopeOf('manifest', PERSON);
const SCOPES: readonly Scope[] = Array.from({ length: 9 }, (_, n) => scopeOf('item', `${n}`));
const STEPS = 120;

const openStorage = (): Storage => {
  const folder = mkdtempSync(join(tmpdir(), 'pull-rounds-'));
  const opened = openSqlite(join(folder, 'server.db'), seededChoices());
  if (!opened.ok) throw new Error(opened.error.message);
  onTestFinished(async () => {
    await opened.value.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return opened.value;
};

const write = async (storage: Storage, rng: Rng): Promise<void> => {
  await storage.transact(ORGANISATION, async (tx) => {
    const scope = rng.pick(SCOPES);
    const manifest = rng.chance(0.7) ? MANIFEST : scopeOf('manifest', 'q');
    const id = `${scope} ${rng.int(6)}`;
    const act = rng.int(10);
    if (act < 5) {
      const body = JSON.stringify({ id, ciphertext: 'x'.repeat(rng.int(60)) });
      await tx.records.put({ scope, kind: 'privateNote', id, parent: '', body }, '');
    } else if (act < 6) await tx.records.remove('privateNote', id, '');
    else if (act < 8) {
      const body = JSON.stringify({ id: scope });
      await tx.records.put({ scope: manifest, kind: 'grant', id: scope, parent: '', body }, '');
    } else if (act < 9) await tx.records.remove('grant', scope, '', manifest);
    else if (rng.chance(0.4)) await tx.records.forgetTombstones(rng.int((await tx.counter()) + 1));
  });
};

const ask = async (storage: Storage, copy: Copy, rng: Rng): Promise<PullAnswer | 'cursors_needed'> => {
  const page = { records: 1 + rng.int(6), bytes: 100 + rng.int(900) };
  const who = { organisationId: ORGANISATION, personId: PERSON };
  try {
    const answer = await pull(storage, who, EPOCH, copy.question(), page);
    return JSON.parse(pullText(answer).toString('utf8')) as PullAnswer;
  } catch (error) {
    if (error instanceof Problem && error.code === 'cursors_needed') return error.code;
    throw error;
  }
};

const expectTruth = async (storage: Storage, copy: Copy): Promise<void> => {
  const truth = await storage.read(ORGANISATION, async ({ records }) => {
    const granted = await records.grantedScopes(MANIFEST);
    const scopes = [MANIFEST, ...granted.map(({ scope }) => scope)];
    const all = { records: 10_000, bytes: 1_000_000 };
    return Promise.all(
      scopes.map(async (scope) => [scope, await records.changes(scope, 0, all, false)] as const),
    );
  });
  expect([...copy.scopes].sort()).toEqual(truth.map(([scope]) => scope).sort());
  for (const [scope, rows] of truth) {
    const held = copy.rowsOf(scope).map(({ id, kind, rev, body }) => [id, kind, rev, body]);
    expect(held.sort()).toEqual([...rows].sort());
  }
};

/** One page, or what may happen to a device instead. */
const go = async (storage: Storage, copy: Copy, rng: Rng, counted: Map<string, number>): Promise<Copy> => {
  const count = (what: string): void => void counted.set(what, (counted.get(what) ?? 0) + 1);
  if (rng.chance(0.03)) copy.giveUp();
  if (rng.chance(0.03)) copy.begin();
  const answer = await ask(storage, copy, rng);
  if (answer === 'cursors_needed') {
    count('named');
    copy.begin(true);
    return copy;
  }
  copy.take(answer, () => rng.chance(0.2));
  count(answer.more ? 'pages' : 'rounds');
  if (!answer.more) await expectTruth(storage, copy);
  return copy;
};

const counted = new Map<string, number>();

test.each(Array.from({ length: 60 }, (_, seed) => seed + 1))(
  'seed %i: after every complete round a client holds exactly what its person may read',
  async (seed) => {
    const rng = createRng(`pull rounds ${seed}`);
    const storage = openStorage();
    const copies = [new Copy(), new Copy(), new Copy()];
    let disk = new Copy();
    for (let step = 0; step < STEPS; step += 1) {
      for (let writes = rng.int(4); writes > 0; writes -= 1) await write(storage, rng);
      const at = rng.int(copies.length);
      const copy = copies[at] ?? new Copy();
      copies[at] = await go(storage, copy, rng, counted);
      if (rng.chance(0.05)) disk = copy.clone();
      if (rng.chance(0.02)) copies[at] = disk.clone();
    }
    // When nothing is written any more, every round ends.
    for (const copy of copies) {
      for (let pages = 0; ; pages += 1) {
        expect(pages).toBeLessThan(200);
        const answer = await ask(storage, copy, rng);
        if (answer === 'cursors_needed') copy.begin(true);
        else copy.take(answer);
        if (answer !== 'cursors_needed' && !answer.more) break;
      }
      await expectTruth(storage, copy);
    }
  },
);

test('the seeds above had pages, rounds and refusals of the short form enough', () => {
  for (const what of ['pages', 'rounds', 'named'])
    expect([what, (counted.get(what) ?? 0) > 50]).toEqual([what, true]);
});

/** A person with one scope of two records, pulled whole. */
const begun = async (): Promise<{ storage: Storage; copy: Copy; rng: Rng }> => {
  const [storage, copy, rng] = [openStorage(), new Copy(), createRng('pull rounds')];
  await storage.transact(ORGANISATION, async (tx) => {
    const [scope = MANIFEST] = SCOPES;
    for (const id of ['a', 'b']) {
      const body = JSON.stringify({ id, ciphertext: '' });
      await tx.records.put({ scope, kind: 'privateNote', id, parent: '', body }, '');
    }
    const body = JSON.stringify({ id: scope });
    await tx.records.put({ scope: MANIFEST, kind: 'grant', id: scope, parent: '', body }, '');
  });
  for (let more = true; more;) {
    const answer = await ask(storage, copy, rng);
    if (answer === 'cursors_needed') throw new Error('refused');
    copy.take(answer);
    more = answer.more;
  }
  return { storage, copy, rng };
};

test('who was away until a revocation is forgotten is asked for everything it holds, and loses the scope', async () => {
  const { storage, copy, rng } = await begun();
  expect(copy.question()).toMatchObject({ asOf: 3, page: null, cursors: {} });
  await storage.transact(ORGANISATION, async (tx) => {
    await tx.records.remove('grant', SCOPES[0] ?? '', '', MANIFEST);
    await tx.records.forgetTombstones(await tx.counter());
  });
  expect(await ask(storage, copy, rng)).toBe('cursors_needed');
  copy.begin(true);
  const answer = await ask(storage, copy, rng);
  if (answer === 'cursors_needed') throw new Error('refused again');
  expect(answer).toMatchObject({ gone: [SCOPES[0]], more: false });
  copy.take(answer);
  await expectTruth(storage, copy);
});

test('numbers that the store has not reached are refused: everything is to be named', async () => {
  const { storage } = await begun();
  const who = { organisationId: ORGANISATION, personId: PERSON };
  const position = { since: 1, base: 1, asOf: 1, from: 1 };
  const wrong = [
    { asOf: 4 },
    ...(['since', 'base', 'asOf', 'from'] as const).map((name) => ({ page: { ...position, [name]: 4 } })),
  ];
  for (const asked of wrong) {
    await expect(pull(storage, who, EPOCH, { cursors: {}, ...asked })).rejects.toMatchObject({
      ...{ status: 409, code: 'cursors_needed' },
    });
  }
  await expect(pull(storage, who, EPOCH, { cursors: {}, page: position })).resolves.toBeDefined();
});

test('a question and an answer are as large as what has moved, however many scopes are held', async () => {
  const { storage, copy, rng } = await begun();
  await storage.transact(ORGANISATION, async (tx) => {
    for (let n = 0; n < 1000; n += 1) {
      const scope = scopeOf('slip', `${n}`);
      const body = JSON.stringify({ id: scope });
      await tx.records.put({ scope, kind: 'privateNote', id: `${n}`, parent: '', body }, '');
      await tx.records.put({ scope: MANIFEST, kind: 'grant', id: scope, parent: '', body }, '');
    }
  });
  for (let more = true; more;) {
    const answer = await ask(storage, copy, rng);
    if (answer === 'cursors_needed') throw new Error('refused');
    copy.take(answer);
    more = answer.more;
    expect(Object.keys(copy.question().cursors).length).toBeLessThan(2);
  }
  await storage.transact(ORGANISATION, (tx) => tx.records.remove('privateNote', '7', ''));
  const answer = await ask(storage, copy, rng);
  if (answer === 'cursors_needed') throw new Error('refused');
  expect(answer.changes.map(({ scope, reset, records }) => [scope, reset, records.length])).toEqual([
    ['slip:7', false, 1],
  ]);
  copy.take(answer);
  await expectTruth(storage, copy);
});
