import { describe, expect, it } from 'vitest';
import { ballotId } from '../../../shared/domain/decisions/ballot.ts';
import { canonicalJson } from '../../../shared/lib/canonicalJson.ts';
import { createGovernment, holdSession, openPollIn, openPollOf } from '../../support/government.ts';
import { codeOf } from '../../support/rules.ts';

describe('a ballot that arrives', () => {
  it('R11, R12: is kept as it was signed, logged, and its voter has the receipt with both times', async () => {
    const { rules, pollId, member } = await openPollOf(3);
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    rules.wait(5);
    expect(codeOf(await rules.cast(cast))).toBe('applied');
    const receipt = await rules.get('ballotReceipt', cast.id);
    expect(receipt.scope).toBe(`user:${member(1)}`);
    expect(receipt.body).toMatchObject({ signed: cast.signed, receivedAt: rules.isoNow(), state: 'counts' });
    expect(receipt.body.receivedAt > cast.ballot.castAt).toBe(true);
    expect((await rules.ballots(pollId))[0]?.signed.bytes).toBe(cast.bytes);
  });

  it('R12: is applied again with no effect when it arrives twice', async () => {
    const { rules, pollId, member } = await openPollOf(3);
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    await rules.cast(cast);
    const before = await rules.counter();
    expect(codeOf(await rules.cast(cast))).toBe('applied');
    expect(await rules.ballots(pollId)).toHaveLength(1);
    expect(await rules.counter()).toBe(before);
  });

  it('R11: with changed bytes, a wrong signature, or another person’s hand is refused and nothing is kept', async () => {
    const { rules, pollId, member } = await openPollOf(3);
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    const other = await rules.ballot({ voter: member(1), pollId, choices: ['no'] });
    const send = (bytes: string, signature: string, by = member(1)) =>
      rules.run(by, 'ballot.cast', { signed: { bytes, signature } });
    await rules.deviceOf(member(2));
    const before = await rules.counter();
    const { signature } = cast.signed;
    expect(codeOf(await send(cast.bytes.replace('"yes"', '"no"'), signature))).toBe('ballot_bad_signature');
    expect(codeOf(await send(cast.bytes, other.signed.signature))).toBe('ballot_bad_signature');
    expect(codeOf(await send(`${cast.bytes} `, signature))).toBe('ballot_bad_bytes');
    expect(codeOf(await send(cast.bytes, signature, member(2)))).toBe('not_allowed');
    expect(await rules.ballots(pollId)).toEqual([]);
    expect(await rules.counter()).toBe(before);
  });

  it('R11: from a device that is unknown, somebody else’s or revoked is refused', async () => {
    const { rules, pollId, member } = await openPollOf(3);
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    const foreign = canonicalJson({ ...cast.ballot, device: await rules.deviceOf(member(2)) });
    const unknown = canonicalJson({ ...cast.ballot, device: rules.newId() });
    for (const bytes of [foreign, unknown]) {
      const signed = { bytes, signature: cast.signed.signature };
      expect(codeOf(await rules.run(member(1), 'ballot.cast', { signed }))).toBe('ballot_device_unknown');
    }
    const device = await rules.get('device', cast.ballot.device);
    await rules.putDirectly(device.scope, 'device', { ...device.body, revokedAt: rules.isoNow() });
    expect(codeOf(await rules.cast(cast))).toBe('ballot_device_unknown');
  });

  it('R10: keeps counting when its device is revoked afterwards; the device signs nothing more', async () => {
    const { rules, pollId, member } = await openPollOf(3);
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    const next = await rules.ballot({ voter: member(1), pollId, choices: ['no'], replaces: [cast.id] });
    await rules.cast(cast);
    const { size } = await rules.checkpoint();
    const id = cast.ballot.device;
    rules.wait(1);
    await rules.do(member(1), 'device.revoke', { id });
    expect((await rules.get('device', id)).body.revokedAt).toBe(rules.isoNow());
    // One event in the log, also when it is asked for twice.
    await rules.do(member(1), 'device.revoke', { id });
    expect((await rules.checkpoint()).size).toBe(size + 1);
    expect(codeOf(await rules.cast(next))).toBe('ballot_device_unknown');
    const receipt = await rules.get('ballotReceipt', cast.id);
    expect(receipt.body.state).toBe('counts');
  });

  it('R7: by someone not in the electorate is refused', async () => {
    const { rules, pollId, secretary } = await openPollOf(3);
    const cast = await rules.ballot({ voter: secretary, pollId, choices: ['yes'] });
    expect(codeOf(await rules.cast(cast))).toBe('ballot_not_in_electorate');
  });

  it('R7: by someone who lost the seat after the opening still counts: the electorate is frozen', async () => {
    const { rules, pollId, bodyId, administrator, member } = await openPollOf(3);
    const seat = (await rules.list('membership', bodyId)).find(({ personId }) => personId === member(1));
    await rules.do(administrator, 'membership.remove', { id: seat?.id });
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    expect(codeOf(await rules.cast(cast))).toBe('applied');
  });

  it('R5, R10, R11: with a choice not offered, an unknown predecessor or an unknown checkpoint is refused', async () => {
    const { rules, pollId, member } = await openPollOf(3);
    const voter = member(1);
    const cases = [
      [{ choices: ['maybe'] }, 'ballot_choice_not_offered'],
      [{ choices: ['yes'], replaces: [ballotId('nothing')] }, 'ballot_replaces_unknown'],
      [
        { choices: ['yes'], checkpoint: { ...(await rules.checkpoint()), root: ballotId('forged') } },
        'ballot_checkpoint_unknown',
      ],
    ] as const;
    for (const [wish, code] of cases) {
      expect(codeOf(await rules.cast(await rules.ballot({ voter, pollId, ...wish })))).toBe(code);
    }
  });

  it('R10: may not replace another member’s ballot', async () => {
    const { rules, pollId, member } = await openPollOf(3);
    const first = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    await rules.cast(first);
    const wish = { voter: member(2), pollId, choices: ['no'], replaces: [first.id] };
    expect(codeOf(await rules.cast(await rules.ballot(wish)))).toBe('ballot_replaces_unknown');
  });

  it('R10: may be changed until the close; the superseded one is kept and marked', async () => {
    const { rules, pollId, member, secretary } = await openPollOf(3);
    const voter = member(1);
    const first = await rules.ballot({ voter, pollId, choices: ['yes'] });
    await rules.cast(first);
    const second = await rules.ballot({ voter, pollId, choices: ['no'], replaces: [first.id] });
    await rules.cast(second);
    expect((await rules.get('ballotReceipt', first.id)).body.state).toBe('superseded');
    await rules.do(secretary, 'poll.close', { id: pollId });
    const { lines } = (await rules.get('pollResult', pollId)).body;
    expect(lines).toMatchObject([{ personId: voter, choices: ['no'] }]);
    expect(await rules.ballots(pollId)).toHaveLength(2);
  });

  it('R10: may not be changed where the poll does not allow it', async () => {
    const { rules, pollId, member } = await openPollOf(3, { changeable: false });
    const voter = member(1);
    const first = await rules.ballot({ voter, pollId, choices: ['yes'] });
    await rules.cast(first);
    const second = await rules.ballot({ voter, pollId, choices: ['no'], replaces: [first.id] });
    expect(codeOf(await rules.cast(second))).toBe('ballot_not_changeable');
  });

  it('R13: made after its device has seen the close is refused, and nothing is kept', async () => {
    const { rules, pollId, member, secretary } = await openPollOf(3);
    await rules.do(secretary, 'poll.close', { id: pollId });
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    expect(codeOf(await rules.cast(cast))).toBe('ballot_poll_closed');
    expect(await rules.ballots(pollId)).toEqual([]);
  });

  it('R13: after the announcement is kept, marked late, its voter told; the announced result is not altered', async () => {
    const { rules, pollId, member, secretary } = await openPollOf(3);
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    await rules.do(secretary, 'poll.close', { id: pollId });
    await rules.do(secretary, 'poll.announce', { id: pollId });
    const announced = await rules.get('pollResult', pollId);
    expect(codeOf(await rules.cast(cast))).toBe('applied');
    expect((await rules.get('ballotReceipt', cast.id)).body.state).toBe('late');
    expect(await rules.get('pollResult', pollId)).toEqual(announced);
  });

  it.each([true, false])(
    'R13: after the window is kept and late (its end logged beforehand: %s)',
    async (isLogged) => {
      const government = await createGovernment(3);
      const { rules, secretary, member } = government;
      const { itemId } = await holdSession(government, 3);
      const late = { kind: 'accept', until: rules.inMinutes(10) } as const;
      const pollId = await openPollIn(government, itemId, { late });
      const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
      await rules.do(secretary, 'poll.close', { id: pollId });
      rules.wait(10);
      if (isLogged) await rules.endWindows([pollId]);
      await rules.cast(cast);
      expect((await rules.get('ballotReceipt', cast.id)).body.state).toBe('late');
      expect((await rules.get('pollResult', pollId)).body).toMatchObject({
        provisional: false,
        notVotedCount: 3,
        lateCount: 1,
      });
    },
  );

  it('R16: in a poll that is a draft or cancelled is refused', async () => {
    const { rules, pollId, member, secretary } = await openPollOf(3);
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    await rules.do(secretary, 'poll.cancel', { id: pollId });
    expect(codeOf(await rules.cast(cast))).toBe('poll_not_open');
  });
});

describe('R14 hidden until close', () => {
  it('R14: while open there is no result; the conductors see who has voted, never what', async () => {
    const { rules, pollId, meetingId, member, secretary } = await openPollOf(3);
    await rules.cast(await rules.ballot({ voter: member(1), pollId, choices: ['yes'] }));
    expect(await rules.find('pollResult', pollId)).toBeUndefined();
    const turnout = await rules.get('turnout', pollId);
    expect(turnout.scope).toBe(`prep:${meetingId}`);
    expect(turnout.body).toEqual({ id: pollId, pollId, votedIds: [member(1)], conflictIds: [] });
    expect(await rules.granted(secretary)).toContain(turnout.scope);
    expect(await rules.granted(member(1))).not.toContain(turnout.scope);
    expect((await rules.get('ballotReceipt', (await rules.ballots(pollId))[0]?.id ?? '')).scope).toBe(
      `user:${member(1)}`,
    );
  });

  it('R14: a live poll shows totals while open, and who chose what only after the close', async () => {
    const { rules, pollId, member, secretary } = await openPollOf(3, { live: true });
    await rules.cast(await rules.ballot({ voter: member(1), pollId, choices: ['yes'] }));
    const open = (await rules.get('pollResult', pollId)).body;
    expect(open).toMatchObject({ provisional: true, lines: [], notVotedCount: 2 });
    expect(open.counts[0]).toEqual({ optionId: 'yes', count: 1 });
    await rules.do(secretary, 'poll.close', { id: pollId });
    expect((await rules.get('pollResult', pollId)).body.lines).toHaveLength(1);
  });
});
