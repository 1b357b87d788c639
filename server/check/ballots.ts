import { fromHex, utf8 } from '../../shared/lib/bytes.ts';
import { ballotId, ballotRefusal, parseBallot } from '../../shared/domain/decisions/ballot.ts';
import { statementOf } from '../../shared/domain/decisions/statement.ts';
import { logEventText } from '../../shared/domain/log/event.ts';
import { isIncluded, leafHash } from '../../shared/domain/log/merkle.ts';
import type { StoredBallot } from '../../shared/domain/mutation.ts';
import type { Ballot } from '../../shared/domain/records/poll.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { isSignedBy } from '../accounts/ed25519.ts';
import { knowsCheckpoint, originOf, withFormer } from '../log/decisionLog.ts';
import type { Organisation } from './context.ts';

/** What the bytes say by themselves; null when they are no ballot of this id, poll and person. */
const ballotIn = (kept: StoredBallot): Ballot | null => {
  const parsed = parseBallot(kept.signed.bytes);
  if (!parsed.ok || ballotId(kept.signed.bytes) !== kept.id) return null;
  return parsed.value.poll === kept.pollId && parsed.value.voter === kept.personId ? parsed.value : null;
};

const leafText = (kept: StoredBallot): string =>
  logEventText({
    ...{ type: 'ballot', poll: kept.pollId, ballot: kept.id, at: kept.receivedAt },
    ...(kept.former === undefined ? {} : { former: kept.former }),
  });

/** The voter's proof: in their own scope, with the same bytes, and a path that leads to the root after its leaf. */
const checkReceipt = async (
  { kept, reader, findings }: Organisation,
  ballot: StoredBallot,
): Promise<void> => {
  const receipt = await reader.get('ballotReceipt', ballot.id);
  const root = await kept.view.log.rootAt(ballot.logIndex + 1);
  const isRight =
    receipt?.scope === scopeOf('user', ballot.personId) &&
    receipt.body.pollId === ballot.pollId &&
    receipt.body.logIndex === ballot.logIndex &&
    receipt.body.receivedAt === ballot.receivedAt &&
    receipt.body.signed.bytes === ballot.signed.bytes &&
    receipt.body.signed.signature === ballot.signed.signature &&
    root !== undefined &&
    isIncluded(
      leafHash(utf8(leafText(ballot))),
      ballot.logIndex,
      { size: ballot.logIndex + 1, root: fromHex(root) },
      receipt.body.proof.map(fromHex),
    );
  if (!isRight) findings.problem('ballot_receipt', `The ballot ${ballot.id}`);
};

const checkContent = async (
  { id, kept, reader, findings }: Organisation,
  stored: StoredBallot,
  ballot: Ballot,
): Promise<void> => {
  const subject = `The ballot ${stored.id}`;
  const poll = (await reader.get('poll', ballot.poll))?.body;
  const statement = poll === undefined ? null : statementOf(poll);
  const isOfPoll = statement !== null && ballotRefusal(ballot, statement, poll?.hash ?? '') === null;
  if (!isOfPoll) findings.problem('ballot_poll', subject, `poll ${ballot.poll}`);
  const device = (await reader.get('device', ballot.device))?.body;
  const isSigned =
    device?.personId === ballot.voter &&
    isSignedBy(device.publicKey, stored.signed.bytes, stored.signed.signature);
  if (!isSigned) findings.problem('ballot_signature', subject, `device ${ballot.device}`);
  const isKnown = await knowsCheckpoint(kept.view, id, ballot.checkpoint);
  // What a device had seen of a log that was lost does not stand before the ballot in this one.
  const isOfThis = ballot.checkpoint.origin === (await originOf(kept.view, id));
  if (!isKnown || (isOfThis && ballot.checkpoint.size > stored.logIndex))
    findings.problem('ballot_checkpoint', subject);
};

const checkBallot = async (organisation: Organisation, listed: StoredBallot): Promise<void> => {
  const { kept, findings } = organisation;
  const stored = await withFormer(kept.view, listed);
  findings.examined('ballots');
  const subject = `The ballot ${stored.id}`;
  const ballot = ballotIn(stored);
  if (ballot === null) findings.problem('ballot_bytes', subject);
  else await checkContent(organisation, stored, ballot);
  const leaf = await kept.view.log.leaf(stored.logIndex);
  if (leaf !== leafText(stored)) findings.problem('ballot_place', subject, `leaf ${stored.logIndex}`);
  await checkReceipt(organisation, stored);
};

/** Every ballot: its bytes and signature, its place in the log, its voter's receipt. */
export const checkBallots = async (organisation: Organisation): Promise<void> => {
  for (const stored of organisation.kept.ballots()) {
    await organisation.findings.guard(`The ballot ${stored.id}`, () => checkBallot(organisation, stored));
  }
};
