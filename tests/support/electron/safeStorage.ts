import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The back end that the test chose: `basic_text`, as on a Linux without a desktop, unless it says otherwise. */
const BACKENDS = ['basic_text', 'gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6', 'unknown'] as const;
type Backend = (typeof BACKENDS)[number];
const backend = (): Backend =>
  BACKENDS.find((name) => name === process.env['STAND_IN_KEY_STORE']) ?? 'basic_text';
const key = randomBytes(32);

export const safeStorage = {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => true,
  getSelectedStorageBackend: (): Backend => backend(),
  async encryptStringAsync(plainText: string): Promise<Buffer> {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  },
  async decryptStringAsync(encrypted: Buffer): Promise<{ shouldReEncrypt: boolean; result: string }> {
    const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(12, 28));
    const result = Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]);
    return { shouldReEncrypt: false, result: result.toString('utf8') };
  },
};
