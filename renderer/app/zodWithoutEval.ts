import { config } from 'zod';

/**
 * Imported before anything that makes a schema. zod compiles its object parsers with `new Function`, and tries whether it
 * may when the first schema is made; the page's policy stops that and counts it as a violation.
 */
config({ jitless: true });
