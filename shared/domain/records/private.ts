import { z } from 'zod';
import { base64, id } from './common.ts';

/**
 * Something of one member's own, end-to-end encrypted with the account key: the server sees an id and a length.
 * Scope `user:` of its owner. Ciphertext: 12 random bytes, AES-256-GCM, 16-byte tag; additional data: the id in UTF-8.
 */
export const privateNote = z.strictObject({ id, ciphertext: base64.max(2_000_000) });

/** Which sealing of a note somebody saw: its 12 random bytes as 16 characters of base64, never used twice. */
export const sealing = z.string().regex(/^[A-Za-z0-9+/]{16}$/);
export const sealingOf = ({ ciphertext }: { readonly ciphertext: string }): string => ciphertext.slice(0, 16);

/** That a user may read a scope; its id is the scope's name. Scope `manifest:` of the user. */
export const grant = z.strictObject({ id: z.string().min(1).max(100) });

export type PrivateNote = z.infer<typeof privateNote>;
export type Grant = z.infer<typeof grant>;
