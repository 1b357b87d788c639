import { newToken, tokenHashOf } from '../../server/accounts/secrets.ts';
import type { WriteTx } from '../../server/storage/port.ts';
import { parentOf, type RecordKind, type RecordOf } from '../../shared/domain/records/kinds.ts';
import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import { type Desk, prepareMeeting, random, SECRETARY } from '../main/office.ts';
import { addToken } from './archive.ts';

/** One connected device, by whose session it asks; it holds everything up to `asOf`. */
export interface Member {
  readonly token: string;
}

export interface Crowd {
  readonly members: readonly Member[];
  /** Of the secretary who writes. */
  readonly secretary: string;
  readonly itemId: string;
  readonly epoch: string;
  readonly asOf: number;
}

const put = <K extends RecordKind>(
  tx: WriteTx,
  scope: Scope,
  kind: K,
  record: RecordOf<K>,
): Promise<number> =>
  tx.records.put(
    { scope, kind, id: record.id, parent: parentOf(kind, record), body: JSON.stringify(record) },
    '',
  );

/** One person with an account, a device, a session of the server and a seat in the meeting. */
const addMember = async (
  desk: Desk,
  tx: WriteTx,
  n: number,
  scopes: readonly Scope[],
  meetingId: string,
): Promise<Member> => {
  const { context, government } = desk;
  const [personId, deviceId, participantId] = [context.ids.next(), context.ids.next(), context.ids.next()];
  const org = scopeOf('org', government.organisationId);
  const template = await tx.accounts.get(SECRETARY);
  if (template === undefined) throw new Error('there is no secretary');
  const username = `dai-bieu-${n}`;
  await put(tx, org, 'person', { id: personId, name: `Đại biểu ${n}`, position: '', unit: '', rank: n });
  await put(tx, org, 'device', {
    ...{ id: deviceId, personId, label: 'bench', publicKey: Buffer.from(random(32)).toString('base64') },
    ...{ enrolledAt: new Date().toISOString(), revokedAt: null },
    ...{ wipeRequestedAt: null, wipedAt: null, loaner: null },
  });
  await put(tx, scopeOf('meeting', meetingId), 'participant', {
    ...{ id: participantId, meetingId, personId, role: 'member', votes: true, attendance: 'in_room' },
  });
  for (const scope of scopes) await put(tx, scopeOf('manifest', personId), 'grant', { id: scope });
  await tx.accounts.add({ ...template, username, personId, accountKey: null });
  const token = newToken(random);
  const expiresAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
  await tx.accounts.addSession({ tokenHash: tokenHashOf(token), username, deviceId, expiresAt });
  return { token };
};

/** A session with `count` participants, each with one device that has everything. */
export const fillCrowd = async (desk: Desk, count: number): Promise<Crowd> => {
  const { context, government } = desk;
  const { meetingId, itemIds } = await prepareMeeting(desk, 10);
  const scopes = [
    scopeOf('org', government.organisationId),
    scopeOf('meeting', meetingId),
    ...itemIds.map((id) => scopeOf('item', id)),
  ];
  const secretary = await addToken(desk, SECRETARY, context.ids.next());
  const members = await context.storage.transact(government.organisationId, async (tx) => {
    const all: Member[] = [];
    for (let n = 0; n < count; n += 1) all.push(await addMember(desk, tx, n, scopes, meetingId));
    return all;
  });
  await desk.actors.act(SECRETARY, 'meeting.publish', { id: meetingId });
  const asOf = await context.storage.read(government.organisationId, (view) => view.counter());
  const { epoch } = await context.storage.directory.installation();
  return { members, secretary, itemId: itemIds[0] ?? '', epoch, asOf };
};
