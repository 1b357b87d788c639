import { openNote } from '../../../main/core/annotations/seal.ts';
import { sealingOf } from '../../../shared/domain/records/private.ts';
import type { SimClient } from '../simClient.ts';
import type { Rest } from './all.ts';
import { resultsOf } from './outboxes.ts';

interface Put {
  readonly id: string;
  readonly ciphertext: string;
}
interface Remove {
  readonly id: string;
  readonly removes?: string;
}

/** What the notes of a person must be: what their devices kept, in the order in which the server took it. */
const expectedNotes = (rest: Rest, username: string): ReadonlyMap<string, string> => {
  const notes = new Map<string, string>();
  const taken = [...resultsOf(rest)].filter(({ code }) => code === null).sort((a, b) => a.seq - b.seq);
  for (const { mutation_id } of taken) {
    const kept = rest.ledger.kept.get(mutation_id);
    if (kept?.username !== username) continue;
    if (kept.name === 'private.put') {
      const { id, ciphertext } = kept.args as Put;
      notes.set(id, ciphertext);
    } else if (kept.name === 'private.remove') {
      const { id, removes } = kept.args as Remove;
      const held = notes.get(id);
      if (held !== undefined && (removes === undefined || removes === sealingOf({ ciphertext: held })))
        notes.delete(id);
    }
  }
  return notes;
};

const checkClient = async (
  rest: Rest,
  client: SimClient,
  expected: ReadonlyMap<string, string>,
): Promise<void> => {
  const { world } = rest;
  const { account, records } = client.context();
  const here = new Map(records.all('privateNote').map(({ id, body }) => [id, body.ciphertext]));
  for (const [id, ciphertext] of expected) {
    if (here.get(id) !== ciphertext) world.fail(`${client.name}: note ${id} is not what was written last`);
  }
  for (const id of here.keys())
    if (!expected.has(id)) world.fail(`${client.name}: note ${id} should be gone`);
  const answer = await client.cabinet().call('annotations.list', { paperId: null });
  if (!answer.ok) return world.fail(`${client.name}: annotations.list ${answer.error.code}`);
  const { annotations } = answer.value as {
    readonly annotations: readonly { readonly id: string; readonly type: string }[];
  };
  const listed = new Map(annotations.map((each) => [each.id, JSON.stringify(each)]));
  let count = 0;
  for (const [id, ciphertext] of expected) {
    const content = openNote(account.accountKey, { id, ciphertext });
    if (content === null) world.fail(`${client.name}: note ${id} does not open`);
    if (content?.kind !== 'annotation') continue;
    count += 1;
    if (listed.get(id) !== JSON.stringify(content.annotation)) {
      world.fail(
        `${client.name}: annotation ${id} is shown as ${listed.get(id)}, not ${JSON.stringify(content.annotation)}`,
      );
    }
  }
  for (const id of listed.keys()) {
    if (expected.has(id)) continue;
    const acts = [...rest.ledger.kept.values()].filter(({ args }) => JSON.stringify(args).includes(id));
    const said = acts.map(
      ({ client: by, name, order, state, isGone }) => `${order} ${by} ${name} ${state} ${isGone}`,
    );
    world.note(`${client.name} lists ${id}, which went: ${said.join(', ')}`);
  }
  if (listed.size !== count) world.fail(`${client.name} lists ${listed.size} annotations, not ${count}`);
};

/** Own notes: what was written and not deleted, by the server's order, readable on each device of its owner. */
export const checkNotes = async (rest: Rest): Promise<void> => {
  // A server that was set back has forgotten which of them it once took.
  if (rest.server.restores() > 0) return;
  for (const { client } of rest.posts) await checkClient(rest, client, expectedNotes(rest, client.username));
};
