import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statementHash } from '../../../shared/domain/decisions/statement.ts';
import { damage, type Damage, type Place } from './damage.ts';

/** Neither the first of its poll nor the last. */
const secondBallot = ({ store, worked }: Pick<Place, 'store' | 'worked'>): string =>
  store.value(
    'SELECT id FROM ballot WHERE poll_id = ? ORDER BY log_index LIMIT 1 OFFSET 1',
    worked.announcedPoll,
  );

/** Of the decision log. */
export const ofLog: readonly Damage[] = [
  damage('a log without its key', ['log_key'], ({ folder }) => {
    rmSync(join(folder, 'log.key'));
    return 'log.key';
  }),
  damage('a log with another key', ['leaf_checkpoint'], ({ folder }) => {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'log.key'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
    return 'leaf 0';
  }),
  damage('a leaf that is gone', ['leaf_gap', 'leaf_root', 'log_size'], ({ store }) => {
    store.run('DELETE FROM log_leaf WHERE leaf_index = 1');
    return 'leaf 2';
  }),
  damage('a leaf in another form', ['leaf_text', 'leaf_hash', 'leaf_root', 'log_frontier'], ({ store }) => {
    store.run("UPDATE log_leaf SET data = replace(data, ',', ', ') WHERE leaf_index = 1");
    return 'leaf 1';
  }),
  damage(
    'a leaf that says something else',
    ['leaf_hash', 'leaf_root', 'leaf_device', 'log_frontier'],
    ({ store }) => {
      const data = JSON.parse(store.value('SELECT data FROM log_leaf WHERE leaf_index = 1')) as object;
      const text = JSON.stringify({ ...data, person: randomUUID() });
      store.run('UPDATE log_leaf SET data = ? WHERE leaf_index = 1', text);
      return 'leaf 1';
    },
  ),
  damage('a leaf with another hash', ['leaf_hash'], ({ store }) => {
    store.run('UPDATE log_leaf SET hash = ? WHERE leaf_index = 1', 'ab'.repeat(32));
    return 'leaf 1';
  }),
  damage('a root that is another', ['leaf_root', 'leaf_checkpoint'], ({ store }) => {
    store.run('UPDATE log_leaf SET root_after = ? WHERE leaf_index = 1', 'ab'.repeat(32));
    return 'leaf 1';
  }),
  damage('a checkpoint of another leaf', ['leaf_checkpoint'], ({ store }) => {
    const other = 'SELECT checkpoint_after FROM log_leaf WHERE leaf_index = 2';
    store.run(`UPDATE log_leaf SET checkpoint_after = (${other}) WHERE leaf_index = 1`);
    return 'leaf 1';
  }),
  damage('a device with another key than it enrolled with', ['leaf_device'], ({ store, worked }) => {
    const { id } = worked.people.thuky.device;
    store.rewrite('device', id, { publicKey: Buffer.alloc(32, 9).toString('base64') });
    return id;
  }),
  damage('a ballot that is gone', ['leaf_ballot', 'result_wrong', 'turnout_wrong'], ({ store, worked }) => {
    const id = secondBallot({ store, worked });
    store.run('DELETE FROM ballot WHERE id = ?', id);
    return id;
  }),
  damage('a log that ends earlier', ['log_size'], ({ store }) => {
    store.run('UPDATE log_state SET size = size - 1');
    return store.value('SELECT id FROM organisation');
  }),
  damage('a log that goes on from elsewhere', ['log_frontier'], ({ store }) => {
    store.run(
      'UPDATE log_state SET frontier = replace(frontier, substr(frontier, 1, 64), ?)',
      'ab'.repeat(32),
    );
    return store.value('SELECT id FROM organisation');
  }),
  damage('a poll marked at another leaf', ['log_mark', 'poll_statement'], ({ store, worked }) => {
    const id = worked.closedPoll;
    store.run("UPDATE poll_mark SET leaf_index = 0 WHERE poll_id = ? AND mark = 'opened'", id);
    return id;
  }),
  damage('a poll that is not marked', ['log_unmarked', 'poll_marks'], ({ store, worked }) => {
    const id = worked.closedPoll;
    store.run("DELETE FROM poll_mark WHERE poll_id = ? AND mark = 'opened'", id);
    return id;
  }),
];

/** Of ballots and results. */
export const ofDecisions: readonly Damage[] = [
  damage(
    'a ballot with other bytes',
    ['ballot_bytes', 'ballot_receipt', 'not_examined'],
    ({ store, worked }) => {
      const id = secondBallot({ store, worked });
      store.run("UPDATE ballot SET bytes = bytes || ' ' WHERE id = ?", id);
      return id;
    },
  ),
  damage('a ballot received at another moment', ['ballot_place', 'ballot_receipt'], ({ store, worked }) => {
    const id = secondBallot({ store, worked });
    store.run("UPDATE ballot SET received_at = '2001-01-01T00:00:00.000Z' WHERE id = ?", id);
    return id;
  }),
  damage('a ballot with another signature', ['ballot_signature', 'ballot_receipt'], ({ store, worked }) => {
    const id = secondBallot({ store, worked });
    store.run('UPDATE ballot SET signature = ? WHERE id = ?', Buffer.alloc(64).toString('base64'), id);
    return id;
  }),
  damage(
    'a ballot after a checkpoint that never was',
    ['ballot_checkpoint', 'ballot_receipt', 'leaf_root', 'leaf_checkpoint'],
    ({ store, worked }) => {
      const id = secondBallot({ store, worked });
      const size = Number(
        store.value("SELECT json_extract(bytes, '$.checkpoint.size') FROM ballot WHERE id = ?", id),
      );
      store.run('UPDATE log_leaf SET root_after = ? WHERE leaf_index = ?', 'ab'.repeat(32), size - 1);
      return id;
    },
  ),
  damage('a receipt that says something else', ['ballot_receipt'], ({ store, worked }) => {
    const id = secondBallot({ store, worked });
    store.rewrite('ballotReceipt', id, { state: 'late' });
    return id;
  }),
  damage('a receipt that is gone', ['ballot_receipt'], ({ store, worked }) => {
    const id = secondBallot({ store, worked });
    store.drop(
      'ballotReceipt',
      id,
      store.value("SELECT scope FROM record WHERE kind = 'ballotReceipt' AND id = ?", id),
    );
    return id;
  }),
  damage('a poll with another statement', ['poll_statement', 'not_examined'], ({ store, worked }) => {
    const id = worked.closedPoll;
    store.rewrite('poll', id, { statement: `${String(store.body('poll', id)['statement'])} ` });
    return id;
  }),
  damage(
    'a poll whose question was changed after its ballots',
    ['poll_statement', 'ballot_poll'],
    ({ store, worked }) => {
      const id = worked.livePoll;
      const kept = JSON.parse(String(store.body('poll', id)['statement'])) as object;
      const statement = JSON.stringify({ ...kept, wording: 'Something else.' });
      store.rewrite('poll', id, { statement, hash: statementHash(statement) });
      return id;
    },
  ),
  damage('a poll with a status that never was', ['poll_marks'], ({ store, worked }) => {
    const id = worked.announcedPoll;
    store.rewrite('poll', id, { status: 'closed' });
    return id;
  }),
  damage('a result with another count', ['result_wrong'], ({ store, worked }) => {
    const id = worked.closedPoll;
    store.rewrite('pollResult', id, { notVotedCount: 0 });
    return id;
  }),
  damage('a result that is gone', ['result_wrong'], ({ store, worked }) => {
    const id = worked.closedPoll;
    store.drop('pollResult', id, `item:${worked.itemId}`);
    return id;
  }),
  damage(
    'an announced result with another count',
    ['result_wrong', 'result_announced'],
    ({ store, worked }) => {
      const id = worked.announcedPoll;
      store.rewrite('pollResult', id, { passed: false });
      return id;
    },
  ),
  damage('a turnout that is another', ['turnout_wrong'], ({ store, worked }) => {
    const id = worked.closedPoll;
    store.rewrite('turnout', id, { votedIds: [] });
    return id;
  }),
];
