import type { Stored } from '../../../shared/domain/mutation.ts';
import type { RecordChange } from '../context.ts';
import type { Loaner } from '../store/loaner.ts';
import type { ConfirmedReader, PageEnd } from '../store/records.ts';
import { inAgendaOrder } from '../views/agenda.ts';
import type { FileShape } from './fileTable.ts';
import { type OwnerRank, ownerRanks, type Standing, STANDINGS, UNKNOWN_OWNER } from './standing.ts';

/** What a file is for, and the paper that needs it most. */
export interface Wanted extends Standing {
  readonly paperId: string;
}

/**
 * Every file that a readable record names, kept up as records change: what a pull brought is looked at and nothing else.
 * Of a record only what is needed here is kept.
 */
export interface WantedIndex {
  /** Reads at most so many more records; true while there are others. What changes meanwhile is told by `apply`. */
  loadSome(limit: number): boolean;
  /** Forgets everything, to be loaded again. */
  clear(): void;
  /** Looks at what a pull has changed. Returns the files whose scopes may be others now. */
  apply(changes: readonly RecordChange[], gone: readonly string[]): ReadonlySet<string>;
  /** Judges sessions and slips at `now`, in milliseconds since 1970. Until then they stand as at the last time. */
  judge(now: number): void;
  /** On a lent device nothing but its session's papers. True when that is other than before: every file may be concerned. */
  setLent(lent: Loaner | null): boolean;
  has(sha256: string): boolean;
  get(sha256: string): Wanted | undefined;
  /** Scopes of the records that name it. */
  scopes(sha256: string): ReadonlySet<string>;
  /** Undefined when no record names it any more. */
  shape(sha256: string): FileShape | undefined;
  files(): IterableIterator<string>;
  /**
   * The files that are due in the order in which they are to be fetched: current versions before older ones, the nearest
   * session before the rest, in the order of the agenda. Works on as it is asked for more, a session at a time.
   */
  inOrder(isDue: (sha256: string) => boolean): Generator<string>;
}

interface PaperFacts {
  readonly id: string;
  isKnown: boolean;
  meetingId: string | null;
  slipId: string | null;
  itemId: string | null;
  order: string;
  currentVersionId: string;
  versions: VersionFacts[];
}

interface VersionFacts {
  readonly id: string;
  readonly paper: PaperFacts;
  readonly scope: string;
  readonly sha256: string;
}

/** Of a paper whose record is not here. */
const NOTHING_KNOWN = {
  isKnown: false,
  meetingId: null,
  slipId: null,
  itemId: null,
  order: '',
  currentVersionId: '',
} as const;
const ownerIdOf = ({ meetingId, slipId }: PaperFacts): string => meetingId ?? slipId ?? '';
const NO_SCOPES: ReadonlySet<string> = new Set();
const less = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

class RecordIndex implements WantedIndex {
  readonly #records: ConfirmedReader;
  readonly #papers = new Map<string, PaperFacts>();
  /** By the session or slip that they are of. */
  readonly #byOwner = new Map<string, Set<PaperFacts>>();
  readonly #versions = new Map<string, VersionFacts>();
  readonly #files = new Map<string, VersionFacts[]>();
  #owners: ReadonlyMap<string, OwnerRank> = new Map();
  #lent: Loaner | null = null;
  /** Which kind is being read, and up to where; null: both have been. */
  #loading: { readonly kind: 'paper' | 'paperVersion'; readonly after: PageEnd | null } | null = {
    ...{ kind: 'paper', after: null },
  };

  constructor(records: ConfirmedReader) {
    this.#records = records;
  }

  loadSome(limit: number): boolean {
    if (this.#loading === null) return false;
    const { kind, after } = this.#loading;
    if (kind === 'paper') {
      const { records, end } = this.#records.page(kind, after, limit);
      for (const paper of records) this.#putPaper(paper);
      this.#loading = end === null ? { kind: 'paperVersion', after: null } : { kind, after: end };
    } else {
      const { records, end } = this.#records.page(kind, after, limit);
      for (const version of records) this.#putVersion(version);
      this.#loading = end === null ? null : { kind, after: end };
    }
    return this.#loading !== null;
  }

  clear(): void {
    this.#papers.clear();
    this.#byOwner.clear();
    this.#versions.clear();
    this.#files.clear();
    this.#loading = { kind: 'paper', after: null };
  }

  apply(changes: readonly RecordChange[], gone: readonly string[]): ReadonlySet<string> {
    const touched = new Set<string>();
    for (const { kind, id } of changes) {
      if (kind === 'paperVersion') this.#lookAtVersion(id, touched);
      if (kind === 'paper') this.#lookAtPaper(id, touched);
    }
    const isGone = new Set(gone);
    for (const version of isGone.size === 0 ? [] : this.#versions.values()) {
      if (isGone.has(version.scope)) this.#dropVersion(version, touched);
    }
    return touched;
  }

  judge(now: number): void {
    this.#owners = ownerRanks(this.#records, now);
  }

  setLent(lent: Loaner | null): boolean {
    const before = this.#lent;
    this.#lent = lent;
    return (before === null) !== (lent === null) || before?.meetingId !== lent?.meetingId;
  }

  has(sha256: string): boolean {
    return this.#files.get(sha256)?.some((version) => this.#isWanted(version)) ?? false;
  }

  get(sha256: string): Wanted | undefined {
    const [first, ...others] = this.#wantedOf(sha256);
    if (first === undefined) return undefined;
    let best = this.#ownerOf(first);
    // For several papers at once it counts as for the one that needs it most.
    for (const owner of others.map((version) => this.#ownerOf(version))) {
      if (STANDINGS.indexOf(owner.standing) < STANDINGS.indexOf(best.standing)) best = owner;
    }
    return { standing: best.standing, at: best.at, paperId: first.paper.id };
  }

  scopes(sha256: string): ReadonlySet<string> {
    const versions = this.#files.get(sha256)?.filter((version) => this.#isWanted(version)) ?? [];
    return versions.length === 0 ? NO_SCOPES : new Set(versions.map(({ scope }) => scope));
  }

  shape(sha256: string): FileShape | undefined {
    const version = this.#files.get(sha256)?.find((each) => this.#isWanted(each));
    const file = version && this.#records.once('paperVersion', version.id)?.body.file;
    return file && { sha256, size: file.size, chunks: file.chunks };
  }

  files(): IterableIterator<string> {
    return this.#files.keys();
  }

  *inOrder(isDue: (sha256: string) => boolean): Generator<string> {
    const owners = [...this.#byOwner.keys()].sort((a, b) => this.#compareOwners(a, b));
    const given = new Set<string>();
    for (const older of [0, 1] as const) {
      for (const owner of owners) {
        for (const { sha256 } of this.#sorted(this.#dueOf(owner, older, isDue))) {
          // Under several versions it comes with the first.
          if (given.has(sha256)) continue;
          given.add(sha256);
          yield sha256;
        }
      }
    }
  }

  #dueOf(owner: string, older: 0 | 1, isDue: (sha256: string) => boolean): VersionFacts[] {
    const due: VersionFacts[] = [];
    for (const { versions } of this.#byOwner.get(owner) ?? []) {
      for (const version of versions) {
        if (this.#isOlder(version) === older && isDue(version.sha256) && this.#isWanted(version))
          due.push(version);
      }
    }
    return due;
  }

  /** Versions of one owner in the order of its agenda, which is read only for those that have any. */
  #sorted(versions: VersionFacts[]): VersionFacts[] {
    const [first] = versions;
    if (first === undefined) return versions;
    const places = this.#places(first.paper.meetingId);
    return versions.sort((a, b) => this.#compareWithin(a, b, places));
  }

  /** Versions that name it and are wanted, the one that is to come first before the others. */
  #wantedOf(sha256: string): readonly VersionFacts[] {
    const versions = this.#files.get(sha256)?.filter((version) => this.#isWanted(version)) ?? [];
    if (versions.length < 2) return versions;
    return versions.sort(
      (a, b) =>
        this.#isOlder(a) - this.#isOlder(b) ||
        this.#compareOwners(ownerIdOf(a.paper), ownerIdOf(b.paper)) ||
        this.#compareWithin(a, b, this.#places(a.paper.meetingId)),
    );
  }

  #isWanted({ paper }: VersionFacts): boolean {
    if (this.#lent === null) return true;
    return this.#lent.meetingId !== null && paper.isKnown && paper.meetingId === this.#lent.meetingId;
  }

  #isOlder({ id, paper }: VersionFacts): 0 | 1 {
    return paper.currentVersionId === id ? 0 : 1;
  }

  #ownerOf({ paper }: VersionFacts): OwnerRank {
    return this.#owners.get(ownerIdOf(paper)) ?? UNKNOWN_OWNER;
  }

  #compareOwners(a: string, b: string): number {
    const [x, y] = [this.#owners.get(a) ?? UNKNOWN_OWNER, this.#owners.get(b) ?? UNKNOWN_OWNER];
    return x.tier - y.tier || x.order - y.order || less(a, b);
  }

  #compareWithin(a: VersionFacts, b: VersionFacts, places: ReadonlyMap<string, number>): number {
    const place = ({ paper }: VersionFacts): number => places.get(paper.itemId ?? '') ?? 0;
    return place(a) - place(b) || less(a.paper.order, b.paper.order) || less(a.id, b.id);
  }

  /** The place of every item in the agenda of a meeting. */
  #places(meetingId: string | null): ReadonlyMap<string, number> {
    if (meetingId === null) return new Map();
    const items = inAgendaOrder(this.#records.listSync('agendaItem', meetingId));
    return new Map(items.map(({ id }, place) => [id, place]));
  }

  #lookAtVersion(id: string, touched: Set<string>): void {
    const before = this.#versions.get(id);
    const now = this.#records.once('paperVersion', id);
    if (before) this.#dropVersion(before, touched);
    if (now === undefined) return;
    this.#putVersion(now);
    touched.add(now.body.file.sha256);
  }

  #lookAtPaper(id: string, touched: Set<string>): void {
    const now = this.#records.once('paper', id);
    if (now !== undefined) this.#putPaper(now);
    else {
      const paper = this.#papers.get(id);
      if (paper !== undefined) this.#forgetPaper(paper);
    }
    // Which session a paper is of says on a lent device whether it is wanted at all.
    if (this.#lent === null) return;
    for (const { sha256 } of this.#papers.get(id)?.versions ?? []) touched.add(sha256);
  }

  #paperOf(id: string): PaperFacts {
    const known = this.#papers.get(id);
    if (known !== undefined) return known;
    const paper: PaperFacts = { id, ...NOTHING_KNOWN, versions: [] };
    this.#papers.set(id, paper);
    this.#enter(paper);
    return paper;
  }

  #enter(paper: PaperFacts): void {
    const owner = ownerIdOf(paper);
    const papers = this.#byOwner.get(owner);
    if (papers) papers.add(paper);
    else this.#byOwner.set(owner, new Set([paper]));
  }

  #leave(paper: PaperFacts): void {
    const owner = ownerIdOf(paper);
    const papers = this.#byOwner.get(owner);
    papers?.delete(paper);
    if (papers?.size === 0) this.#byOwner.delete(owner);
  }

  #setFacts(paper: PaperFacts, facts: Omit<PaperFacts, 'id' | 'versions'>): void {
    this.#leave(paper);
    Object.assign(paper, facts);
    this.#enter(paper);
  }

  #delete(paper: PaperFacts): void {
    this.#leave(paper);
    this.#papers.delete(paper.id);
  }

  #putPaper({ id, body }: Stored<'paper'>): void {
    const { meetingId, slipId, itemId, order, currentVersionId } = body;
    const facts = { isKnown: true, meetingId, slipId, itemId, order, currentVersionId };
    this.#setFacts(this.#paperOf(id), facts);
  }

  #forgetPaper(paper: PaperFacts): void {
    this.#setFacts(paper, NOTHING_KNOWN);
    if (paper.versions.length === 0) this.#delete(paper);
  }

  #putVersion({ id, scope, body }: Stored<'paperVersion'>): void {
    if (this.#versions.has(id)) return;
    const paper = this.#paperOf(body.paperId);
    const version: VersionFacts = { id, paper, scope, sha256: body.file.sha256 };
    this.#versions.set(id, version);
    paper.versions.push(version);
    const named = this.#files.get(version.sha256);
    if (named) named.push(version);
    else this.#files.set(version.sha256, [version]);
  }

  #dropVersion(version: VersionFacts, touched: Set<string>): void {
    const { id, paper, sha256 } = version;
    this.#versions.delete(id);
    paper.versions = paper.versions.filter((each) => each !== version);
    if (!paper.isKnown && paper.versions.length === 0) this.#delete(paper);
    const named = (this.#files.get(sha256) ?? []).filter((each) => each !== version);
    if (named.length > 0) this.#files.set(sha256, named);
    else this.#files.delete(sha256);
    touched.add(sha256);
  }
}

export const createWantedIndex = (records: ConfirmedReader): WantedIndex => new RecordIndex(records);

const RELEVANT: readonly string[] = ['paper', 'paperVersion', 'meeting', 'slip', 'agendaItem', 'device'];

/** Whether a pull may have changed which files are wanted, or their order. */
export const touchesFiles = (changes: readonly RecordChange[]): boolean =>
  changes.some(({ kind }) => RELEVANT.includes(kind));
