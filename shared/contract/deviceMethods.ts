import { z } from 'zod';
import { id, instant } from '../domain/records/common.ts';
import { device } from '../domain/records/organisation.ts';

const none = z.strictObject({});
const username = z.string().trim().min(1).max(100);
const newPassphrase = z.string().min(8).max(1000);
const passphrase = z.string().min(1).max(1000);
/** What is written on a sheet, once; nothing of it stays on the device. */
export const recoverySheet = z.strictObject({
  /** Nine groups of four. */
  code: z.string(),
  name: z.string(),
  username: z.string(),
  organisation: z.string(),
  serverUrl: z.string(),
  createdAt: instant,
});

/** A request of a device that cannot sign in, as another device of the same person shows it. */
export const recoveryRequestView = z.strictObject({
  id,
  /** What that device calls itself: not proven. */
  deviceLabel: z.string(),
  requestedAt: instant,
  expiresAt: instant,
  /** `comparing`: its key is on the way. `elsewhere`: another device looks at it. `wrong`: not the key that was promised. */
  state: z.enum(['new', 'comparing', 'ready', 'elsewhere', 'wrong']),
  /** Eight digits to compare, once `ready`. */
  code: z.string().nullable(),
});

/** Methods about devices that are lent or lost, and about forgotten passphrases; part of `clientMethods`. */
export const deviceMethods = {
  /** Of anybody in the organisation. */
  'devices.list': {
    args: z.strictObject({ personId: id }),
    result: z.strictObject({ devices: z.array(device) }),
  },

  /** Whether this device is lent. `meetingId` null: the session has not been chosen yet. */
  'loaner.state': {
    args: none,
    result: z.strictObject({
      lent: z.strictObject({ meetingId: id.nullable(), title: z.string(), over: z.boolean() }).nullable(),
      /** Things of its person that only this device has; lost when it is given back now. */
      unsent: z.int(),
    }),
  },
  /** Needs the server. */
  'loaner.choose': { args: z.strictObject({ meetingId: id }), result: none },
  /** Gives it back: everything of its person on it is destroyed. Errors: `return_unsent {count}` unless `loseUnsent`. */
  'loaner.return': { args: z.strictObject({ loseUnsent: z.boolean() }), result: none },

  /** A new sealed sheet; the one before ends. Needs the server. Errors: those of the passphrase. */
  'recovery.createSheet': { args: z.strictObject({ passphrase }), result: recoverySheet },
  /** Needs the server. */
  'recovery.sheet': { args: none, result: z.strictObject({ createdAt: instant.nullable() }) },
  /** Signs in with a new passphrase. Errors: `recovery_code_typo`, `recovery_wrong`, and those of the server. */
  'recovery.useSheet': {
    args: z.strictObject({ username, code: z.string().max(200), passphrase: newPassphrase }),
    result: none,
  },
  /** Asks one's other devices; one request at a time. */
  'recovery.ask': { args: z.strictObject({ username }), result: none },
  'recovery.asking': {
    args: none,
    result: z.strictObject({
      state: z.enum(['none', 'waiting', 'compare', 'approved', 'ended']),
      username: z.string(),
      /** Eight digits that the other device must show too. */
      code: z.string().nullable(),
      expiresAt: instant.nullable(),
    }),
  },
  'recovery.cancel': { args: none, result: none },
  /** After the approval: signs in with a new passphrase. */
  'recovery.finish': { args: z.strictObject({ passphrase: newPassphrase }), result: none },
  /** What one's other devices ask of this one. */
  'recovery.requests': { args: none, result: z.strictObject({ requests: z.array(recoveryRequestView) }) },
  /** Begins the comparison. Errors: `recovery_taken`, `recovery_ended`. */
  'recovery.look': { args: z.strictObject({ id }), result: none },
  /** After comparing: passphrase or PIN. Errors: theirs, `recovery_key_wrong`, `recovery_ended`. */
  'recovery.approve': {
    args: z.strictObject({
      id,
      secret: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('passphrase'), passphrase }),
        z.strictObject({ kind: z.literal('pin'), pin: z.string().regex(/^[0-9]{6,12}$/) }),
      ]),
    }),
    result: none,
  },
  'recovery.refuse': { args: z.strictObject({ id }), result: none },
} as const;

export type RecoverySheet = z.infer<typeof recoverySheet>;
export type RecoveryRequestView = z.infer<typeof recoveryRequestView>;
export type RecoveryAsking = z.infer<(typeof deviceMethods)['recovery.asking']['result']>;
