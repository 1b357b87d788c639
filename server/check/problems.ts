/** What is examined, in the order in which it is told. */
export const CHECKS = [
  'database',
  'records',
  'checksums',
  'counters',
  'references',
  'grants',
  'log',
  'ballots',
  'results',
  'accounts',
  'papers',
  'uploads',
] as const;
export type CheckName = (typeof CHECKS)[number];

const RESTORE = 'Keep this folder as it is, and restore the newest backup that is sound.';
const RESTORE_OR_TELL = `${RESTORE} If that backup says the same, tell those who maintain the program.`;
const COPY_BACK = 'Copy it back from a backup: the file of that name under files/.';
const KEY_BACK = 'Copy log.key back from a backup of this installation.';

interface ProblemKind {
  readonly check: CheckName;
  /** What is wrong, as the part of a sentence after the name of what it is wrong with. */
  readonly says: string;
  /** What to do about it: one or more sentences. */
  readonly advice: string;
}

const inCheck =
  (check: CheckName, advice: string) =>
  (says: string, otherAdvice = advice): ProblemKind => ({ check, says, advice: otherAdvice });

const database = inCheck('database', RESTORE);
const records = inCheck('records', RESTORE_OR_TELL);
const counters = inCheck('counters', RESTORE_OR_TELL);
const references = inCheck('references', RESTORE_OR_TELL);
const grants = inCheck('grants', RESTORE_OR_TELL);
const log = inCheck('log', RESTORE);
const ballots = inCheck('ballots', RESTORE);
const results = inCheck('results', RESTORE_OR_TELL);
const accounts = inCheck('accounts', RESTORE_OR_TELL);
const papers = inCheck('papers', COPY_BACK);
const uploads = inCheck(
  'uploads',
  'Nothing is lost: the app sends it again. Delete its folder under uploads/.',
);

/** Every kind of problem that is looked for. */
export const PROBLEMS = {
  database_damaged: database('is damaged'),
  database_link: database('has rows that name a row of another table that is not there'),
  not_examined: database('could not be examined to the end, because what it rests on is damaged'),

  record_kind: records('is of a kind that this program does not know'),
  record_text: records('holds a text that is no JSON'),
  record_schema: records('does not say what its kind must say'),
  record_form: records('holds a text in another form than this program writes'),
  record_id: records('says another id than it is kept under'),
  record_parent: records('is listed under something else than it says'),

  scope_checksum: inCheck('checksums', RESTORE_OR_TELL)('has another checksum than its records'),

  rev_high: counters('has a number above the counter of its organisation'),
  rev_repeated: counters('was given to more than one record'),
  rev_foreign: counters('has a number of an earlier write that does not come before its own'),
  scope_head: counters('says another number for its last write than its records'),
  scope_floor: counters('says that tombstones were forgotten that are there, or are still to come'),
  line_gap: counters('has gaps in the line of its mutations'),
  line_seq: counters('has an answer that names a number above the counter'),

  reference_missing: references('names a record that is not there'),
  reference_scope: references('stands in another scope than what it belongs to'),

  grant_missing: grants('may not be read by somebody who should read it'),
  grant_extra: grants('may be read by somebody who should not read it'),

  log_key: log('is not there, or holds no Ed25519 key', KEY_BACK),
  leaf_gap: log('does not follow the leaf before it'),
  leaf_text: log('holds a text in another form than this program writes'),
  leaf_hash: log('has another hash than its text'),
  leaf_root: log('has another root after it than its leaves make'),
  leaf_checkpoint: log('has a checkpoint that the key of this log did not sign for it'),
  leaf_device: log('names a device with another key or person than its record'),
  leaf_ballot: log('names a ballot that is not kept'),
  log_size: log('ends elsewhere than its leaves'),
  log_frontier: log('goes on from other hashes than its leaves make'),
  log_mark: log('is marked at a leaf that says something else'),
  log_unmarked: log('speaks of a poll without being marked there'),

  ballot_bytes: ballots('holds bytes that are no ballot of its id, poll and person'),
  ballot_place: ballots('has a place in the log that does not speak of it'),
  ballot_poll: ballots('does not fit what its poll fixed when it opened'),
  ballot_signature: ballots('is not signed by the device that it names'),
  ballot_checkpoint: ballots('names a checkpoint that the log never had'),
  ballot_receipt: ballots('has no receipt, or one that says something else'),

  poll_statement: results('holds a statement of another hash or poll'),
  poll_marks: results('has a status that the log does not tell'),
  result_wrong: results('has another result than its ballots make'),
  turnout_wrong: results('has another turnout than its ballots make'),
  result_announced: results('was announced with another result than is kept'),

  account_person: accounts('has an account, and no record'),
  session_device: accounts('is signed in, and is no device of that person'),

  file_missing: papers('is not in the folder'),
  file_size: papers('has another size than it had when it was checked'),
  file_hash: papers('has other bytes than its name says'),
  file_chunks: papers('has another list of hashes of its pieces than its bytes make', RESTORE_OR_TELL),
  version_file: papers('names a file that was never checked, or says other things of it', RESTORE_OR_TELL),
  version_link: papers('is not kept as naming its file, or another version is', RESTORE_OR_TELL),
  uploader_unknown: papers('is said to have come from somebody who is not known', RESTORE_OR_TELL),

  upload_person: uploads('is of somebody who is not known', RESTORE_OR_TELL),
  upload_chunk: uploads('holds a piece of the wrong size or place'),
} as const satisfies Readonly<Record<string, ProblemKind>>;
export type ProblemCode = keyof typeof PROBLEMS;

/** What is told, but is nothing to repair. */
export const NOTES = {
  file_unnamed: { check: 'papers', says: 'is a file that nothing names; it takes room and does no harm' },
  file_unused: {
    check: 'papers',
    says: 'is a paper that was uploaded and that no record names; it takes room and does no harm',
  },
  upload_unnamed: {
    check: 'uploads',
    says: 'is a folder of no upload that is known; it takes room and may be deleted',
  },
  presenter_unknown: { check: 'references', says: 'names somebody to present it who is not known' },
} as const satisfies Readonly<Record<string, Pick<ProblemKind, 'check' | 'says'>>>;
export type NoteCode = keyof typeof NOTES;
