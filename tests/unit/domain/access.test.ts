import { describe, expect, it } from 'vitest';
import { readersOf, scopesOf } from '../../../shared/domain/access.ts';
import { createGovernment, createMeeting, createPoll, type Government } from '../../support/government.ts';

/** What the server has granted, after checking that it is what the records say. */
const granted = async ({ rules }: Government, personId: string): Promise<readonly string[]> => {
  const held = await rules.granted(personId);
  const derived = await rules.read((reader) => scopesOf(personId, reader));
  expect(held).toEqual([...derived].sort());
  return held;
};

const allOf = async (government: Government): Promise<readonly (readonly string[])[]> => {
  const { secretary, administrator, stranger, members } = government;
  const all: (readonly string[])[] = [];
  for (const id of [secretary, administrator, stranger, ...members]) all.push(await granted(government, id));
  return all;
};

describe('who may read what', () => {
  it('a draft meeting is read by its secretary and chair; publishing grants it to the participants', async () => {
    const government = await createGovernment(3);
    const { rules, secretary, chair, member, stranger, administrator } = government;
    const { meetingId, itemId } = await createMeeting(government);
    const inside = [`item:${itemId}`, `meeting:${meetingId}`, `prep:${meetingId}`];
    for (const id of [secretary, chair]) {
      expect(await granted(government, id)).toEqual(expect.arrayContaining(inside));
    }
    const common = (id: string) => [`org:${rules.organisationId}`, `user:${id}`];
    expect(await granted(government, member(1))).toEqual(common(member(1)));
    await rules.do(secretary, 'meeting.publish', { id: meetingId });
    const read = [`item:${itemId}`, `meeting:${meetingId}`, ...common(member(1))];
    expect(await granted(government, member(1))).toEqual(read);
    expect(await granted(government, stranger)).toEqual(common(stranger));
    expect(await granted(government, administrator)).toEqual(common(administrator));
  });

  it('an item added or removed later, and a participant who comes, changes role or goes, are followed', async () => {
    const government = await createGovernment(3);
    const { rules, secretary, stranger, member } = government;
    const { meetingId, itemId } = await createMeeting(government);
    await rules.do(secretary, 'meeting.publish', { id: meetingId });
    const added = rules.newId();
    const item = { title: 'Thêm', summary: '', presenterId: null, unit: '', minutes: 5 };
    const where = { id: added, meetingId, parentId: null, order: 'a2' };
    await rules.do(secretary, 'item.create', { ...item, ...where });
    expect(await granted(government, member(1))).toContain(`item:${added}`);
    await rules.do(secretary, 'item.remove', { id: added });
    expect(await granted(government, member(1))).not.toContain(`item:${added}`);
    const id = rules.newId();
    const people = [{ id, personId: stranger, role: 'guest' }];
    await rules.do(secretary, 'participant.invite', { meetingId, people });
    expect(await granted(government, stranger)).toEqual(
      expect.arrayContaining([`item:${itemId}`, `meeting:${meetingId}`]),
    );
    expect(await granted(government, stranger)).not.toContain(`prep:${meetingId}`);
    await rules.do(secretary, 'participant.set_role', { id, role: 'secretary' });
    expect(await granted(government, stranger)).toContain(`prep:${meetingId}`);
    await rules.do(secretary, 'participant.remove', { id });
    expect(await granted(government, stranger)).toEqual([`org:${rules.organisationId}`, `user:${stranger}`]);
    await allOf(government);
  });

  it('a slip is read by its officer and the secretariat, from the sending on by its frozen electorate', async () => {
    const government = await createGovernment(3);
    const { rules, secretary, administrator, bodyId, member, stranger } = government;
    const id = rules.newId();
    const slip = { id, bodyId, title: 'Phiếu', question: '', deadline: rules.inMinutes(60) };
    await rules.do(secretary, 'slip.create', slip);
    await createPoll(government, { kind: 'slip', id });
    expect(await granted(government, secretary)).toEqual(
      expect.arrayContaining([`prep:${id}`, `slip:${id}`]),
    );
    expect(await granted(government, member(1))).not.toContain(`slip:${id}`);
    await rules.do(secretary, 'slip.send', { id });
    expect(await granted(government, member(1))).toContain(`slip:${id}`);
    expect(await granted(government, member(1))).not.toContain(`prep:${id}`);
    const seat = (await rules.list('membership', bodyId)).find(({ personId }) => personId === member(1));
    await rules.do(administrator, 'membership.remove', { id: seat?.id });
    expect(await granted(government, member(1))).toContain(`slip:${id}`);
    const { rev } = await rules.get('body', bodyId);
    await rules.do(administrator, 'body.edit', { id: bodyId, seen: rev, secretaryIds: [stranger] });
    expect(await granted(government, stranger)).toEqual(expect.arrayContaining([`prep:${id}`, `slip:${id}`]));
    await allOf(government);
  });

  it('a new person reads the organisation and what is their own', async () => {
    const government = await createGovernment(1);
    const { rules, administrator } = government;
    const id = rules.newId();
    await rules.do(administrator, 'person.create', { id, name: 'Mới', position: '', unit: '', rank: 1 });
    expect(await granted(government, id)).toEqual([`org:${rules.organisationId}`, `user:${id}`]);
  });

  it('nobody reads what is no scope or does not exist', async () => {
    const { rules } = await createGovernment(1);
    for (const scope of [
      '',
      'meeting',
      'meeting:',
      `item:${rules.newId()}`,
      `prep:${rules.newId()}`,
      'x:y',
    ]) {
      expect((await rules.read((reader) => readersOf(scope, reader))).size).toBe(0);
    }
  });
});
