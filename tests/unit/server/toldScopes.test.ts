import { expect, test } from 'vitest';
import { pullText } from '../../../server/sync/answerTexts.ts';
import { createToldScopes, type Question, textOf } from '../../../server/sync/toldScopes.ts';
import type { ScopeChanges } from '../../../shared/contract/sync.ts';

const question: Question = {
  ...{ organisationId: 'o', epoch: 'e', scope: 'item:a', after: 3, reset: false, asOf: 9 },
};
const changes: ScopeChanges = {
  ...{ scope: 'item:a', reset: false, to: 9, checksum: '0'.repeat(64) },
  records: [['1', 'poll', 9, '{"id":"1","title":"Nghị quyết"}']],
};

test('an answer is given again to the same question only: another epoch, number or copy asks anew', () => {
  const told = createToldScopes();
  told.keep(question, { changes, bytes: 80 });
  expect(told.find({ ...question })?.changes).toBe(changes);
  const others: readonly Partial<Question>[] = [
    ...[{ epoch: 'f' }, { asOf: 10 }, { after: 4 }, { reset: true }, { organisationId: 'p' }],
    { scope: 'item:b' },
  ];
  for (const other of others) expect(told.find({ ...question, ...other })).toBeUndefined();
});

test('what was cut short by its page, or is large, is not kept', () => {
  const told = createToldScopes();
  told.keep(question, { changes: { ...changes, checksum: null }, bytes: 80 });
  expect(told.find(question)).toBeUndefined();
  told.keep(question, { changes, bytes: 1_000_000 });
  expect(told.find(question)).toBeUndefined();
});

test('only the newest answers are kept', () => {
  const told = createToldScopes();
  for (let asOf = 1; asOf <= 200; asOf += 1) told.keep({ ...question, asOf }, { changes, bytes: 80 });
  expect(told.find({ ...question, asOf: 1 })).toBeUndefined();
  expect(told.find({ ...question, asOf: 200 })).toBeDefined();
});

test('the text of an answer says what the answer says, byte for byte where it is hashed', () => {
  const answer = {
    ...{
      epoch: 'e',
      asOf: 9,
      gone: ['item:c'],
      more: false,
      checkpoint: 'Đ\n',
      origin: 'o',
      durableThrough: 4,
    },
    changes: [changes, { ...changes, scope: 'item:b', records: [] }],
  };
  expect(JSON.parse(pullText(answer).toString('utf8'))).toEqual(answer);
  expect(JSON.parse(pullText({ ...answer, changes: [] }).toString('utf8'))).toEqual({
    ...answer,
    changes: [],
  });
  expect(textOf(changes)).toBe(textOf(changes));
});

test('an answer that says anything else beside the same changes has a text of its own', () => {
  const answer = { epoch: 'e', asOf: 9, gone: [], more: false, checkpoint: null, origin: 'o' };
  const text = pullText({ ...answer, changes: [changes], durableThrough: 0 });
  expect(pullText({ ...answer, changes: [changes], durableThrough: 0 })).toBe(text);
  const others = [
    pullText({ ...answer, changes: [changes], durableThrough: 5 }),
    pullText({ ...answer, changes: [changes], durableThrough: 0, gone: ['item:z'] }),
    pullText({ ...answer, changes: [changes, { ...changes, scope: 'item:b' }], durableThrough: 0 }),
  ];
  expect(new Set([text, ...others].map(String)).size).toBe(4);
});
