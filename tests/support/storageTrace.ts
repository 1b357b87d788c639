import { createHash } from 'node:crypto';
import type { Installation, ReadView, Storage, WriteTx } from '../../server/storage/port.ts';
import type { InstallationChoices } from '../../server/storage/sqlite/installation.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import { canonicalJson, type Json } from '../../shared/lib/canonicalJson.ts';

const KDF = { memoryKiB: 19_456, passes: 2, lanes: 1 };

/** Bytes that follow from a seed alone. */
const seededRandom = (seed: string) => {
  let count = 0;
  return (length: number): Uint8Array => {
    const pieces: Buffer[] = [];
    for (let made = 0; made < length; made += 32) {
      count += 1;
      pieces.push(createHash('sha256').update(`${seed} ${count}`).digest());
    }
    return new Uint8Array(Buffer.concat(pieces).subarray(0, length));
  };
};

/** For adapters that make their installation themselves: always the same one, as `seededInstallation`. */
export const seededChoices = (): InstallationChoices => ({
  newId: () => 'epoch-of-the-trace',
  random: seededRandom('installation'),
  kdf: KDF,
});

const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

export const seededInstallation = (): Installation => {
  const random = seededRandom('installation');
  const secret = Buffer.from(random(32)).toString('base64');
  const code = [...random(8)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  return {
    ...{ epoch: 'epoch-of-the-trace', formerEpochs: [], lastBackupAt: null, secret, kdf: KDF },
    setupCode: `${code.slice(0, 4)}-${code.slice(4)}`,
  };
};

const ORGANISATIONS = ['org-1', 'org-2'];
const SCOPES: readonly Scope[] = ['org:org-1', 'meeting:m', 'item:i', 'manifest:p', 'manifest:q'];
const KINDS = ['person', 'meeting', 'grant', 'privateNote'] as const;
const MARKS = ['opened', 'closed', 'windowEnded', 'announced'] as const;

/** Picks by a seed. */
const chooser = (seed: number) => {
  const random = seededRandom(`trace ${seed}`);
  const below = (bound: number): number => Buffer.from(random(6)).readUIntBE(0, 6) % bound;
  return { below, of: <T>(list: readonly T[]): T => list[below(list.length)] as T };
};
type Choose = ReturnType<typeof chooser>;

const instant = (choose: Choose): string => `2026-11-${10 + choose.below(15)}T01:00:00.000Z`;
const sha = (choose: Choose): string => choose.of(['a', 'b', 'c']).repeat(64);

type Step = (tx: WriteTx, choose: Choose, organisationId: string) => Promise<unknown>;

/** Everything that may be written, with arguments that often meet. */
const WRITES: readonly Step[] = [
  ...Array.from({ length: 6 }, (): Step => (tx, choose) => {
    const kind = choose.of(KINDS);
    const id = kind === 'grant' ? choose.of(SCOPES) : choose.of(['x', 'y', 'z', 'đ']);
    const body = JSON.stringify({
      id,
      n: choose.below(3),
      text: choose.of(['', 'Nghị quyết', '\u{1f5f3}"\\']),
    });
    const record = { scope: choose.of(SCOPES), kind, id, parent: choose.of(['', 'm']), body };
    return tx.records.put(record, choose.of(['', 'tablet', 'laptop']));
  }),
  ...Array.from({ length: 2 }, (): Step => (tx, choose) => {
    const kind = choose.of(KINDS);
    const [id, scope] = [
      kind === 'grant' ? choose.of(SCOPES) : choose.of(['x', 'y', 'z']),
      choose.of(SCOPES),
    ];
    return tx.records.remove(kind, id, choose.of(['', 'tablet']), kind === 'grant' ? scope : undefined);
  }),
  (tx, choose) => tx.records.forgetTombstones(choose.below(30)),
  (tx, choose) => tx.records.setOrder('person', choose.of(['x', 'y']), { name: ['e', choose.below(9)] }),
  async (tx, choose) => {
    const { size } = await tx.log.state();
    const index = choose.below(8) === 0 ? size + 1 : size;
    const text = `${index} ${choose.below(5)}`;
    await tx.log.append({
      ...{ index, data: text, hash: `h${text}`, root: `r${text}`, frontier: ['f0'.repeat(32), sha(choose)] },
      checkpoint: `c${text}`,
    });
  },
  (tx, choose) => tx.log.markPoll(choose.of(['p', 'q', 'r']), choose.of(MARKS), choose.below(9)),
  (tx, choose) => tx.log.markRestored({ index: choose.below(5), origin: 'before' }),
  (tx, choose) =>
    tx.log.storeBallot({
      ...{
        id: `b${choose.below(9)}`,
        pollId: choose.of(['p', 'q']),
        personId: 'v',
        logIndex: choose.below(9),
      },
      ...{ signed: { bytes: `{"text":"đồng ý"}`, signature: 'c2ln' }, receivedAt: instant(choose) },
    }),
  (tx, choose) => {
    const sha256 = sha(choose);
    return tx.files.add({ sha256, size: 5 + choose.below(9), chunks: [sha256], pages: 1 }, instant(choose));
  },
  (tx, choose) => tx.files.addUploader(sha(choose), choose.of(['v', 'w'])),
  (tx, choose) =>
    tx.files.link(choose.of(['v1', 'v2']), choose.of(SCOPES), choose.below(3) === 0 ? null : sha(choose)),
  (tx, choose) =>
    tx.files.addUpload({
      ...{ uploadId: `u${choose.below(4)}`, personId: choose.of(['v', 'w']), name: 'Tờ trình.pdf' },
      ...{ size: 9, sha256: sha(choose), startedAt: instant(choose) },
    }),
  (tx, choose) => tx.files.removeUpload(`u${choose.below(4)}`),
  (tx, choose, organisationId) =>
    tx.accounts.add({
      ...{
        username: choose.of(['an', 'binh']),
        organisationId,
        personId: 'v',
        role: 'user',
        salt: 'c2FsdA==',
      },
      ...{ kdf: KDF, authHash: 'ab', disabled: false, accountKey: null },
      ...{ accountKeyTaken: false, lastSignInAt: null },
    }),
  (tx, choose) => tx.accounts.setDisabled(choose.of(['an', 'binh']), choose.below(2) === 0),
  (tx, choose) => tx.accounts.setAccountKey(choose.of(['an', 'binh']), choose.of([null, 'a2V5'])),
  (tx, choose) => tx.accounts.signedIn(choose.of(['an', 'binh']), instant(choose)),
  (tx, choose) =>
    tx.accounts.addSession({
      ...{ tokenHash: `t${choose.below(4)}`, username: choose.of(['an', 'binh', 'nobody']), deviceId: 'd' },
      expiresAt: instant(choose),
    }),
  (tx, choose) => tx.accounts.removeSessionsExpiredBefore(instant(choose)),
  (tx, choose) => tx.accounts.removeSessionsOf(choose.of(['an', 'binh'])),
  async (tx, choose) => {
    const n = (await tx.devices.lastMutation('d')) + (choose.below(6) === 0 ? 0 : 1);
    await tx.devices.addResult('d', {
      id: `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`,
      n,
      seq: await tx.counter(),
      status: 'applied',
    });
  },
  (tx, choose) => tx.devices.countFailure('d', choose.below(3)),
];

/** Numbers near the end, where few have moved, and far from it. */
const numbersOf = async (view: ReadView): Promise<readonly number[]> => {
  const counter = await view.counter();
  return [0, 3, Math.floor(counter / 2), counter - 2, counter - 1, counter];
};

/** Everything that can be read of one organisation. */
const dumpOf = async (view: ReadView): Promise<unknown> => ({
  counter: await view.counter(),
  durable: await view.durableThrough(),
  epochs: await view.epochs(),
  moment: await view.moment(),
  scopes: await Promise.all(
    SCOPES.map(async (scope) => [
      await view.records.scopeState(scope),
      await view.records.changes(scope, 0, { records: 1000, bytes: 1_000_000 }, true),
      await view.records.changes(scope, 3, { records: 2, bytes: 150 }, false),
      await view.records.grantedScopes(scope),
      await view.records.grantedScopes(scope, 4, 2),
      await Promise.all(SCOPES.map((name) => view.records.grantedScope(scope, name))),
      await Promise.all(
        (await numbersOf(view)).map(async (after) => [
          await view.records.movedScopes(scope, after),
          await view.records.revokedScopes(scope, after),
        ]),
      ),
      await Promise.all(KINDS.map((kind) => view.records.listInScope(scope, kind))),
      [...(await view.records.scopesHolding('grant', scope))].sort(),
      await view.files.scopesNaming('a'.repeat(64)).then((named) => [...named].sort()),
    ]),
  ),
  lists: await Promise.all(KINDS.slice(0, 2).map((kind) => view.records.list(kind, 'm'))),
  foreign: await view.records.lastForeignRev('person', 'x', 'tablet'),
  order: await view.records.order('person', 'x'),
  log: [await view.log.state(), await view.log.rootAt(2), await view.log.leaf(1), await view.log.restores()],
  polls: await Promise.all(
    ['p', 'q'].map(async (poll) => [
      Object.entries(await view.log.pollMarks(poll)).sort(([a], [b]) => (a < b ? -1 : 1)),
      await view.log.ballots(poll),
    ]),
  ),
  toFinish: await view.log.pollsToFinish(),
  files: await Promise.all(['a', 'b', 'c'].map((letter) => view.files.find(letter.repeat(64)))),
  uploaded: await view.files.uploadedBy('a'.repeat(64), 'v'),
  uploads: await Promise.all([0, 1, 2, 3].map((n) => view.files.findUpload(`u${n}`))),
  accounts: await view.accounts.list(),
  results: await Promise.all([1, 2, 3].map((n) => view.devices.result('d', n))),
  line: await view.devices.lastMutation('d'),
});

/** Which member of an object comes first says nothing. */
const textOf = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value ?? null)) as Json);

const REFUSED = JSON.stringify({ refused: true });

/** One transaction of a few steps, some of which may be refused by themselves; now and then all of it is given up. */
const transaction = async (storage: Storage, choose: Choose, organisationId: string): Promise<string[]> => {
  const answers: string[] = [];
  const givesUp = choose.below(8) === 0;
  const steps = Array.from({ length: 1 + choose.below(4) }, () => choose.of(WRITES));
  const done = storage.transact(organisationId, async (tx) => {
    for (const step of steps) {
      answers.push(
        await tx
          .attempt(() => step(tx, choose, organisationId))
          .then(
            (value) => textOf({ value: value ?? null }),
            () => REFUSED,
          ),
      );
    }
    if (givesUp) throw new Error('given up');
  });
  answers.push(
    await done.then(
      () => 'committed',
      () => 'given up',
    ),
  );
  return answers;
};

/** Does what a seed says on a storage; returns every answer, and what is there after each transaction. */
export const traceOf = async (storage: Storage, seed: number, length: number): Promise<readonly string[]> => {
  const choose = chooser(seed);
  const answers: string[] = [textOf(await storage.directory.installation())];
  for (const organisationId of ORGANISATIONS) {
    const record = {
      scope: `org:${organisationId}`,
      kind: 'person',
      id: 'first',
      parent: '',
      body: '{}',
    } as const;
    answers.push(String(await storage.transact(organisationId, (tx) => tx.records.put(record, ''))));
  }
  for (let count = 0; count < length; count += 1) {
    const organisationId = choose.of(ORGANISATIONS);
    answers.push(...(await transaction(storage, choose, organisationId)));
    answers.push(textOf(await storage.read(organisationId, dumpOf)));
    answers.push(textOf(await storage.directory.findSession('t1')));
    for (const token of ['t0', 't1', 't2']) {
      answers.push(textOf(await storage.directory.findSignedIn(token)));
    }
  }
  answers.push(JSON.stringify(await storage.directory.organisationIds()));
  return answers;
};
