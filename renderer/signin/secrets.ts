/** Shortest passphrase that the server takes. */
export const SHORTEST_PASSPHRASE = 8;
export const SHORTEST_PIN = 6;
const LONGEST_PIN = 12;

/** What a field for a PIN takes of what is typed into it. */
export const digitsOf = (text: string): string => text.replace(/[^0-9]/g, '').slice(0, LONGEST_PIN);
