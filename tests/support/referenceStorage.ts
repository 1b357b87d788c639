import { writeFile } from 'node:fs/promises';
import type {
  AccountRow,
  BackupPoint,
  GrantedScope,
  ReadView,
  Storage,
  WriteTx,
} from '../../server/storage/port.ts';
import type { StoredBallot } from '../../shared/domain/mutation.ts';
import { parseScope, type Scope, scopeOf } from '../../shared/domain/scope.ts';
import type { WireRecord } from '../../shared/contract/sync.ts';
import {
  checksumOf,
  type Kept,
  live,
  newOrganisation,
  type Organisation,
  type ReferenceDisk,
  rowOf,
  type State,
} from './referenceState.ts';

const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Reads and writes of one organisation on a state that is its own. An organisation is there from its first write on. */
const transactionOn = (own: { state: State }, organisationId: string): WriteTx => {
  const org = (): Organisation => own.state.organisations.get(organisationId) ?? newOrganisation();
  /** For what may only be kept where the organisation is known. */
  const known = (): Organisation => {
    const found = own.state.organisations.get(organisationId);
    if (found === undefined || found.counter === 0) throw new Error('there is no such organisation');
    return found;
  };
  const stateOf = (scope: Scope) => ({
    head: org().heads.get(scope) ?? 0,
    floor: org().floors.get(scope) ?? 0,
    checksum: checksumOf(org().records.filter((kept) => kept.scope === scope)),
  });
  const granted = (manifest: Scope): GrantedScope[] =>
    org()
      .records.filter((each) => live(each) && each.scope === manifest && each.kind === 'grant')
      .sort((a, b) => a.rev - b.rev)
      .flatMap(({ id, rev }) => {
        const parsed = parseScope(id);
        const scope = parsed === null ? null : scopeOf(parsed.kind, parsed.id);
        return scope === null ? [] : [{ ...stateOf(scope), scope, granted: rev }];
      });
  const made = (): Organisation => {
    const found = own.state.organisations.get(organisationId) ?? newOrganisation();
    own.state.organisations.set(organisationId, found);
    return found;
  };
  const rewrite = (before: Kept | undefined, after: Kept): number => {
    const all = made();
    all.records = [...all.records.filter((kept) => kept !== before), after];
    all.heads.set(after.scope, after.rev);
    return after.rev;
  };
  const next = (): number => (made().counter += 1);
  const foreign = (held: Kept, writer: string): number =>
    held.writer === writer ? held.foreignRev : held.rev;
  const account = (username: string) => own.state.accounts.find((each) => each.username === username);
  const change = (username: string, fields: Partial<AccountRow>): void => {
    own.state.accounts = own.state.accounts.map((each) =>
      each.username === username ? { ...each, ...fields } : each,
    );
  };
  const { records, log, files, devices } = {
    records: {
      async get(kind, id, scope) {
        const found = org().records.filter(live);
        const row = found.find(
          (each) => each.kind === kind && each.id === id && (scope ?? each.scope) === each.scope,
        );
        return row === undefined ? undefined : rowOf(row);
      },
      async list(kind, parent) {
        const found = org().records.filter(live);
        const rows = found.filter((each) => each.kind === kind && each.parent === parent);
        return rows.sort((a, b) => byText(a.id, b.id)).map(rowOf);
      },
      async lastForeignRev(kind, id, writer) {
        const held = org().records.find((each) => each.kind === kind && each.id === id);
        return held === undefined ? 0 : foreign(held, writer);
      },
      async listInScope(scope, kind) {
        const found = org().records.filter(live);
        const rows = found.filter((each) => each.scope === scope && each.kind === kind);
        return rows.sort((a, b) => a.rev - b.rev).map(rowOf);
      },
      async scopesHolding(kind, id) {
        const found = org().records.filter(live);
        const rows = found.filter((each) => each.kind === kind && each.id === id);
        return rows.map(({ scope }) => scope).sort(byText);
      },
      order: async (kind, id) => org().orders.get(`${kind} ${id}`) ?? {},
      scopeState: async (scope) => stateOf(scope),
      grantedScopes: async (manifest, from = 0, limit = -1) =>
        granted(manifest)
          .filter((each) => each.granted >= from)
          .slice(0, limit < 0 ? undefined : limit),
      grantedScope: async (manifest, name) => granted(manifest).find(({ scope }) => scope === name),
      movedScopes: async (manifest, after) => granted(manifest).filter(({ head }) => head > after),
      async revokedScopes(manifest, after) {
        const grants = org().records.filter((each) => each.scope === manifest && each.kind === 'grant');
        return grants
          .filter((each) => !live(each) && each.rev > after)
          .sort((a, b) => a.rev - b.rev)
          .flatMap(({ id }) => {
            const scope = parseScope(id);
            return scope === null ? [] : [scopeOf(scope.kind, scope.id)];
          });
      },
      async changes(scope, after, limit, tombstones) {
        if (limit.records <= 0 || limit.bytes <= 0) return [];
        const found: WireRecord[] = [];
        let bytes = 0;
        const rows = org().records.filter((each) => each.scope === scope && each.rev > after);
        for (const { id, kind, rev, body } of rows.sort((a, b) => a.rev - b.rev)) {
          if (body === null && !tombstones) continue;
          found.push([id, kind, rev, body]);
          bytes += (body?.length ?? 0) + id.length + 40;
          if (found.length >= limit.records || bytes >= limit.bytes) break;
        }
        return found;
      },
      async put({ scope, kind, id, parent, body }, writer) {
        const all = org().records.filter((each) => each.kind === kind && each.id === id);
        const held = all.find((each) => each.scope === scope);
        must(kind === 'grant' || all.length === 0 || held !== undefined, 'a record may not change its scope');
        if (held?.body === body) return held.rev;
        const foreignRev = held === undefined ? 0 : foreign(held, writer);
        return rewrite(held, { scope, kind, id, parent, rev: next(), writer, foreignRev, body });
      },
      async remove(kind, id, writer, scope) {
        const held = org().records.find(
          (each) =>
            live(each) && each.kind === kind && each.id === id && (scope ?? each.scope) === each.scope,
        );
        if (held === undefined) return null;
        return rewrite(held, { ...held, rev: next(), writer, foreignRev: foreign(held, writer), body: null });
      },
      async setOrder(kind, id, order) {
        made().orders.set(`${kind} ${id}`, order);
      },
      async forgetTombstones(upTo) {
        const gone = org().records.filter((each) => each.body === null && each.rev <= upTo);
        for (const { scope, rev } of gone) {
          org().floors.set(scope, Math.max(org().floors.get(scope) ?? 0, rev));
        }
        org().records = org().records.filter((each) => !gone.includes(each));
        return gone.length;
      },
    },
    log: {
      async state() {
        const last = org().leaves.at(-1);
        return {
          size: org().leaves.length,
          frontier: last?.frontier ?? [],
          checkpoint: last?.checkpoint ?? null,
        };
      },
      rootAt: async (size) => org().leaves[size - 1]?.root,
      leaf: async (index) => org().leaves[index]?.data,
      async pollMarks(pollId) {
        const marks = org().marks.filter((each) => each.pollId === pollId);
        return Object.fromEntries(marks.map(({ mark, index }) => [mark, index]));
      },
      async ballots(pollId) {
        const found = org().ballots.filter((each) => each.pollId === pollId);
        return found.sort((a, b) => a.logIndex - b.logIndex);
      },
      restores: async () => org().restores.toSorted((a, b) => a.index - b.index),
      async pollsToFinish() {
        const of = (pollId: string) =>
          org()
            .marks.filter((each) => each.pollId === pollId)
            .map(({ mark }) => mark);
        const polls = [...new Set(org().marks.map(({ pollId }) => pollId))].sort(byText);
        const isOver = (pollId: string) =>
          of(pollId).some((mark) => mark === 'windowEnded' || mark === 'announced');
        return polls.filter((pollId) => of(pollId).includes('closed') && !isOver(pollId));
      },
      async append(leaf) {
        must(leaf.index === known().leaves.length, 'a leaf goes to the end of the log');
        known().leaves.push(leaf);
      },
      async markRestored(place) {
        must(!known().restores.some(({ index }) => index === place.index), 'marked twice');
        known().restores.push(place);
      },
      async markPoll(pollId, mark, index) {
        must(!org().marks.some((each) => each.pollId === pollId && each.mark === mark), 'marked twice');
        made().marks.push({ pollId, mark, index });
      },
      async storeBallot(ballot) {
        const isThere = (each: StoredBallot): boolean =>
          each.id === ballot.id || (each.pollId === ballot.pollId && each.logIndex === ballot.logIndex);
        must(!org().ballots.some(isThere), 'a ballot stands once');
        made().ballots.push(ballot);
      },
    },
    files: {
      find: async (sha256) => org().files.find((file) => file.sha256 === sha256),
      async scopesNaming(sha256) {
        const links = [...org().links.values()].filter((link) => link.sha256 === sha256);
        return [...new Set(links.map(({ scope }) => scope))].sort(byText);
      },
      uploadedBy: async (sha256, personId) => org().uploaders.has(`${sha256} ${personId}`),
      findUpload: async (uploadId) => org().uploads.find((each) => each.uploadId === uploadId),
      findUploadOf: async (personId, sha256) =>
        org().uploads.find((each) => each.personId === personId && each.sha256 === sha256),
      staleUploads: async (before) => org().uploads.filter(({ startedAt }) => startedAt < before),
      async add(file) {
        if (known().files.every(({ sha256 }) => sha256 !== file.sha256)) known().files.push(file);
      },
      async addUploader(sha256, personId) {
        made().uploaders.add(`${sha256} ${personId}`);
      },
      async link(versionId, scope, sha256) {
        if (sha256 === null) org().links.delete(versionId);
        else made().links.set(versionId, { scope, sha256 });
      },
      async addUpload(upload) {
        const all = [...own.state.organisations.values()].flatMap(({ uploads }) => uploads);
        must(!all.some(({ uploadId }) => uploadId === upload.uploadId), 'an upload begins once');
        known().uploads.push(upload);
      },
      async removeUpload(uploadId) {
        org().uploads = org().uploads.filter((each) => each.uploadId !== uploadId);
      },
    },
    devices: {
      lastMutation: async (deviceId) => org().lines.get(deviceId) ?? 0,
      result: async (deviceId, n) => org().results.get(`${deviceId} ${n}`),
      async resultOf(deviceId, id) {
        const line = [...org().results].filter(([key]) => key.startsWith(`${deviceId} `));
        return line.map(([, result]) => result).find((result) => result.id === id);
      },
      async addResult(deviceId, result) {
        must(!known().results.has(`${deviceId} ${result.n}`), 'a number is answered once');
        known().results.set(`${deviceId} ${result.n}`, result);
        known().lines.set(deviceId, result.n);
      },
      async countFailure(deviceId, n) {
        const count = (org().failures.get(`${deviceId} ${n}`) ?? 0) + 1;
        made().failures.set(`${deviceId} ${n}`, count);
        return count;
      },
    },
  } satisfies Pick<WriteTx, 'records' | 'log' | 'files' | 'devices'>;
  return {
    counter: async () => org().counter,
    durableThrough: async () => org().durableThrough,
    moment: async () => ({
      counter: org().counter,
      durableThrough: org().durableThrough,
      checkpoint: (await log.state()).checkpoint,
    }),
    epochs: async () => [...own.state.installation.formerEpochs, own.state.installation.epoch],
    ...{ records, log, files, devices },
    accounts: {
      async get(username) {
        const found = account(username);
        return found?.organisationId === organisationId ? found : undefined;
      },
      async list() {
        const own_ = own.state.accounts.filter((each) => each.organisationId === organisationId);
        return own_.sort((a, b) => byText(a.username, b.username));
      },
      async add(row) {
        must(account(row.username) === undefined, 'a name is taken once');
        known();
        own.state.accounts.push(row);
      },
      setDisabled: async (username, disabled) => change(username, { disabled }),
      setCredentials: async (username, credentials) => change(username, { ...credentials }),
      setAccountKey: async (username, accountKey) => change(username, { accountKey }),
      signedIn: async (username, lastSignInAt) => change(username, { lastSignInAt }),
      async addSession(session) {
        must(account(session.username) !== undefined, 'a session is of an account');
        must(
          own.state.sessions.every((each) => each.tokenHash !== session.tokenHash),
          'a token is given once',
        );
        own.state.sessions.push(session);
      },
      async extendSession(tokenHash, expiresAt) {
        own.state.sessions = own.state.sessions.map((each) =>
          each.tokenHash === tokenHash ? { ...each, expiresAt } : each,
        );
      },
      async removeSession(tokenHash) {
        own.state.sessions = own.state.sessions.filter((each) => each.tokenHash !== tokenHash);
      },
      async removeSessionsOf(username) {
        own.state.sessions = own.state.sessions.filter((each) => each.username !== username);
      },
      async removeSessionsExpiredBefore(instant) {
        own.state.sessions = own.state.sessions.filter((each) => each.expiresAt >= instant);
      },
      async endSetup() {
        own.state.installation = { ...own.state.installation, setupCode: null };
      },
    },
    recovery: {
      sheet: async (username) => own.state.sheets.get(username),
      request: async (id) => own.state.requests.get(id),
      requestsOf: async (username) =>
        [...own.state.requests.values()]
          .filter((each) => each.username === username)
          .sort((a, b) => byText(a.id, b.id)),
      requestsExpiredBefore: async (instant) =>
        [...own.state.requests.values()]
          .filter(({ expiresAt }) => expiresAt < instant)
          .sort((a, b) => byText(a.id, b.id)),
      async putSheet(sheet) {
        must(account(sheet.username) !== undefined, 'a sheet is of an account');
        own.state.sheets.set(sheet.username, sheet);
      },
      async removeSheet(username) {
        own.state.sheets.delete(username);
      },
      async putRequest(request) {
        own.state.requests.set(request.id, request);
      },
      async removeRequest(id) {
        own.state.requests.delete(id);
      },
    },
    async attempt(work) {
      const before = structuredClone(own.state);
      try {
        return await work();
      } catch (error) {
        own.state = before;
        throw error;
      }
    },
  };
};

/**
 * The storage port by its words alone: lists in memory, a whole copy for each transaction, one line for all writers.
 * Slow, and nothing to get wrong: what an adapter answers is compared with it.
 */
export const openReference = (disk: ReferenceDisk): Storage => {
  let ownCommits = 0;
  const foreignCommits = (): number => disk.commits - ownCommits;
  let seen = foreignCommits();
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = disk.line.then(work, work);
    disk.line = mine.catch(() => undefined);
    return mine;
  };
  const write = <T>(work: (own: { state: State }) => Promise<T>): Promise<T> =>
    inLine(async () => {
      const own = { state: structuredClone(disk.state) };
      const value = await work(own);
      disk.state = own.state;
      disk.commits += 1;
      ownCommits += 1;
      return value;
    });
  return {
    directory: {
      installation: async () => disk.state.installation,
      organisationIds: async () =>
        [...disk.state.organisations]
          .filter(([, { counter }]) => counter > 0)
          .map(([id]) => id)
          .sort(byText),
      findAccount: async (username) => disk.state.accounts.find((each) => each.username === username),
      findSession: async (tokenHash) => disk.state.sessions.find((each) => each.tokenHash === tokenHash),
      async findSignedIn(tokenHash) {
        const session = disk.state.sessions.find((each) => each.tokenHash === tokenHash);
        const account = disk.state.accounts.find(({ username }) => username === session?.username);
        if (session === undefined || account === undefined) return undefined;
        const { username, organisationId, personId, role, disabled } = account;
        const { deviceId, expiresAt } = session;
        const { records } = transactionOn({ state: disk.state }, organisationId);
        const device = (await records.get('device', deviceId))?.body ?? null;
        return { username, organisationId, personId, role, disabled, deviceId, expiresAt, device };
      },
      epoch: async () => disk.state.installation.epoch,
    },
    transact: (organisationId, work) => write((own) => work(transactionOn(own, organisationId))),
    // A committed state is never changed again: a reader keeps the one that it began with.
    read: (organisationId, work) =>
      work(transactionOn({ state: disk.state }, organisationId) satisfies ReadView),
    isTrouble: () => false,
    changedElsewhere() {
      const changed = foreignCommits() !== seen;
      seen = foreignCommits();
      return changed;
    },
    backup: (file) =>
      inLine(async (): Promise<BackupPoint> => {
        await writeFile(file, JSON.stringify(disk.state.installation));
        return new Map([...disk.state.organisations].map(([id, { counter }]) => [id, counter]));
      }),
    noteBackup: (point, at) =>
      write(async (own) => {
        for (const [id, counter] of point) {
          const organisation = own.state.organisations.get(id);
          if (organisation === undefined) continue;
          organisation.durableThrough = Math.max(organisation.durableThrough, counter);
        }
        own.state.installation = { ...own.state.installation, lastBackupAt: at };
      }),
    close: async () => {
      await disk.line;
    },
  };
};
