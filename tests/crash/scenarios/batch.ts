import { signInAs } from '../../support/api.ts';
import { newId } from '../../support/api.ts';
import { createItem, createMeeting } from '../acts.ts';
import type { Round } from '../bench.ts';
import { openTruth } from '../checks/server.ts';
import { endRound } from '../settle.ts';
import { PASSPHRASE } from '../template.ts';

/** Somebody without a connection does several things, the one in the middle is overtaken, and the server dies between them. */
export const batch = async (round: Round): Promise<void> => {
  const { plan, bench, ledger, rng } = round;
  const { meetingId } = bench.template;
  const server = round.startServer(plan);
  await server.ready();
  const secretary = round.startDevice('thuky', null);
  const acting = { template: bench.template, ledger, rng };
  const { rev } = await secretary.ask('meetings.get', { id: meetingId });
  bench.tap.connectTo(null);
  for (const act of [createMeeting, createItem]) await act(secretary, acting);
  const marker = newId();
  const args = { id: meetingId, seen: rev, place: `Phòng ${marker}` };
  await secretary.ask('mutate', { name: 'meeting.edit', args });
  ledger.refused(secretary.name, `meeting.edit ${marker}`, marker);
  for (const act of [createItem, createMeeting]) await act(secretary, acting);
  // On another device of the same person; alone in its batch, so that the server does not die of it.
  const elsewhere = await signInAs(server.url(), 'thuky', PASSPHRASE);
  await elsewhere.do('meeting.edit', { id: meetingId, seen: rev, place: 'Phòng khác' });
  bench.tap.connectTo(server.url());
  await endRound(round, server);
  const truth = openTruth(server.folder());
  const codes = truth
    .prepare<[string], string | null>(
      'SELECT code FROM mutation_result WHERE device_id <> ? ORDER BY n DESC LIMIT 5',
    )
    .pluck()
    .all(elsewhere.device.id);
  truth.close();
  const isMiddle = codes.every((code, index) => (code === 'stale_revision') === (index === 2));
  if (!isMiddle) ledger.fail(`the batch was answered ${codes.join(', ')}`);
};
