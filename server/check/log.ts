import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fromHex, toHex, utf8 } from '../../shared/lib/bytes.ts';
import { canonicalJson, type Json } from '../../shared/lib/canonicalJson.ts';
import { openCheckpoint } from '../../shared/domain/log/checkpoint.ts';
import { appendLeaf, EMPTY_FRONTIER, type Frontier, frontierRoot } from '../../shared/domain/log/merkle.ts';
import type { LogEvent } from '../../shared/domain/mutation.ts';
import type { KeptLeaf } from '../storage/inspection.ts';
import type { PollMark } from '../storage/port.ts';
import type { Organisation } from './context.ts';
import { originAt } from '../log/decisionLog.ts';

/** The public half of the key in a file, without making one: 32 raw bytes; null when there is none. */
export const readLogKey = (file: string): Uint8Array | null => {
  if (!existsSync(file)) return null;
  try {
    const { x, crv } = createPublicKey(readFileSync(file)).export({ format: 'jwk' });
    return crv === 'Ed25519' && x !== undefined ? new Uint8Array(Buffer.from(x, 'base64url')) : null;
  } catch {
    return null;
  }
};

const ofRawKey = (raw: Uint8Array): KeyObject =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') },
    format: 'jwk',
  });

const isSigned = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return verify(null, message, ofRawKey(key), signature);
  } catch {
    return false;
  }
};

const leafHashOf = (data: string): string =>
  createHash('sha256')
    .update(new Uint8Array([0]))
    .update(utf8(data))
    .digest('hex');

export const MARK_OF: Readonly<Partial<Record<LogEvent['type'], PollMark>>> = {
  'poll-opened': 'opened',
  'poll-closed': 'closed',
  'window-ended': 'windowEnded',
  'poll-announced': 'announced',
};

/** The event that a leaf holds; null when its text is not the one text of an object with a type. */
const eventOf = (data: string): LogEvent | null => {
  try {
    const json = JSON.parse(data) as Json;
    if (json === null || typeof json !== 'object' || !('type' in json)) return null;
    // What a leaf says was made by this program, and its hash is checked: only its form is.
    return canonicalJson(json) === data ? (json as unknown as LogEvent) : null;
  } catch {
    return null;
  }
};

const checkEvent = async (organisation: Organisation, leaf: KeptLeaf, event: LogEvent): Promise<void> => {
  const { findings, kept, reader } = organisation;
  const subject = `The leaf ${leaf.index}`;
  if (event.type === 'ballot' && !kept.isBallot(event.ballot)) {
    findings.problem('leaf_ballot', subject, event.ballot);
  }
  if (event.type === 'device-enrolled') {
    const device = (await reader.get('device', event.device))?.body;
    if (device?.publicKey !== event.publicKey || device.personId !== event.person) {
      findings.problem('leaf_device', subject, event.device);
    }
  }
  const mark = MARK_OF[event.type];
  if (mark === undefined || !('poll' in event)) return;
  const marks = await kept.view.log.pollMarks(event.poll);
  if (marks[mark] === undefined) findings.problem('log_unmarked', subject, `poll ${event.poll}`);
};

/** Adds a leaf to the tree that the leaves make, and compares what is kept beside it. */
const checkLeaf = async (
  organisation: Organisation,
  leaf: KeptLeaf,
  before: Frontier,
  publicKey: Uint8Array | null,
): Promise<Frontier> => {
  const { findings, id, kept } = organisation;
  findings.examined('log');
  const subject = `The leaf ${leaf.index}`;
  if (leaf.index !== before.size) findings.problem('leaf_gap', subject);
  const hash = leafHashOf(leaf.data);
  if (hash !== leaf.hash) findings.problem('leaf_hash', subject);
  const after = appendLeaf(before, fromHex(hash));
  const root = toHex(frontierRoot(after));
  if (root !== leaf.root) findings.problem('leaf_root', subject);
  const name = await originAt(kept.view, id, leaf.index);
  const signed = publicKey === null ? null : openCheckpoint(leaf.checkpoint, { name, publicKey }, isSigned);
  const isOfLeaf = signed?.size === leaf.index + 1 && signed.root === leaf.root;
  if (publicKey !== null && !isOfLeaf) findings.problem('leaf_checkpoint', subject);
  const event = eventOf(leaf.data);
  if (event === null) findings.problem('leaf_text', subject);
  else await findings.guard(subject, () => checkEvent(organisation, leaf, event));
  return after;
};

const checkMarks = async ({ kept, findings }: Organisation): Promise<void> => {
  for (const { pollId, mark, index } of kept.marks()) {
    findings.examined('log');
    const data = await kept.view.log.leaf(index);
    const event = data === undefined ? null : eventOf(data);
    const isRight =
      event !== null && MARK_OF[event.type] === mark && 'poll' in event && event.poll === pollId;
    if (!isRight) findings.problem('log_mark', `The poll ${pollId}`, `${mark}, leaf ${index}`);
  }
};

/**
 * The decision log: its leaves make the tree that is kept, each of its checkpoints is signed for that tree, so that each
 * is consistent with those before it, and what is found by poll stands where the log says.
 */
export const checkLog = async (organisation: Organisation, publicKey: Uint8Array | null): Promise<void> => {
  const { kept, findings } = organisation;
  let tree = EMPTY_FRONTIER;
  for (const leaf of kept.leaves()) tree = await checkLeaf(organisation, leaf, tree, publicKey);
  const state = await kept.view.log.state();
  const subject = `The log of ${organisation.id}`;
  if (state.size !== tree.size) findings.problem('log_size', subject, `${state.size}, leaves ${tree.size}`);
  else if (state.frontier.join() !== tree.hashes.map(toHex).join()) {
    findings.problem('log_frontier', subject);
  }
  await checkMarks(organisation);
};
