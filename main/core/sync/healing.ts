import type { ErrorCode } from '../../../shared/contract/errors.ts';

/** What the network or the server causes and time may heal. */
const OFFLINE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'server_unreachable',
  'server_slow',
  'server_nonsense',
  'certificate_wrong',
]);
/**
 * What an administrator may put right without anybody at this device: an account is enabled again, a server brought up to
 * date. Asked for again slowly, and by no work of its person, which would be refused all the same.
 */
const HEALED_ELSEWHERE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['account_disabled', 'protocol_too_new']);
/**
 * What trying again by itself cannot heal:
 * - the server said no for good: a revoked device is never taken again, a wiped one is being destroyed; the former asks every
 *   hour whether it is to be wiped;
 * - its person must act: a passphrase that was changed elsewhere does not come back, and each try with the former one would
 *   count as a wrong one;
 * - this program must be another one: after an update it starts anew;
 * - somebody must look: another log, a copy that was wrong twice and a damaged store are no passing faults, and to follow
 *   them as soon as they look well again would hide them.
 */
const FINAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'device_revoked',
  'device_wipe',
  'not_signed_in',
  'credentials_wrong',
  'log_changed',
  'protocol_too_old',
  'checksum_mismatch',
  'store_damaged',
]);

/** Who or what heals a failed sync: `time`, somebody `elsewhere`, or its `person` and nothing by itself. */
export type Healer = 'time' | 'elsewhere' | 'person';

export const healerOf = (code: ErrorCode): Healer => {
  if (FINAL.has(code)) return 'person';
  return HEALED_ELSEWHERE.has(code) ? 'elsewhere' : 'time';
};

export const isOffline = (code: ErrorCode): boolean => OFFLINE.has(code);
