/**
 * The number of the protocol between client and server, and its history.
 *
 * - 1: first.
 */
export const PROTOCOL = 1;
/** The oldest protocol that this server still answers. */
export const PROTOCOL_FLOOR = 1;
/** Every path of the protocol begins with it. */
export const API = '/api/v1';
