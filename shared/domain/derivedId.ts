import { sha256Of, toHex, utf8 } from '../lib/bytes.ts';

/**
 * A UUIDv8 (RFC 9562) made of another id and some words: the same on every machine. It keeps the timestamp of `from`
 * when that is a UUIDv7, so that it sorts beside it.
 */
export const derivedId = (from: string, ...words: readonly string[]): string => {
  const digest = toHex(sha256Of(utf8(['ecabinet/derived-id/v1', from, ...words].join('\n'))));
  const variant = ((parseInt(digest.charAt(15), 16) & 3) | 8).toString(16);
  return `${from.slice(0, 13)}-8${digest.slice(12, 15)}-${variant}${digest.slice(16, 19)}-${digest.slice(20, 32)}`;
};

/** The id of somebody's part in a meeting when it follows from membership of the body. */
export const participantId = (meetingId: string, personId: string): string =>
  derivedId(meetingId, 'participant', personId);

/** Whether an id was made of something (UUIDv8) and not drawn. */
export const isDerivedId = (id: string): boolean => id.charAt(14) === '8';
