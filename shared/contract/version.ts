/**
 * The number of the protocol between client and server, and its history.
 *
 * - 1: first.
 * - 2: `durableThrough` and sending again after a restore, wiping and lending devices, another passphrase, recovery.
 */
export const PROTOCOL = 2;
/** The oldest protocol that this server still answers. */
export const PROTOCOL_FLOOR = 2;
/** Every path of the protocol begins with it. */
export const API = '/api/v1';
