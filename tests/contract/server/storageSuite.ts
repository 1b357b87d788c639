import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { scopeOf } from '../../../shared/domain/scope.ts';
import type { AccountRow, RecordToPut, Storage, WriteTx } from '../../../server/storage/port.ts';

/** A store for one test, and another way into the same one, as a second process has it. */
export interface OpenedStorage {
  readonly storage: Storage;
  readonly reopen: () => Promise<Storage>;
}

const hash = (text: string): bigint => BigInt(`0x${createHash('sha256').update(text).digest('hex')}`);
const toHex = (sum: bigint): string => (sum % (1n << 256n)).toString(16).padStart(64, '0');

/** What every adapter of the storage port must hold. `open` gives an empty store that goes with the test. */
export const describeStorage = (name: string, open: () => Promise<OpenedStorage>): void => {
  const organisationId = randomUUID();
  const org = scopeOf('org', organisationId);
  const person = (id: string, body: string): RecordToPut => ({
    scope: org,
    kind: 'person',
    id,
    parent: '',
    body,
  });
  const start = async () => {
    const opened = await open();
    onTestFinished(() => opened.storage.close());
    const write = <T>(work: (tx: WriteTx) => Promise<T>) => opened.storage.transact(organisationId, work);
    return { ...opened, write };
  };

  describe(`${name}: records`, () => {
    test('every write takes the next number of its organisation, another organisation counts for itself', async () => {
      const { storage, write } = await start();
      const revs = await write(async (tx) => [
        await tx.records.put(person('a', '{}'), ''),
        await tx.records.put(person('b', '{}'), ''),
        await tx.records.remove('person', 'a', ''),
      ]);
      expect(revs).toEqual([1, 2, 3]);
      const other = randomUUID();
      const record = { ...person('a', '{}'), scope: scopeOf('org', other) };
      expect(await storage.transact(other, (tx) => tx.records.put(record, ''))).toBe(1);
      expect(await storage.read(organisationId, (view) => view.counter())).toBe(3);
      expect(await storage.directory.organisationIds()).toEqual([organisationId, other].sort());
    });

    test('a record that says the same again keeps its number', async () => {
      const { write } = await start();
      const revs = await write(async (tx) => [
        await tx.records.put(person('a', '{"x":1}'), ''),
        await tx.records.put(person('a', '{"x":1}'), ''),
      ]);
      expect(revs).toEqual([1, 1]);
    });

    test('the checksum is the sum of the live records, whatever came and went', async () => {
      const { storage, write } = await start();
      await write(async (tx) => {
        await tx.records.put(person('a', '{"n":1}'), '');
        await tx.records.put(person('b', '{"n":2}'), '');
        await tx.records.put(person('a', '{"n":3}'), '');
        await tx.records.put(person('c', '{"n":4}'), '');
        await tx.records.remove('person', 'c', '');
      });
      const { checksum, head } = await storage.read(organisationId, (view) => view.records.scopeState(org));
      expect(head).toBe(5);
      expect(checksum).toBe(toHex(hash('person\na\n3\n{"n":3}') + hash('person\nb\n2\n{"n":2}')));
    });

    test('changes come ascending, within the limits, with tombstones only when asked for', async () => {
      const { storage, write } = await start();
      await write(async (tx) => {
        for (const id of ['a', 'b', 'c', 'd']) await tx.records.put(person(id, `{"id":"${id}"}`), '');
        await tx.records.remove('person', 'b', '');
      });
      const changes = (after: number, records: number, bytes: number, tombstones: boolean) =>
        storage.read(organisationId, async (view) =>
          (await view.records.changes(org, after, { records, bytes }, tombstones)).map(([id, , rev, body]) =>
            body === null ? `-${id}${rev}` : `${id}${rev}`,
          ),
        );
      expect(await changes(0, 100, 10_000, false)).toEqual(['a1', 'c3', 'd4']);
      expect(await changes(0, 100, 10_000, true)).toEqual(['a1', 'c3', 'd4', '-b5']);
      expect(await changes(1, 1, 10_000, true)).toEqual(['c3']);
      expect(await changes(0, 100, 1, true)).toEqual(['a1']);
      expect(await changes(0, 0, 10_000, true)).toEqual([]);
    });

    test('a record never changes its scope; grants of one scope stand in many manifests', async () => {
      const { storage, write } = await start();
      await write((tx) => tx.records.put(person('a', '{}'), ''));
      const moved = { ...person('a', '{}'), scope: scopeOf('meeting', 'm') };
      await expect(write((tx) => tx.records.put(moved, ''))).rejects.toThrow(/scope/);
      const grant = (owner: string): RecordToPut => ({
        scope: scopeOf('manifest', owner),
        kind: 'grant',
        id: 'meeting:m',
        parent: '',
        body: '{"id":"meeting:m"}',
      });
      await write(async (tx) => {
        await tx.records.put(grant('p1'), '');
        await tx.records.put(grant('p2'), '');
        await tx.records.remove('grant', 'meeting:m', '', scopeOf('manifest', 'p1'));
      });
      const holding = await storage.read(organisationId, (view) =>
        view.records.scopesHolding('grant', 'meeting:m'),
      );
      expect(holding).toEqual(['manifest:p2']);
    });

    test('the last foreign write is the last one by anybody else', async () => {
      const { write } = await start();
      const seen = await write(async (tx) => {
        await tx.records.put(person('a', '{"n":1}'), 'tablet');
        await tx.records.put(person('a', '{"n":2}'), 'laptop');
        await tx.records.put(person('a', '{"n":3}'), 'laptop');
        return [
          await tx.records.lastForeignRev('person', 'a', 'laptop'),
          await tx.records.lastForeignRev('person', 'a', 'tablet'),
          await tx.records.lastForeignRev('person', 'nobody', 'tablet'),
        ];
      });
      expect(seen).toEqual([1, 3, 0]);
    });

    test('forgotten tombstones raise the floor of the scopes that had some', async () => {
      const { storage, write } = await start();
      const meeting = scopeOf('meeting', 'm');
      await write(async (tx) => {
        await tx.records.put(person('a', '{}'), '');
        await tx.records.put({ ...person('x', '{}'), scope: meeting }, '');
        await tx.records.remove('person', 'a', '');
        await tx.records.put(person('b', '{}'), '');
      });
      expect(await write((tx) => tx.records.forgetTombstones(3))).toBe(1);
      const [own, other] = await storage.read(organisationId, async (view) => [
        await view.records.scopeState(org),
        await view.records.scopeState(meeting),
      ]);
      expect([own.floor, other.floor]).toEqual([3, 0]);
    });
  });

  describe(`${name}: transactions`, () => {
    test('nothing remains of one that fails, and the failure is passed on', async () => {
      const { storage, write } = await start();
      const failing = write(async (tx) => {
        await tx.records.put(person('a', '{}'), '');
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      const found = await storage.read(organisationId, (view) => view.records.get('person', 'a'));
      expect(found).toBeUndefined();
      expect(await storage.read(organisationId, (view) => view.counter())).toBe(0);
    });

    test('an attempt that fails is undone by itself', async () => {
      const { storage, write } = await start();
      await write(async (tx) => {
        await tx.records.put(person('a', '{}'), '');
        const attempt = tx.attempt(async () => {
          await tx.records.put(person('b', '{}'), '');
          throw new Error('no');
        });
        await expect(attempt).rejects.toThrow('no');
        await tx.records.put(person('c', '{}'), '');
      });
      const rows = await storage.read(organisationId, (view) => view.records.list('person', ''));
      expect(rows.map(({ id, rev }) => `${id}${rev}`)).toEqual(['a1', 'c2']);
    });

    test('those of one organisation run one after another, however they are interleaved', async () => {
      const { storage, write } = await start();
      await write((tx) => tx.records.put(person('n', '0'), ''));
      const increment = () =>
        write(async (tx) => {
          const row = await tx.records.get('person', 'n');
          await new Promise((resolve) => setImmediate(resolve));
          await tx.records.put(person('n', String(Number(row?.body) + 1)), '');
        });
      await Promise.all(Array.from({ length: 20 }, increment));
      const row = await storage.read(organisationId, (view) => view.records.get('person', 'n'));
      expect(row?.body).toBe('20');
    });

    test('a read sees one moment, whatever is written meanwhile', async () => {
      const { storage, write } = await start();
      await write((tx) => tx.records.put(person('a', '{}'), ''));
      const [before, after] = await storage.read(organisationId, async (view) => {
        const first = await view.counter();
        await write((tx) => tx.records.put(person('b', '{}'), ''));
        return [first, await view.counter()];
      });
      expect([before, after]).toEqual([1, 1]);
      expect(await storage.read(organisationId, (view) => view.counter())).toBe(2);
    });

    test('many reads at once all get their turn', async () => {
      const { storage, write } = await start();
      await write((tx) => tx.records.put(person('a', '{}'), ''));
      const reads = Array.from({ length: 30 }, () =>
        storage.read(organisationId, async (view) => {
          await new Promise((resolve) => setImmediate(resolve));
          return view.counter();
        }),
      );
      expect(new Set(await Promise.all(reads))).toEqual(new Set([1]));
    });

    test('what another process has committed is noticed once, one’s own is not', async () => {
      const { storage, write, reopen } = await start();
      await write((tx) => tx.records.put(person('a', '{}'), ''));
      expect(storage.changedElsewhere()).toBe(false);
      const other = await reopen();
      await other.transact(organisationId, (tx) => tx.records.put(person('b', '{}'), ''));
      await other.close();
      expect([storage.changedElsewhere(), storage.changedElsewhere()]).toEqual([true, false]);
    });

    test('what was committed is there after closing and opening again', async () => {
      const { storage, write, reopen } = await start();
      await write((tx) => tx.records.put(person('a', '{"n":1}'), ''));
      const before = await storage.directory.installation();
      const again = await reopen();
      onTestFinished(() => again.close());
      expect(await again.directory.installation()).toEqual(before);
      const row = await again.read(organisationId, (view) => view.records.get('person', 'a'));
      expect(row?.body).toBe('{"n":1}');
    });
  });

  describe(`${name}: log, files, accounts, devices`, () => {
    test('a leaf goes to the end of the log and nowhere else', async () => {
      const { storage, write } = await start();
      const leaf = (index: number) => ({
        index,
        data: `{"n":${index}}`,
        hash: 'aa',
        root: `root${index}`,
        frontier: ['ff'],
        checkpoint: `checkpoint ${index + 1}`,
      });
      await write(async (tx) => {
        await tx.records.put(person('a', '{}'), '');
        // An empty log begins with its first leaf.
        await expect(tx.attempt(() => tx.log.append(leaf(1)))).rejects.toThrow();
        await tx.log.append(leaf(0));
        await tx.log.append(leaf(1));
      });
      await expect(write((tx) => tx.log.append(leaf(1)))).rejects.toThrow();
      await expect(write((tx) => tx.log.append(leaf(7)))).rejects.toThrow();
      await storage.read(organisationId, async (view) => {
        expect(await view.log.state()).toEqual({ size: 2, frontier: ['ff'], checkpoint: 'checkpoint 2' });
        expect(await view.log.rootAt(1)).toBe('root0');
        expect(await view.log.rootAt(3)).toBeUndefined();
        expect(await view.log.leaf(1)).toBe('{"n":1}');
      });
    });

    test('polls to finish are the closed ones whose window has not ended', async () => {
      const { write } = await start();
      const waiting = await write(async (tx) => {
        await tx.log.markPoll('p1', 'opened', 0);
        await tx.log.markPoll('p2', 'opened', 1);
        await tx.log.markPoll('p2', 'closed', 2);
        await tx.log.markPoll('p3', 'closed', 3);
        await tx.log.markPoll('p3', 'windowEnded', 4);
        await tx.log.markPoll('p4', 'closed', 5);
        await tx.log.markPoll('p4', 'announced', 6);
        return tx.log.pollsToFinish();
      });
      expect(waiting).toEqual(['p2']);
    });

    test('ballots come back in log order, byte for byte', async () => {
      const { storage, write } = await start();
      const ballot = (id: string, logIndex: number) => ({
        id,
        pollId: 'p',
        personId: 'v',
        signed: { bytes: `{"text":"đồng ý ${id}"}`, signature: 'c2ln' },
        receivedAt: '2026-01-01T00:00:00.000Z',
        logIndex,
      });
      await write(async (tx) => {
        await tx.log.storeBallot(ballot('b', 9));
        await tx.log.storeBallot(ballot('a', 4));
      });
      const stored = await storage.read(organisationId, (view) => view.log.ballots('p'));
      expect(stored).toEqual([ballot('a', 4), ballot('b', 9)]);
    });

    test('a file is named by the live versions that link to it', async () => {
      const { write } = await start();
      const item = scopeOf('item', 'i');
      await write(async (tx) => {
        await tx.records.put(person('a', '{}'), '');
        const file = { sha256: 'f'.repeat(64), size: 5, chunks: ['c'.repeat(64)], pages: 1 };
        await tx.files.add(file, '2026-01-01T00:00:00.000Z');
        await tx.files.add(file, '2026-01-02T00:00:00.000Z');
        expect(await tx.files.find(file.sha256)).toEqual(file);
        await tx.files.link('v1', item, file.sha256);
        await tx.files.link('v2', item, file.sha256);
        expect(await tx.files.scopesNaming(file.sha256)).toEqual([item]);
        await tx.files.link('v1', item, null);
        expect(await tx.files.scopesNaming(file.sha256)).toEqual([item]);
        await tx.files.link('v2', item, null);
        expect(await tx.files.scopesNaming(file.sha256)).toEqual([]);
        await tx.files.addUploader(file.sha256, 'p');
        expect(await tx.files.uploadedBy(file.sha256, 'p')).toBe(true);
        expect(await tx.files.uploadedBy(file.sha256, 'q')).toBe(false);
      });
    });

    const account = (username: string): AccountRow => ({
      username,
      organisationId,
      personId: 'p',
      role: 'user',
      salt: 'c2FsdA==',
      kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
      authHash: 'ab',
      disabled: false,
      accountKey: null,
      accountKeyTaken: false,
      lastSignInAt: null,
    });

    test('a user name is taken once; sessions end with their account’s', async () => {
      const { storage, write } = await start();
      await write(async (tx) => {
        await tx.records.put(person('a', '{}'), '');
        await tx.accounts.add(account('lan'));
        await tx.accounts.addSession({
          tokenHash: 't1',
          username: 'lan',
          deviceId: 'd',
          expiresAt: '2030-01-01T00:00:00.000Z',
        });
      });
      await expect(write((tx) => tx.accounts.add(account('lan')))).rejects.toThrow();
      expect((await storage.directory.findSession('t1'))?.username).toBe('lan');
      expect(await storage.directory.findSignedIn('t1')).toMatchObject({ disabled: false, device: null });
      const device = { scope: org, kind: 'device', id: 'd', parent: '', body: '{"id":"d"}' } as const;
      await write((tx) => tx.records.put(device, ''));
      await write((tx) => tx.accounts.setDisabled('lan', true));
      const signedIn = { username: 'lan', deviceId: 'd', disabled: true, device: '{"id":"d"}' };
      expect(await storage.directory.findSignedIn('t1')).toMatchObject(signedIn);
      expect((await storage.directory.findAccount('lan'))?.disabled).toBe(true);
      await write((tx) => tx.accounts.removeSessionsOf('lan'));
      expect(await storage.directory.findSession('t1')).toBeUndefined();
    });

    test('a sheet is the last one of its name; requests are found by name and by when they end', async () => {
      const { storage, write } = await start();
      const sheet = (accountKey: string) => ({
        ...{ username: 'lan', verifierHash: 'v', accountKey },
        createdAt: '2030-01-01T00:00:00.000Z',
      });
      const request = (id: string, username: string, expiresAt: string) => ({
        ...{ id, username, expiresAt, secretHash: 's', commitment: 'c' },
        ...{ approverDevice: null, approverKey: null, publicKey: null, sealed: null },
      });
      await write(async (tx) => {
        await tx.records.put(person('a', '{}'), '');
        await tx.accounts.add(account('lan'));
        await tx.recovery.putSheet(sheet('first'));
        await tx.recovery.putSheet(sheet('second'));
        // Also for a name that is nobody's.
        await tx.recovery.putRequest(request('r1', 'lan', '2030-01-01T00:00:00.000Z'));
        await tx.recovery.putRequest(request('r2', 'nobody', '2030-01-02T00:00:00.000Z'));
        await tx.recovery.putRequest({ ...request('r1', 'lan', '2030-01-01T00:00:00.000Z'), sealed: 'x' });
      });
      await storage.read(organisationId, async ({ recovery }) => {
        expect(await recovery.sheet('lan')).toEqual(sheet('second'));
        expect(await recovery.sheet('nobody')).toBeUndefined();
        expect((await recovery.request('r1'))?.sealed).toBe('x');
        expect((await recovery.requestsOf('nobody')).map(({ id }) => id)).toEqual(['r2']);
        const expired = await recovery.requestsExpiredBefore('2030-01-01T12:00:00.000Z');
        expect(expired.map(({ id }) => id)).toEqual(['r1']);
      });
      await write(async (tx) => {
        await tx.recovery.removeSheet('lan');
        await tx.recovery.removeRequest('r1');
      });
      await storage.read(organisationId, async ({ recovery }) => {
        expect(await recovery.sheet('lan')).toBeUndefined();
        expect(await recovery.request('r1')).toBeUndefined();
      });
    });

    test('a mutation’s answer is kept and moves its device on; failures are counted apart', async () => {
      const { storage, write } = await start();
      const rejected = {
        id: randomUUID(),
        n: 1,
        status: 'rejected' as const,
        seq: 4,
        code: 'poll_no_quorum' as const,
        params: { needed: 18, present: 17 },
      };
      expect(await write((tx) => tx.devices.countFailure('d', 1))).toBe(1);
      expect(await write((tx) => tx.devices.countFailure('d', 1))).toBe(2);
      await write(async (tx) => {
        await tx.records.put(person('a', '{}'), '');
        await tx.devices.addResult('d', rejected);
      });
      await storage.read(organisationId, async (view) => {
        expect(await view.devices.result('d', 1)).toEqual(rejected);
        expect(await view.devices.resultOf('d', rejected.id)).toEqual(rejected);
        expect(await view.devices.resultOf('other', rejected.id)).toBeUndefined();
        expect(await view.devices.lastMutation('d')).toBe(1);
        expect(await view.devices.lastMutation('other')).toBe(0);
      });
    });
  });
};
