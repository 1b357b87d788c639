import type { KeyStore } from '../../main/core/ports.ts';

/** Opens every profile without its passphrase: Argon2id would take most of a run's time. */
export const openKeyStore: KeyStore = {
  backend: 'open',
  wrap: async (secret) => secret,
  unwrap: async (wrapped) => wrapped,
};

/** What a client says of itself only when something is wrong. */
export const CORE_ALARMS: readonly string[] = [
  'sync_failed_unexpectedly',
  'call_failed',
  'replay_failed',
  'checksum_mismatch',
  'checkpoint_contradicts',
  'checkpoint_not_signed',
  'server_nonsense',
  'chunk_damaged',
  'private_notes_skipped',
  'listener_failed',
];
