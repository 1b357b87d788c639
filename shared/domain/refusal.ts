/**
 * Why something a person asked for was not done. The code is stable and travels; the sentence is made where it is
 * shown, in the reader's language (`shared/contract/sentences.ts`).
 */
export const REFUSAL_CODES = [
  'invalid',
  'not_found',
  'not_allowed',
  'stale_revision',
  'already_exists',
  'meeting_not_draft',
  'meeting_not_published',
  'meeting_empty',
  'meeting_wrong_status',
  'participant_last_secretary',
  'item_has_children',
  'item_cycle',
  'paper_classification_refused',
  'paper_version_exists',
  'file_unknown',
  'poll_not_draft',
  'poll_not_open',
  'poll_not_closed',
  'poll_no_quorum',
  'poll_electorate_empty',
  'poll_document_outdated',
  'poll_window_running',
  'poll_late_window_past',
  'poll_rules_invalid',
  'poll_has_ballots',
  'poll_not_as_opened',
  'poll_result_differs',
  'ballot_bad_signature',
  'ballot_bad_bytes',
  'ballot_wrong_poll_hash',
  'ballot_not_in_electorate',
  'ballot_choice_not_offered',
  'ballot_text_missing',
  'ballot_replaces_unknown',
  'ballot_not_changeable',
  'ballot_device_unknown',
  'ballot_checkpoint_unknown',
  'ballot_poll_closed',
  'ballot_duplicate',
  'slip_not_draft',
  'slip_not_sent',
  'needs_connection',
  'server_failed',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Values for the sentence's places, e.g. `{ needed: 18, present: 17 }`. Never content of papers or ballots. */
export type RefusalParams = Readonly<Record<string, string | number>>;

export interface Refusal {
  readonly code: RefusalCode;
  readonly params: RefusalParams;
}

export const refusal = (code: RefusalCode, params: RefusalParams = {}): Refusal => ({ code, params });
