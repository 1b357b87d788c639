import { randomUUID } from 'node:crypto';
import { count, damage, type Damage, some } from './damage.ts';

/** Of records and their sums. */
export const ofRecords: readonly Damage[] = [
  damage('a record of a kind that nobody knows', ['record_kind'], ({ store }) => {
    const [id, scope] = [randomUUID(), store.value("SELECT scope FROM record WHERE kind = 'person'")];
    store.insert({ scope, kind: 'spell', id, parent: '', body: '{}' });
    return id;
  }),
  damage('a record whose text is cut', ['record_text'], (at) => {
    const id = some(at, 'membership');
    at.store.rewrite('membership', id, '{"id":');
    return id;
  }),
  damage('a record that says what its kind may not say', ['record_schema'], (at) => {
    const id = some(at, 'membership');
    at.store.rewrite('membership', id, { role: 'king' });
    return id;
  }),
  damage('a record in another form', ['record_form'], (at) => {
    const id = some(at, 'membership');
    at.store.rewrite('membership', id, JSON.stringify(at.store.body('membership', id)).replace(',', ' ,'));
    return id;
  }),
  damage('a record under another id', ['record_id'], (at) => {
    const id = randomUUID();
    at.store.change('membership', some(at, 'membership'), { id });
    return id;
  }),
  damage('a record listed under something else', ['record_parent'], (at) => {
    const id = some(at, 'membership');
    at.store.change('membership', id, { parent: randomUUID() });
    return id;
  }),
  damage('a checksum that is another', ['scope_checksum'], ({ store, worked }) => {
    const name = `meeting:${worked.meetingId}`;
    store.run('UPDATE scope SET checksum = ? WHERE name = ?', 'ab'.repeat(32), name);
    return name;
  }),
  damage('a record that came without its checksum', ['scope_checksum'], (at) => {
    const id = some(at, 'membership');
    const text = JSON.stringify({ ...at.store.body('membership', id), votes: false });
    at.store.run("UPDATE record SET body = ? WHERE kind = 'membership' AND id = ?", text, id);
    return at.store.value('SELECT id FROM organisation');
  }),
  damage('an item under one that is not there', ['reference_missing'], ({ store }) => {
    const id = store.value(
      "SELECT id FROM record WHERE kind = 'agendaItem' AND json_extract(body, '$.parentId') IS NOT NULL",
    );
    store.rewrite('agendaItem', id, { parentId: randomUUID() });
    return id;
  }),
  damage('a paper whose version is gone', ['reference_missing', 'version_link'], ({ store, worked }) => {
    const id = worked.paperId;
    const version = String(store.body('paper', id)['currentVersionId']);
    store.drop('paperVersion', version, `item:${worked.itemId}`);
    return version;
  }),
  damage('a seat in the scope of a meeting', ['reference_scope'], (at) => {
    const id = some(at, 'membership');
    at.store.change('membership', id, { scope: `meeting:${at.worked.meetingId}` });
    return id;
  }),
];

/** Of numbers. */
export const ofCounters: readonly Damage[] = [
  damage('a record above the counter', ['rev_high', 'scope_head'], (at) => {
    const id = some(at, 'membership');
    at.store.change('membership', id, { rev: 1_000_000 });
    return id;
  }),
  damage('one number for two records', ['rev_repeated'], (at) => {
    const rev = count(at.store, "SELECT rev FROM record WHERE kind = 'meeting'");
    at.store.change('membership', some(at, 'membership'), { rev });
    return String(rev);
  }),
  damage('an earlier write that comes later', ['rev_foreign'], (at) => {
    const id = some(at, 'membership');
    at.store.run("UPDATE record SET foreign_rev = rev + 1 WHERE kind = 'membership' AND id = ?", id);
    return id;
  }),
  damage('a scope that stands elsewhere than its records', ['scope_head'], ({ store, worked }) => {
    const name = `meeting:${worked.meetingId}`;
    store.run('UPDATE scope SET head = head + 1 WHERE name = ?', name);
    return name;
  }),
  damage('tombstones that are said to be forgotten', ['scope_floor'], ({ store, worked }) => {
    const name = `user:${worked.people.an.personId}`;
    store.run('UPDATE scope SET floor = head WHERE name = ?', name);
    return name;
  }),
  damage('a mutation that was never answered', ['line_gap'], ({ store, worked }) => {
    const id = worked.people.thuky.device.id;
    store.run('DELETE FROM mutation_result WHERE device_id = ? AND n = 2', id);
    return id;
  }),
  damage('a line that is gone', ['line_gap'], ({ store, worked }) => {
    const id = worked.people.an.device.id;
    store.run('DELETE FROM device_line WHERE device_id = ?', id);
    return id;
  }),
  damage('an answer from the future', ['line_seq'], ({ store, worked }) => {
    const id = worked.people.thuky.device.id;
    store.run('UPDATE mutation_result SET seq = 1000000 WHERE device_id = ? AND n = 2', id);
    return id;
  }),
];

/** Of grants, accounts and sessions. */
export const ofRights: readonly Damage[] = [
  damage('a grant that is missing', ['grant_missing'], ({ store, worked }) => {
    const { personId } = worked.people.binh;
    store.drop('grant', `item:${worked.itemId}`, `manifest:${personId}`);
    return personId;
  }),
  damage('a grant too many', ['grant_extra'], ({ store, worked }) => {
    const [id, { personId }] = [`prep:${worked.meetingId}`, worked.people.binh];
    store.insert({
      scope: `manifest:${personId}`,
      kind: 'grant',
      id,
      parent: '',
      body: JSON.stringify({ id }),
    });
    return personId;
  }),
  damage('a grant of what nothing brings into being', ['grant_extra'], ({ store, worked }) => {
    const [id, { personId }] = [`meeting:${randomUUID()}`, worked.people.binh];
    store.insert({
      scope: `manifest:${personId}`,
      kind: 'grant',
      id,
      parent: '',
      body: JSON.stringify({ id }),
    });
    return id;
  }),
  damage('an account of nobody', ['account_person', 'session_device'], ({ store }) => {
    const id = randomUUID();
    store.run("UPDATE account SET person_id = ? WHERE username = 'thuky'", id);
    return id;
  }),
  damage('a session on a device of nobody', ['session_device'], ({ store }) => {
    const id = randomUUID();
    store.run("UPDATE session SET device_id = ? WHERE username = 'thuky'", id);
    return id;
  }),
];
