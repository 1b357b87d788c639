import { REFUSAL_CODES, type RefusalParams } from '../domain/refusal.ts';

/** Why a request failed, beyond the refusals of the rules. */
export const PROBLEM_CODES = [
  // signing in
  'credentials_wrong',
  'account_disabled',
  'account_key_gone',
  'too_many_attempts',
  'device_revoked',
  'device_wipe',
  'not_signed_in',
  'setup_code_wrong',
  'setup_done',
  'username_taken',
  'recovery_code_typo',
  'recovery_wrong',
  'recovery_ended',
  'recovery_taken',
  'recovery_key_wrong',
  // protocol
  'bad_request',
  'unknown_path',
  'protocol_too_old',
  'protocol_too_new',
  'epoch_changed',
  'log_changed',
  'mutation_gap',
  'cursors_needed',
  'internal',
  // files
  'file_not_pdf',
  'file_empty',
  'file_truncated',
  'file_password',
  'file_too_large',
  'file_damaged',
  'file_unreadable',
  'upload_chunk_wrong',
  'upload_incomplete',
  'server_disk',
  // the device
  'not_on_loaner',
  'return_unsent',
  'locked',
  'passphrase_wrong',
  'passphrase_wait',
  'starts_afresh',
  'first_sign_in_needs_network',
  'pin_wrong',
  'pin_gone',
  'pin_not_now',
  'pin_too_simple',
  'lease_ended',
  'papers_closed',
  'passphrase_needs_server',
  'passphrase_changed',
  'passphrase_change_unfinished',
  'server_other',
  'server_unreachable',
  'server_slow',
  'server_nonsense',
  'certificate_wrong',
  'disk_full',
  'disk_failing',
  'papers_limit',
  'store_newer',
  'store_damaged',
  'checksum_mismatch',
  'file_not_here',
  'server_clock',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];
export const ERROR_CODES = [...REFUSAL_CODES, ...PROBLEM_CODES] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error as it crosses a process: the sentence is made where it is read. */
export interface CabinetError {
  readonly code: ErrorCode;
  readonly params: RefusalParams;
}

export const cabinetError = (code: ErrorCode, params: RefusalParams = {}): CabinetError => ({ code, params });

export const isErrorCode = (code: string): code is ErrorCode =>
  (ERROR_CODES as readonly string[]).includes(code);
