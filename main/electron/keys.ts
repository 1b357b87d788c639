import { safeStorage } from 'electron';
import type { KeyStore } from '../core/ports.ts';

/** Back ends of Linux that keep nothing secret, or that are not known yet. */
const UNTRUSTED: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

const backendOf = (platform: NodeJS.Platform): string => {
  if (platform === 'win32') return 'dpapi';
  if (platform === 'darwin') return 'keychain';
  return safeStorage.getSelectedStorageBackend();
};

/**
 * The operating system's key store, or null where there is none that can be trusted: the passphrase is asked for then.
 * To be called when the app is ready. `unwrap` rejects when the store's key has gone; nothing is deleted for it.
 */
export const openKeyStore = async (
  platform: NodeJS.Platform = process.platform,
): Promise<KeyStore | null> => {
  try {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
  } catch {
    return null;
  }
  const backend = backendOf(platform);
  if (UNTRUSTED.has(backend)) return null;
  return {
    backend,
    // The API keeps texts only: bytes pass as base64.
    wrap: (secret) => safeStorage.encryptStringAsync(Buffer.from(secret).toString('base64')),
    unwrap: async (wrapped) => {
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(wrapped));
      return new Uint8Array(Buffer.from(result, 'base64'));
    },
  };
};
