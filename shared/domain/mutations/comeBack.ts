import type { Refusal } from '../refusal.ts';
import { mutations } from './all.ts';
import { isMutationName } from './args.ts';

/** What is refused so may be for want of a record or a right that another device has yet to bring back after a restore. */
const MISSING: ReadonlySet<string> = new Set<Refusal['code']>([
  'not_found',
  'not_allowed',
  'meeting_not_published',
  'poll_not_open',
  'poll_not_closed',
  'ballot_replaces_unknown',
  'file_unknown',
]);

/** Whether it can wait at all: what means "now" is done now or not. */
export const canComeBack = (name: string): boolean =>
  isMutationName(name) && !mutations[name].needsConnection;

/**
 * Whether a restored server that refuses what had never been answered before may take it later, once other devices have sent
 * their part again.
 */
export const needsAnother = (
  name: string,
  { code, params }: Pick<Refusal, 'params'> & { code: string },
): boolean =>
  canComeBack(name) && (MISSING.has(code) || (code === 'invalid' && params['field'] === 'documents'));
