import type { CreateFeature } from './context.ts';
import { createDesk } from './views/desk.ts';

/** Everything that the cabinet runs while it is unlocked, in the order in which it starts. */
export const FEATURES: readonly CreateFeature[] = [createDesk];
