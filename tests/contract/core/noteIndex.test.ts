import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAnnotations } from '../../../main/core/annotations/annotations.ts';
import { sealNote } from '../../../main/core/annotations/seal.ts';
import type { Feature, Pulled } from '../../../main/core/context.ts';
import type { Annotation } from '../../../shared/contract/annotation.ts';
import { coreBench, disposeBench, type CoreBench } from '../../support/coreContext.ts';
import { inDays, uuid } from '../../support/coreRecords.ts';

const [FIRST, SECOND] = [uuid(1), uuid(2)];
let bench: CoreBench;
let annotations: Feature;

const open = (made: CoreBench): void => {
  bench = made;
  annotations = createAnnotations(bench.context).feature;
};
const reopen = async (): Promise<void> => {
  await annotations.stop?.();
  open(await bench.reopen());
};
const noteOf = (id: string, paperId: string): Annotation => ({
  ...{ id, paperId, versionId: uuid(9), page: 1, type: 'note', colour: 'yellow', x: 10, y: 20 },
  ...{ note: 'Hỏi lại', createdAt: inDays(0), updatedAt: inDays(0) },
});
/** As a pull leaves it; whoever is to be told of it is told by `pulled`. */
const arrive = (id: string, paperId: string): void => {
  const { account, random } = bench.context;
  const content = { kind: 'annotation', annotation: noteOf(id, paperId) } as const;
  const note = sealNote(account.accountKey, id, content, random);
  bench.put(`user:${account.personId}`, 'privateNote', note);
};
const pulled = (...ids: readonly string[]): void => {
  const changes: Pulled['changes'] = ids.map((id) => ({
    scope: '',
    kind: 'privateNote',
    id,
    change: 'added',
  }));
  annotations.onPulled?.({ first: false, changes, gone: [] });
};
const idsOn = async (paperId: string): Promise<readonly string[]> => {
  const answer = await annotations.methods['annotations.list']?.({ paperId });
  if (answer?.ok !== true) throw new Error('no list');
  return answer.value.annotations.map(({ id }) => id).sort();
};
const skipped = (): number => bench.logged.filter(({ event }) => event === 'private_notes_skipped').length;

beforeEach(async () => {
  open(coreBench());
  arrive(uuid(11), FIRST);
  arrive(uuid(12), SECOND);
  expect(await idsOn(FIRST)).toEqual([uuid(11)]);
});
afterEach(async () => {
  await annotations.stop?.();
  await disposeBench(bench);
});

test('at a later start a paper opens its own annotations and no others', async () => {
  // Behind the program's back: whoever opens it notices.
  bench.db
    .prepare(`UPDATE rows SET body = json_set(body, '$.ciphertext', 'AAAA') WHERE id = ?`)
    .run(uuid(12));
  await reopen();
  expect(await idsOn(FIRST)).toEqual([uuid(11)]);
  expect(skipped()).toBe(0);
  expect(await idsOn(SECOND)).toEqual([]);
  expect(skipped()).toBe(1);
});

test('what a pull brings, changes or removes is on its paper, in this run and at a later start', async () => {
  arrive(uuid(13), SECOND);
  bench.remove('privateNote', uuid(11));
  pulled(uuid(13), uuid(11));
  for (const round of ['at once', 'later']) {
    expect(await idsOn(FIRST), round).toEqual([]);
    expect(await idsOn(SECOND), round).toEqual([uuid(12), uuid(13)]);
    await reopen();
  }
});

test('ended between a pull and its entry in the index, nothing is missing at the next start', async () => {
  arrive(uuid(13), FIRST);
  await reopen();
  expect(await idsOn(FIRST)).toEqual([uuid(11), uuid(13)]);
});

test('what is written or removed here and not sent yet is so on its paper', async () => {
  await annotations.methods['annotations.put']?.(noteOf(uuid(14), FIRST));
  expect(await idsOn(FIRST)).toEqual([uuid(11), uuid(14)]);
  await annotations.methods['annotations.remove']?.({ id: uuid(11) });
  expect(await idsOn(FIRST)).toEqual([uuid(14)]);
});
