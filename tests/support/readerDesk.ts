import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Annotation, ReadingPosition } from '../../shared/contract/annotation.ts';
import {
  type ClientAnswer,
  type ClientMethod,
  clientMethods,
  type ClientResult,
  isClientMethod,
  type Preferences,
  type SyncState,
  type Topic,
} from '../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../shared/contract/errors.ts';
import { CHUNK_BYTES, type PaperVersion } from '../../shared/domain/records/paper.ts';
import { createIds } from '../../shared/lib/ids.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { type Loopback, serveLoopback } from '../../main/loopback/loopback.ts';
import type { Cabinet } from '../../main/core/ports.ts';

/**
 * A desk with papers on it, for tests of the reader alone: real files behind the real loopback host, every argument
 * and every answer held to the client's contract, annotations and places kept in memory. What the core itself does
 * with them is tested where the core is tested.
 */
export interface ReaderDesk {
  readonly loopback: Loopback;
  /** Lays down a paper; several files are its versions. Gives its id and those of its versions. */
  addPaper(title: string, files: readonly Uint8Array[], part?: PaperPart): DeskPaper;
  readonly annotations: Map<string, Annotation>;
  readonly positions: Map<string, ReadingPosition>;
  /** Whether a file is on the device. */
  setHere(sha256: string, share: number): void;
  setSync(part: Partial<SyncState>): void;
  setPreferences(part: Partial<Preferences>): void;
  /** From now on annotations cannot be kept, for this reason. */
  failKeeping(error: CabinetError | null): void;
  /** Every call, in order. */
  readonly calls: string[];
  tell(...topics: Topic[]): void;
  close(): Promise<void>;
}

export interface DeskPaper {
  readonly id: string;
  readonly versions: readonly PaperVersion[];
}

export interface PaperPart {
  readonly classification?: ClientResult<'papers.get'>['view']['paper']['classification'];
  readonly documentType?: ClientResult<'papers.get'>['view']['paper']['documentType'];
  readonly polls?: ClientResult<'papers.get'>['polls'];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const ids = createIds({ now: () => Date.now() }, (count) => randomBytes(count));
const NOW = '2026-12-01T01:00:00.000Z';

const SYNC: SyncState = {
  phase: 'up_to_date',
  error: null,
  lastSyncedAt: NOW,
  offlineSince: null,
  retryAt: null,
  complete: true,
  waiting: 0,
  refused: 0,
  files: { have: 1, total: 1, haveBytes: 1, totalBytes: 1, error: null },
};

const versionOf = (paperId: string, bytes: Uint8Array, n: number): PaperVersion => {
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    chunks.push(sha256(bytes.subarray(at, at + CHUNK_BYTES)));
  }
  return {
    id: ids.next(),
    paperId,
    n,
    fileName: `van-ban-lan-${n}.pdf`,
    file: { sha256: sha256(bytes), size: bytes.length, chunks, pages: 1 },
    addedAt: NOW,
    addedBy: ids.next(),
  };
};

type Kept = ClientResult<'papers.get'>;

const createState = () => ({
  files: new Map<string, Uint8Array>(),
  /** Share of a file that is here. */
  shares: new Map<string, number>(),
  papers: new Map<string, Kept>(),
  annotations: new Map<string, Annotation>(),
  positions: new Map<string, ReadingPosition>(),
  listeners: new Set<(topics: readonly Topic[]) => void>(),
  sync: SYNC,
  preferences: { language: 'vi', theme: 'light', textSize: 'normal' } as Preferences,
  failing: null as CabinetError | null,
  calls: [] as string[],
});
type State = ReturnType<typeof createState>;

const availabilityOf = (state: State, version: PaperVersion): Kept['view']['availability'] => {
  const share = state.shares.get(version.file.sha256) ?? 1;
  const totalBytes = version.file.size;
  return {
    state: share >= 1 ? 'here' : share > 0 ? 'partial' : 'waiting',
    haveBytes: Math.floor(share * totalBytes),
    totalBytes,
  };
};

const session = (): ClientResult<'session.state'> => ({
  state: 'unlocked',
  serverUrl: 'http://127.0.0.1:1',
  needsSetup: false,
  profiles: [{ username: 'an', name: 'Nguyễn Văn An' }],
  person: { id: ids.next(), name: 'Nguyễn Văn An', position: 'Bộ trưởng', unit: 'Bộ Tài chính', rank: 5 },
  username: 'an',
  accountRole: 'user',
  deviceId: null,
  organisation: null,
  secretaryOf: [],
});

const answersOf = (state: State) => {
  const tell = (...topics: Topic[]): void => {
    for (const listener of state.listeners) listener(topics);
  };
  const keep = (change: () => void): Result<unknown, CabinetError> => {
    if (state.failing !== null) return err(state.failing);
    change();
    tell('annotations');
    return ok({});
  };
  const me = session();
  const answers: Partial<Record<ClientMethod, (args: never) => Result<unknown, CabinetError>>> = {
    'session.state': () => ok(me),
    'preferences.get': () => ok(state.preferences),
    'sync.state': () => ok(state.sync),
    'outbox.list': () => ok({ entries: [] }),
    'papers.get': ({ id, versionId }: { id: string; versionId?: string }) => {
      const kept = state.papers.get(id);
      if (kept === undefined) return err(cabinetError('not_found'));
      const wanted = versionId ?? kept.view.paper.currentVersionId;
      const version = kept.versions.find((one) => one.id === wanted);
      if (version === undefined) return err(cabinetError('not_found'));
      return ok({ ...kept, view: { ...kept.view, version, availability: availabilityOf(state, version) } });
    },
    'files.want': ({ sha256: wanted }: { sha256: string }) => {
      const version = [...state.papers.values()]
        .flatMap(({ versions }) => versions)
        .find(({ file }) => file.sha256 === wanted);
      return version === undefined ? err(cabinetError('not_found')) : ok(availabilityOf(state, version));
    },
    'reading.get': ({ paperId }: { paperId: string }) =>
      ok({ position: state.positions.get(paperId) ?? null }),
    'reading.put': (position: ReadingPosition) => keep(() => state.positions.set(position.paperId, position)),
    'annotations.list': ({ paperId }: { paperId: string | null }) =>
      ok({
        annotations: [...state.annotations.values()].filter(
          (one) => paperId === null || one.paperId === paperId,
        ),
      }),
    'annotations.put': (one: Annotation) => keep(() => state.annotations.set(one.id, one)),
    'annotations.remove': ({ id }: { id: string }) => keep(() => state.annotations.delete(id)),
  };
  return { answers, tell };
};

const cabinetOf = (state: State, answers: ReturnType<typeof answersOf>['answers']): Cabinet => ({
  async call(method, args): Promise<ClientAnswer<ClientMethod>> {
    state.calls.push(method);
    const answer = isClientMethod(method) ? answers[method] : undefined;
    if (!isClientMethod(method) || answer === undefined) {
      return { ok: false, error: cabinetError('not_found') };
    }
    const given = clientMethods[method].args.safeParse(args);
    if (!given.success) return { ok: false, error: cabinetError('bad_request') };
    const result = answer(given.data as never);
    if (!result.ok) return { ok: false, error: result.error };
    return { ok: true, value: clientMethods[method].result.parse(result.value) };
  },
  onChanged(listener) {
    state.listeners.add(listener);
    return () => state.listeners.delete(listener);
  },
  async openFile(wanted) {
    const bytes = state.files.get(wanted);
    if (bytes === undefined || (state.shares.get(wanted) ?? 1) < 1) return err(cabinetError('file_not_here'));
    return ok({ size: bytes.length, read: async (start, end) => bytes.subarray(start, end) });
  },
  async close() {
    state.listeners.clear();
  },
});

const paperOf = (title: string, files: readonly Uint8Array[], part: PaperPart): Kept => {
  const paperId = ids.next();
  const versions = files.map((bytes, index) => versionOf(paperId, bytes, index + 1));
  const version = versions.at(-1);
  if (version === undefined) throw new Error('a paper has at least one version');
  return {
    view: {
      rev: 1,
      paper: {
        id: paperId,
        meetingId: null,
        itemId: null,
        slipId: null,
        order: 'a0',
        title,
        documentType: part.documentType ?? 'report',
        agency: 'Bộ Tài chính',
        number: '',
        classification: part.classification ?? 'public',
        currentVersionId: version.id,
      },
      version,
      versionCount: versions.length,
      availability: { state: 'here', haveBytes: version.file.size, totalBytes: version.file.size },
      read: false,
    },
    versions,
    ownerTitle: 'Báo cáo kinh tế – xã hội',
    meetingId: null,
    polls: [...(part.polls ?? [])],
  };
};

/** Serves the built renderer over a desk without papers. */
export const openReaderDesk = async (build: {
  readonly rendererDir: string;
  readonly bridgeFile: string;
}): Promise<ReaderDesk> => {
  const state = createState();
  const { answers, tell } = answersOf(state);
  const cabinet = cabinetOf(state, answers);
  const loopback = await serveLoopback({ cabinet, ...build, port: 0, random: (count) => randomBytes(count) });
  return {
    loopback,
    annotations: state.annotations,
    positions: state.positions,
    calls: state.calls,
    tell,
    addPaper(title, files, part = {}) {
      const kept = paperOf(title, files, part);
      state.papers.set(kept.view.paper.id, kept);
      for (const [index, bytes] of files.entries()) {
        const version = kept.versions[index];
        if (version !== undefined) state.files.set(version.file.sha256, bytes);
      }
      return { id: kept.view.paper.id, versions: kept.versions };
    },
    setHere(wanted, share) {
      state.shares.set(wanted, share);
      tell('files');
    },
    setSync(part) {
      state.sync = { ...state.sync, ...part };
      tell('sync');
    },
    setPreferences(part) {
      state.preferences = { ...state.preferences, ...part };
      tell('preferences');
    },
    failKeeping(error) {
      state.failing = error;
    },
    async close() {
      await loopback.close();
      await cabinet.close();
    },
  };
};

/** Real papers beside the project; tests that need them say loudly when they are not there. */
export const sharedPdf = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(join(import.meta.dirname, '../../../shared/data/pdfs', name)));
