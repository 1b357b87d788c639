import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyStore } from '../../main/core/ports.ts';

/** A key store as an operating system offers it: authenticated encryption with a key of its own, and moods. */
export interface TestKeyStore extends KeyStore {
  mood: 'well' | 'refuses' | 'garbage';
  /** What it was asked to do, in order. */
  readonly asked: ('wrap' | 'unwrap')[];
}

const refusal = (): Error => new Error('the key ring is locked');

export const testKeyStore = (backend: string): TestKeyStore => {
  const key = randomBytes(32);
  const store: TestKeyStore = {
    backend,
    mood: 'well',
    asked: [],
    async wrap(secret) {
      store.asked.push('wrap');
      if (store.mood === 'refuses') throw refusal();
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const bytes = Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
      return new Uint8Array(bytes);
    },
    async unwrap(wrapped) {
      store.asked.push('unwrap');
      if (store.mood === 'refuses') throw refusal();
      if (store.mood === 'garbage') return new Uint8Array(randomBytes(32));
      const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, 12));
      decipher.setAuthTag(wrapped.subarray(-16));
      const bytes = Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
      return new Uint8Array(bytes);
    },
  };
  return store;
};
