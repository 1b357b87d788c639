import { describe, expect, it } from 'vitest';
import { writtenBallot, writtenFields } from '../../../renderer/outbox/writtenFields.ts';

const POLL = '01930000-0000-7000-8000-000000000001';

describe('what somebody wrote and the server refused', () => {
  it('is shown field by field, without the names and numbers of the machinery', () => {
    const content = JSON.stringify({
      id: POLL,
      seen: 4,
      title: 'Mục mới',
      minutes: 25,
      presenterId: POLL,
      unit: '',
    });
    expect(writtenFields(content).map(({ field, value }) => [field, value])).toEqual([
      ['title', 'Mục mới'],
      ['minutes', '25'],
    ]);
  });

  it('keeps fields that have no words of their own, and text that is no object, so that nothing is lost', () => {
    expect(writtenFields('{"colour":"red"}')).toMatchObject([{ field: null, name: 'colour', value: 'red' }]);
    expect(writtenFields('not json')).toMatchObject([{ value: 'not json' }]);
  });

  it('shows the choice of a refused ballot from its signed bytes', () => {
    const bytes = JSON.stringify({
      type: 'ecabinet/ballot/v1',
      poll: POLL,
      pollHash: 'a'.repeat(64),
      voter: POLL,
      device: POLL,
      choices: ['other'],
      text: 'Đề nghị bổ sung.',
      replaces: [],
      checkpoint: { origin: 'e-cabinet/x', size: 3, root: 'b'.repeat(64) },
      castAt: '2026-11-21T03:50:00.000Z',
      salt: btoa('s'.repeat(32)),
    });
    const content = JSON.stringify({ signed: { bytes, signature: btoa('s'.repeat(64)) } });
    expect(writtenBallot(content)).toEqual({ pollId: POLL, choices: ['other'], text: 'Đề nghị bổ sung.' });
    expect(writtenBallot('{"title":"x"}')).toBeNull();
  });
});
