import { utf8 } from '../../lib/bytes.ts';
import { canonicalJson } from '../../lib/canonicalJson.ts';
import type { FormerBallot, LogEvent } from '../mutation.ts';
import { leafHash } from './merkle.ts';

/** A leaf's data: the RFC 8785 text of its event. */
export const logEventText = (event: LogEvent): string => canonicalJson(event);

/** RFC 6962 hash of an event's leaf. */
export const logEventHash = (event: LogEvent): Uint8Array => leafHash(utf8(logEventText(event)));

/**
 * The leaf of a ballot, as a voter checks it against the receipt: `receivedAt` is the event's instant, and the ballot's
 * id hides the choice behind 32 random bytes.
 */
export const ballotLeafHash = (receipt: {
  readonly id: string;
  readonly pollId: string;
  readonly receivedAt: string;
  readonly former?: FormerBallot | undefined;
}): Uint8Array => {
  const former = receipt.former === undefined ? {} : { former: receipt.former };
  const { id, pollId, receivedAt } = receipt;
  return logEventHash({ type: 'ballot', poll: pollId, ballot: id, at: receivedAt, ...former });
};
