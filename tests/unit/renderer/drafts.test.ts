import { expect, test } from 'vitest';
import { createDrafts, forgetDrafts, hasUnsaved } from '../../../renderer/secretariat/editing/drafts.ts';

test('what somebody typed and did not save is gone when somebody else is at the device', () => {
  const drafts = createDrafts<{ title: string }>();
  let told = 0;
  drafts.subscribe(() => (told += 1));
  drafts.put('item', { base: { title: '' }, values: { title: 'Chưa lưu' }, savedFrom: null });
  expect([hasUnsaved(), drafts.dirtyKeys().size, told]).toEqual([true, 1, 1]);
  forgetDrafts();
  expect(drafts.get('item')).toBeUndefined();
  expect([hasUnsaved(), drafts.dirtyKeys().size, told]).toEqual([false, 0, 2]);
});
