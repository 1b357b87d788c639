import { createPublicKey, verify as verifySignature } from 'node:crypto';
import {
  isLogOrigin,
  logOrigin,
  openCheckpoint,
  type Verify,
} from '../../../shared/domain/log/checkpoint.ts';
import { ballotLeafHash } from '../../../shared/domain/log/event.ts';
import {
  appendLeaf,
  EMPTY_FRONTIER,
  frontierRoot,
  isIncluded,
  leafHash,
} from '../../../shared/domain/log/merkle.ts';
import { ballotReceipt, pollResult, type BallotReceipt } from '../../../shared/domain/records/poll.ts';
import { fromHex, toHex, utf8 } from '../../../shared/lib/bytes.ts';
import type { Rest } from './all.ts';

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const verify: Verify = (publicKey, message, signature) =>
  verifySignature(
    null,
    message,
    createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' }),
    signature,
  );

/** The log that a checkpoint is of: the organisation's, or one that went on after a restore. */
const originOf = (organisationId: string, checkpoint: string): string => {
  const origin = checkpoint.split('\n')[0] ?? '';
  return isLogOrigin(organisationId, origin) ? origin : logOrigin(organisationId);
};

interface Leaf {
  readonly leaf_index: number;
  readonly data: string;
  readonly hash: string;
  readonly root_after: string;
  readonly checkpoint_after: string;
}

/** The tree again from its leaves: every root, every checkpoint, and the state that is appended to. */
const checkLog = (rest: Rest, organisationId: string, publicKey: Uint8Array): void => {
  const { truth, world } = rest;
  const leaves = truth
    .prepare<[], Leaf>(
      'SELECT leaf_index, data, hash, root_after, checkpoint_after FROM log_leaf ORDER BY leaf_index',
    )
    .all();
  let frontier = EMPTY_FRONTIER;
  for (const [index, leaf] of leaves.entries()) {
    const hash = leafHash(utf8(leaf.data));
    frontier = appendLeaf(frontier, hash);
    const root = toHex(frontierRoot(frontier));
    const name = originOf(organisationId, leaf.checkpoint_after);
    const signed = openCheckpoint(leaf.checkpoint_after, { name, publicKey }, verify);
    const isRight = leaf.leaf_index === index && toHex(hash) === leaf.hash && root === leaf.root_after;
    if (!isRight || signed?.root !== root || signed.size !== index + 1)
      world.fail(`leaf ${index} of the log is wrong`);
  }
  const state = truth
    .prepare<[], { size: number; frontier: string }>('SELECT size, frontier FROM log_state')
    .get();
  const kept = frontier.hashes.map(toHex).join(' ');
  if (state?.size !== leaves.length || state.frontier !== kept) {
    world.fail(`the log's state is not that of its ${leaves.length} leaves`);
  }
};

const checkReceipt = (rest: Rest, receipt: BallotReceipt, name: string, publicKey: Uint8Array): void => {
  const tree = openCheckpoint(receipt.checkpoint, { name, publicKey }, verify);
  const isProved =
    tree !== null &&
    isIncluded(
      ballotLeafHash(receipt),
      receipt.logIndex,
      { size: tree.size, root: fromHex(tree.root) },
      receipt.proof.map(fromHex),
    );
  if (!isProved) rest.world.fail(`the receipt of ballot ${receipt.id} proves nothing`);
};

const bodiesOf = (rest: Rest, kind: string): readonly string[] =>
  rest.truth
    .prepare<[string], { body: string }>('SELECT body FROM record WHERE kind = ? AND body IS NOT NULL')
    .all(kind)
    .map(({ body }) => body);

/** One leaf and one receipt for each ballot; one that counts for each voter of a poll. */
const checkBallots = (rest: Rest, organisationId: string, publicKey: Uint8Array): void => {
  const { truth, world } = rest;
  const ballots = truth
    .prepare<[], { id: string; poll_id: string; person_id: string; log_index: number }>(
      'SELECT id, poll_id, person_id, log_index FROM ballot',
    )
    .all();
  const receipts = bodiesOf(rest, 'ballotReceipt').map((body) => ballotReceipt.parse(JSON.parse(body)));
  const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]));
  const leaves = truth
    .prepare<[], { n: number }>(
      `SELECT count(*) AS n FROM log_leaf WHERE json_extract(data, '$.type') = 'ballot'`,
    )
    .get();
  if (leaves?.n !== ballots.length || byId.size !== ballots.length) {
    world.fail(`${ballots.length} ballots, ${String(leaves?.n)} leaves, ${byId.size} receipts`);
  }
  const counted = new Set<string>();
  for (const { id, poll_id, person_id, log_index } of ballots) {
    const receipt = byId.get(id);
    if (receipt?.logIndex !== log_index) {
      world.fail(`ballot ${id} has no receipt of its place`);
      continue;
    }
    checkReceipt(rest, receipt, originOf(organisationId, receipt.checkpoint), publicKey);
    if (receipt.state !== 'counts') continue;
    const voter = `${poll_id} ${person_id}`;
    if (counted.has(voter)) world.fail(`two ballots of one voter count: ${voter}`);
    counted.add(voter);
  }
  for (const body of bodiesOf(rest, 'pollResult')) {
    const { pollId, lines, provisional } = pollResult.parse(JSON.parse(body));
    const voters = lines.map(({ personId }) => personId);
    if (new Set(voters).size !== voters.length) world.fail(`result of ${pollId} names a voter twice`);
    if (provisional) continue;
    for (const personId of voters) {
      if (!counted.has(`${pollId} ${personId}`)) world.fail(`result of ${pollId} counts what is not there`);
    }
  }
  const known = new Set(ballots.map(({ id }) => id));
  for (const { ballotId, restores } of rest.stage.received) {
    if (restores === rest.server.restores() && !known.has(ballotId)) {
      world.fail(`ballot ${ballotId} was shown as received, and the server does not have it`);
    }
  }
};

/** The log is one tree, ballots stand in it, receipts prove it, nobody counts twice. */
export const checkDecisions = (rest: Rest): void => {
  const context = rest.server.context();
  const { organisationId } = rest.posts[0]?.client.context().account ?? { organisationId: '' };
  if (context === null) throw new Error('the server is not running');
  const { publicKey } = context.logKey;
  checkLog(rest, organisationId, publicKey);
  checkBallots(rest, organisationId, publicKey);
};
