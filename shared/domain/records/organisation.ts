import { z } from 'zod';
import { base64, classification, id, instant, line, timeZone } from './common.ts';
import { devicePolicy } from './policy.ts';
import { ruleSet } from './poll.ts';

/** An installation's organisation, e.g. the Government, a province, a ward. Scope `org:`. */
export const organisation = z.strictObject({
  id,
  name: line,
  shortName: line,
  /** R21: the highest class of paper it may hold; above `internal` only on a declared isolated network. */
  highestClassification: classification,
  isolatedNetwork: z.boolean(),
  /** Hours of its sessions and deadlines are typed and shown in this zone, wherever a device is. */
  timeZone,
  /** What is asked of devices; `DEFAULT_POLICY` where nothing has been decided. */
  policy: devicePolicy.optional(),
});

/** A deciding organ: the Government, a provincial People's Committee, a ministry's board. Scope `org:`. */
export const body = z.strictObject({
  id,
  name: line,
  /** What a poll of this body starts from; the poll fixes its own copy when it opens. */
  ruleSet,
  /** People of its secretariat: they may create meetings and slips for it. */
  secretaryIds: z.array(id).max(200),
});

/** Somebody known to the organisation, with or without an account. Scope `org:`. */
export const person = z.strictObject({
  id,
  name: line,
  /** Official position, e.g. "Bộ trưởng Bộ Tài chính". */
  position: z.string().max(300),
  /** Ministry, office or unit. */
  unit: z.string().max(300),
  /** Protocol order: lower comes first. */
  rank: z.int().min(0),
});

/** A person's seat in a body. Scope `org:`. */
export const membership = z.strictObject({
  id,
  bodyId: id,
  personId: id,
  role: z.enum(['chair', 'deputy', 'member']),
  /** R7: has the right to vote. */
  votes: z.boolean(),
});

/** An enrolled app instance. Scope `org:`, because everybody verifies signatures with it. */
export const device = z.strictObject({
  id,
  personId: id,
  /** Ed25519 public key, 32 raw bytes. */
  publicKey: base64,
  /** What its owner sees in the list, e.g. "Windows, máy tính xách tay". */
  label: line,
  enrolledAt: instant,
  revokedAt: instant.nullable(),
  /** Everything of its owner on it is to be destroyed, or it was given back: it is revoked as well, for good. */
  wipeRequestedAt: instant.nullable().default(null),
  /** When the server took the device's signed word that it was done. */
  wipedAt: instant.nullable().default(null),
  /** Lent for one session: only that session's papers are fetched. */
  loaner: z.strictObject({ meetingId: id }).nullable().default(null),
});

export type Organisation = z.infer<typeof organisation>;
export type Body = z.infer<typeof body>;
export type Person = z.infer<typeof person>;
export type Membership = z.infer<typeof membership>;
export type Device = z.infer<typeof device>;
