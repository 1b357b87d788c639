/** One mechanism behind the promise, how to switch it off, and the test that then fails. */
export interface Proof {
  readonly mechanism: string;
  readonly patch: { readonly file: string; readonly from: string; readonly to: string };
  readonly test: {
    readonly project: 'unit' | 'contract' | 'simulation';
    readonly file: string;
    readonly title: string;
  };
}

const SERVER_SYNC = { project: 'contract', file: 'tests/contract/server/sync.test.ts' } as const;
const ROUNDS = { project: 'contract', file: 'tests/contract/server/pullRounds.test.ts' } as const;
const CORE_SYNC = { project: 'contract', file: 'tests/contract/core/sync.test.ts' } as const;
const PULL = { project: 'contract', file: 'tests/contract/core/pull.test.ts' } as const;
const TROUBLE = { project: 'contract', file: 'tests/contract/core/syncTrouble.test.ts' } as const;
const PAGES = { project: 'contract', file: 'tests/contract/core/pageTaker.test.ts' } as const;
const FITS = { project: 'unit', file: 'tests/unit/domain/fits.test.ts' } as const;
const STORE = { project: 'contract', file: 'tests/contract/core/store.test.ts' } as const;
const STORAGE = { project: 'contract', file: 'tests/contract/server/storage.test.ts' } as const;
const FILES = { project: 'contract', file: 'tests/contract/core/files.test.ts' } as const;
const DRILL = { project: 'contract', file: 'tests/contract/core/restoreDrill.test.ts' } as const;
const LATE = { project: 'contract', file: 'tests/contract/core/restoreLate.test.ts' } as const;
const OTHER_LOG = { project: 'contract', file: 'tests/contract/core/otherLog.test.ts' } as const;
const ENGINE = { project: 'unit', file: 'tests/unit/core/engine.test.ts' } as const;
const SIMULATION = { project: 'simulation', file: 'tests/simulation/simulation.test.ts' } as const;

/** `docs/proofs.md` says the same for readers, in the same order. */
export const PROOFS: readonly Proof[] = [
  {
    mechanism: 'exactly once: a repeat gets the stored answer',
    patch: {
      file: 'server/sync/push.ts',
      from: "return (await answeredBefore(work, deviceId, wire)) ?? 'new';",
      to: "return 'new';",
    },
    test: { ...CORE_SYNC, title: 'arrives once although the answer was lost' },
  },
  {
    mechanism: 'exactly once: the answer goes by the mutation, whatever its number',
    patch: { file: 'server/sync/push.ts', from: 'if (isAnswer) return earlier;', to: '' },
    test: { ...SERVER_SYNC, title: 'a device set back to an older copy of its disk does nothing twice' },
  },
  {
    mechanism: 'no gap in the numbers of a device',
    patch: {
      file: 'server/sync/push.ts',
      from: 'if (wire.n !== expected) throw',
      to: 'if (wire.n < expected) throw',
    },
    test: { ...SERVER_SYNC, title: 'a gap in the numbers is refused' },
  },
  {
    mechanism: 'effect and answer stand or fall together',
    patch: { file: 'server/storage/sqlite/sqlite.ts', from: "sql.run('ROLLBACK TO attempt');", to: '' },
    test: { ...STORAGE, title: 'an attempt that fails is undone by itself' },
  },
  {
    mechanism: 'a mutation that makes the server fail three times is refused',
    patch: { file: 'server/sync/push.ts', from: 'const MAX_FAILURES = 3;', to: 'const MAX_FAILURES = 300;' },
    test: { ...SERVER_SYNC, title: 'a mutation at which the server fails is tried three times' },
  },
  {
    mechanism: 'a full disk of the server is no fault of a mutation',
    patch: {
      file: 'server/sync/push.ts',
      from: 'if (context.storage.isTrouble(error)) throw error;',
      to: '',
    },
    test: { ...SERVER_SYNC, title: 'a full disk of the server refuses nothing' },
  },
  {
    mechanism: 'a stale revision is refused',
    patch: { file: 'shared/domain/stale.ts', from: 'return rev > seen ?', to: 'return rev < 0 ?' },
    test: { ...SERVER_SYNC, title: 'a stale edit is refused with the newer revision' },
  },
  {
    mechanism: 'grants follow in the transaction that changes rights',
    patch: {
      file: 'server/sync/grants.ts',
      from: 'for (const manifest of wanted) {',
      to: 'for (const manifest of [] as Scope[]) {',
    },
    test: { ...SERVER_SYNC, title: 'a member never gets a draft meeting' },
  },
  {
    mechanism: 'what may not be read any more is named as gone',
    patch: {
      file: 'server/sync/pullPass.ts',
      from: 'if (state === undefined) gone.push(name);',
      to: 'if (state === undefined) continue;',
    },
    test: { ...SERVER_SYNC, title: 'who is removed from a meeting loses it' },
  },
  {
    mechanism: 'what was taken away is told to who names nothing',
    patch: {
      file: 'server/sync/pullPass.ts',
      from: 'isSame ? [] : await view.records.revokedScopes(scope, since)',
      to: '[]',
    },
    test: { ...ROUNDS, title: 'seed 1:' },
  },
  {
    mechanism: 'what was granted again is told from zero',
    patch: {
      file: 'server/sync/pullPass.ts',
      from: '(base !== null && granted <= base ? base : undefined)',
      to: '(base ?? undefined)',
    },
    test: { ...ROUNDS, title: 'seed 1:' },
  },
  {
    mechanism: 'who may have missed a forgotten revocation says all that it holds',
    patch: { file: 'server/sync/pullPass.ts', from: 'since < manifest.floor', to: 'since < 0' },
    test: { ...ROUNDS, title: 'who was away until a revocation is forgotten' },
  },
  {
    mechanism: 'what moved during a round is told before it ends',
    patch: {
      file: 'server/sync/pull.ts',
      from: 'if (at !== null || pass.asOf === asOf) break;',
      to: 'if (at !== null || pass.asOf <= asOf) break;',
    },
    test: { ...ROUNDS, title: 'seed 1:' },
  },
  {
    mechanism: 'what is gone and waits for the outbox is asked about until it may go',
    patch: { file: 'main/core/store/scopes.ts', from: ' OR leaving = 1', to: '' },
    test: { ...CORE_SYNC, title: 'is revoked only after what was on its way has been answered' },
  },
  {
    mechanism: 'what an interrupted round has left is named by the next one',
    patch: {
      file: 'main/core/store/scopes.ts',
      from: 'WHERE staged_cursor IS NOT NULL OR leaving = 1',
      to: 'WHERE leaving = 1',
    },
    test: { ...PULL, title: 'that was ended in the middle' },
  },
  {
    mechanism: 'a device that is asked what it holds says so',
    patch: {
      file: 'main/core/sync/pull.ts',
      from: "if (error.code === 'cursors_needed' &&",
      to: "if (error.code === 'internal' &&",
    },
    test: { ...PULL, title: 'loses what was taken from it although that is forgotten' },
  },
  {
    mechanism: 'a cursor older than the forgotten tombstones starts over',
    patch: { file: 'server/sync/pull.ts', from: 'cursor < state.floor && !isPartial', to: 'false' },
    test: { ...SERVER_SYNC, title: 'a cursor older than the forgotten tombstones' },
  },
  {
    mechanism: 'a copy under way goes on although tombstones are forgotten',
    patch: {
      file: 'server/sync/pull.ts',
      from: 'cursor < state.floor && !isPartial',
      to: 'cursor < state.floor',
    },
    test: { ...SIMULATION, title: 'seed 2071' },
  },
  {
    mechanism: 'another epoch is told to who pulls',
    patch: {
      file: 'server/http/syncRoutes.ts',
      from: 'held === undefined || held === epoch) return;',
      to: 'held === undefined || epoch !== "") return;',
    },
    test: { ...SERVER_SYNC, title: 'another epoch is told' },
  },
  {
    mechanism: 'every commit of the server is on the disk before its answer',
    patch: {
      file: 'server/storage/sqlite/open.ts',
      from: "'synchronous = FULL'",
      to: "'synchronous = NORMAL'",
    },
    test: { ...STORAGE, title: 'every commit is on the disk before it is answered' },
  },
  {
    mechanism: 'what a person does is on the disk before it is said to be kept',
    patch: { file: 'main/core/store/store.ts', from: "db.pragma('synchronous = FULL');", to: '' },
    test: { ...STORE, title: 'what is made durable survives the loss of power' },
  },
  {
    mechanism: 'rows become visible together',
    patch: {
      file: 'main/core/store/incoming.ts',
      from: 'const isShown = scope.visible === 1;',
      to: 'const isShown = false;',
    },
    test: { ...TROUBLE, title: 'staged over what is on screen leaves it as it was until all is here' },
  },
  {
    mechanism: 'a checksum finds a wrong copy',
    patch: {
      file: 'main/core/store/publish.ts',
      from: 'scope.staged_checksum !== checksum.hex()',
      to: 'false',
    },
    test: { ...TROUBLE, title: 'is noticed by its checksum, fetched again, and put right' },
  },
  {
    mechanism: 'a scope that is not on screen yet is compared as it comes',
    patch: {
      file: 'main/core/store/incoming.ts',
      from: 'given === checksum.hex() ? null : given',
      to: 'null',
    },
    test: { ...PAGES, title: 'what does not have the sum that the server says is shown by no round' },
  },
  {
    mechanism: 'a page leaves the thread to others in between',
    patch: { file: 'main/core/store/incoming.ts', from: 'records: 1000,', to: 'records: 100_000,' },
    test: { ...PAGES, title: 'a page is written in transactions of bounded work' },
  },
  {
    mechanism: 'a record that fits no schema is refused',
    patch: { file: 'shared/lib/fits.ts', from: 'return keys === known;', to: 'return true;' },
    test: { ...FITS, title: 'is taken by the schema of grant' },
  },
  {
    mechanism: 'a second wrong copy stops the sync',
    patch: {
      file: 'main/core/store/publish.ts',
      from: 'this.#scopes.countMismatch(scope.no) > 1',
      to: 'this.#scopes.countMismatch(scope.no) > 99',
    },
    test: { ...TROUBLE, title: 'that does not match a second time stops the sync' },
  },
  {
    mechanism: 'a revocation waits for what is on its way',
    patch: {
      file: 'main/core/store/publish.ts',
      from: 'if (round.isConcerned(name)) {',
      to: 'if (name === "") {',
    },
    test: { ...CORE_SYNC, title: 'is revoked only after what was on its way has been answered' },
  },
  {
    mechanism: 'a revocation takes the rows',
    patch: {
      file: 'main/core/store/scopes.ts',
      from: '      deleteStaging.run(no);\n      deleteRows.run(no);\n      drop.run(no);',
      to: '      drop.run(no);',
    },
    test: { ...CORE_SYNC, title: 'goes with its revocation: rows' },
  },
  {
    mechanism: 'a revocation takes keys and files',
    patch: {
      file: 'main/core/files/fileScopes.ts',
      from: 'if (table.drop(sha256, scope)) gone.push(sha256);',
      to: '',
    },
    test: { ...FILES, title: 'a file goes with the last scope that refers to it' },
  },
  {
    mechanism: 'files follow what a pull has changed of their papers',
    patch: {
      file: 'main/core/files/wantedIndex.ts',
      from: "if (kind === 'paper') this.#lookAtPaper(id, touched);",
      to: '',
    },
    test: {
      ...FILES,
      file: 'tests/contract/core/wantedIndex.test.ts',
      title: 'what is wanted, its keys, its order and its counts',
    },
  },
  {
    mechanism: 'an index of annotations that a crash left behind is noticed',
    patch: {
      file: 'main/core/annotations/noteIndex.ts',
      from: 'return written !== null && sum().equals(written);',
      to: 'return written !== null;',
    },
    test: {
      ...FILES,
      file: 'tests/contract/core/noteIndex.test.ts',
      title: 'ended between a pull and its entry in the index',
    },
  },
  {
    mechanism: 'what means "now" is refused without a connection',
    patch: {
      file: 'main/core/sync/mutate.ts',
      from: 'if (needsConnection && !isOnline())',
      to: 'if (name.length === 0)',
    },
    test: { ...CORE_SYNC, title: 'what means "now" is refused at once without a connection' },
  },
  {
    mechanism: 'what means "now" is not done at a later start',
    patch: {
      file: 'main/core/session/unlocked.ts',
      from: 'guardStorage(() => outbox.refuseOverdue());',
      to: 'guardStorage(() => undefined);',
    },
    test: { ...CORE_SYNC, title: 'what means "now" and never left before the app ended' },
  },
  {
    mechanism: 'every chunk of a paper is compared with its hash',
    patch: {
      file: 'main/core/files/rangeFetch.ts',
      from: 'if (sha256 !== this.#hashes[index]) {',
      to: 'if (this.#hashes.length === 0) {',
    },
    test: { ...FILES, title: 'bytes that are not the file’s are refused' },
  },
  {
    mechanism: 'a newer store is refused untouched',
    patch: { file: 'main/core/store/store.ts', from: 'if (version > known) {', to: 'if (version < 0) {' },
    test: { ...STORE, title: 'of a newer version is refused' },
  },
  {
    mechanism: 'a device keeps what was acknowledged until a backup of the server holds it',
    patch: {
      file: 'main/core/sync/outbox.ts',
      from: 'entries.forgetThrough(durableThrough)',
      to: 'entries.forgetThrough(Number.MAX_SAFE_INTEGER)',
    },
    test: { ...DRILL, title: 'has everything again that was acknowledged' },
  },
  {
    mechanism: 'what a restored server lacks is sent again',
    patch: {
      file: 'main/core/sync/outboxEntries.ts',
      from: 'this.#acknowledged.takeFrom(expected)',
      to: 'this.#acknowledged.takeFrom(expected).slice(0, 0)',
    },
    test: { ...DRILL, title: 'has everything again that was acknowledged' },
  },
  {
    mechanism: 'what is sent again does not undo what was written after it',
    patch: {
      file: 'server/sync/recordStore.ts',
      from: 'restored === null ? asked : await putInOrder(tx, restored, kind, before, asked)',
      to: 'asked',
    },
    test: { ...DRILL, title: 'has the last of two writes of one field' },
  },
  {
    mechanism: 'a ballot that was in time before the loss is in time after it',
    patch: {
      file: 'shared/domain/decisions/tally.ts',
      from: 'return isLower(former, formerClose);',
      to: 'return logged.logIndex < closed;',
    },
    test: { ...DRILL, title: 'has everything again that was acknowledged' },
  },
  {
    mechanism: 'another log at a renewed sign-in is not followed',
    patch: {
      file: 'main/core/session/tokens.ts',
      from: 'if (!isKnownLog(answer.value)) return',
      to: 'if (answer.value.token.length === 0) return',
    },
    test: { ...OTHER_LOG, title: 'by its key is not followed' },
  },
  {
    mechanism: 'a new log needs a new epoch',
    patch: {
      file: 'main/core/sync/pullIntake.ts',
      from: 'if (!decisionLog.follow(answer.origin, answer.epoch))',
      to: 'if (answer.origin.length === 0)',
    },
    test: { ...OTHER_LOG, title: 'by the name of a restored server’s log' },
  },
  {
    mechanism: 'without a socket the server is asked every half minute',
    patch: {
      file: 'main/core/sync/engine.ts',
      from: 'Math.min(POLL_MS, this.#pokes.nextTry())',
      to: 'this.#pokes.nextTry()',
    },
    test: { ...ENGINE, title: 'where nothing lets a socket through' },
  },
  {
    mechanism: 'what an administrator puts right heals by itself',
    patch: {
      file: 'main/core/sync/engine.ts',
      from: "healer === 'elsewhere' ? HEAL_MS :",
      to: "healer === 'elsewhere' ? null :",
    },
    test: { ...ENGINE, title: 'is asked again every five minutes' },
  },
  {
    mechanism: 'a ballot that waited comes back after its poll',
    patch: {
      file: 'shared/domain/mutations/comeBack.ts',
      from: 'MISSING.has(code)',
      to: 'false',
    },
    test: { ...LATE, title: 'have the verdict that they had' },
  },
  {
    mechanism: 'what waited comes back after what it is about',
    patch: {
      file: 'shared/domain/mutations/comeBack.ts',
      from: 'canComeBack(name) &&',
      to: "name === 'ballot.cast' &&",
    },
    test: { ...LATE, title: 'comes back after it and is refused to nobody' },
  },
  {
    mechanism: 'a late ballot stays late when its window was lost with the log',
    patch: {
      file: 'shared/domain/decisions/tally.ts',
      from: 'isInFormerWindow(statement, events, logged) &&',
      to: '',
    },
    test: { ...LATE, title: 'have the verdict that they had' },
  },
  {
    mechanism: 'an announced result does not change by what came after it',
    patch: {
      file: 'shared/domain/decisions/tally.ts',
      from: 'ballots.filter((each) => isBeforeAnnouncement(events, each)).length',
      to: 'ballots.length',
    },
    test: { ...LATE, title: 'have the verdict that they had' },
  },
  {
    mechanism: 'a paper that the server cannot read to its end never looks whole',
    patch: { file: 'server/files/sendPart.ts', from: 'if (length < into.length)', to: 'if (length < 0)' },
    test: {
      ...{ project: 'contract', file: 'tests/contract/server/fileSending.test.ts' },
      title: 'fails instead of ending',
    },
  },
  {
    mechanism: 'uploads keep to the speed that was chosen',
    patch: {
      file: 'main/core/uploads/send.ts',
      from: 'await spare(chunkLength(size, index), signal);',
      to: '',
    },
    test: {
      ...{ project: 'contract', file: 'tests/contract/core/uploadLine.test.ts' },
      title: 'uploads keep to the speed',
    },
  },
];
