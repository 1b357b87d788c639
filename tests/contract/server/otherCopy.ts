import { recordDigest } from './otherFormats.ts';
import { exactly } from './otherWire.ts';

/** What a client of the other kind holds of the server's records, and the round that brings it up to date (`docs/sync.md`, *Pull*). */
export interface Row {
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
  readonly body: string;
}

interface Scope {
  readonly rows: Map<string, Row>;
  cursor: number;
  /** In the middle of a copy from zero. */
  isPartial: boolean;
}

interface Changes {
  readonly scope: string;
  readonly reset: boolean;
  readonly records: readonly (readonly [string, string, number, string | null])[];
  readonly to: number;
  readonly checksum: string | null;
}

interface Position {
  readonly since: number;
  readonly base: number | null;
  readonly asOf: number;
  readonly from: number;
}

export interface PullAnswer {
  readonly epoch: string;
  readonly asOf: number;
  readonly changes: readonly Changes[];
  readonly gone: readonly string[];
  readonly more: boolean;
  readonly next?: Position;
  readonly checkpoint: string | null;
  readonly origin: string;
  readonly durableThrough: number;
}

const checksumOf = (rows: Iterable<Row>): string => {
  let sum = 0n;
  for (const { kind, id, rev, body } of rows) sum += recordDigest(kind, id, rev, body);
  return (sum % (1n << 256n)).toString(16).padStart(64, '0');
};

const copyOf = ({ rows, ...scope }: Scope): Scope => ({ ...scope, rows: new Map(rows) });

export class Copy {
  /** As of the last complete round. */
  #shown = new Map<string, Scope>();
  #asOf: number | null = null;
  /** Gone, but kept for a while. */
  #leaving = new Set<string>();
  /** The same with what the round under way has brought, and which scopes it has touched. */
  #staged = new Map<string, Scope>();
  #touched = new Set<string>();
  #question: { asOf: number | null; page: Position | null; named: Set<string> } = {
    ...{ asOf: null, page: null, named: new Set<string>() },
  };

  /** Names of the scopes that are held and may be read. */
  get scopes(): readonly string[] {
    return [...this.#shown.keys()].filter((name) => !this.#leaving.has(name));
  }

  rowsOf(scope: string): readonly Row[] {
    return [...(this.#shown.get(scope)?.rows.values() ?? [])];
  }

  get rows(): readonly Row[] {
    return [...this.#shown.keys()].flatMap((scope) => this.rowsOf(scope));
  }

  /** Begins a round on what is here. `isNaming`: says all that is held. */
  begin(isNaming = false): void {
    const asOf = isNaming ? null : this.#asOf;
    const names = asOf === null ? this.#staged.keys() : [...this.#touched, ...this.#leaving];
    this.#question = { asOf, page: null, named: new Set(names) };
  }

  /** What to ask next, beside `protocol` and `epoch`. */
  question() {
    const { asOf, page, named } = this.#question;
    const held = [...named].flatMap((name) => {
      const scope = this.#staged.get(name);
      return scope === undefined ? [] : [{ name, ...scope }];
    });
    return {
      ...{ asOf, page },
      cursors: Object.fromEntries(held.map(({ name, cursor }) => [name, cursor])),
      partial: held.flatMap(({ name, isPartial }) => (isPartial ? [name] : [])),
    };
  }

  #stage(change: Changes): boolean {
    exactly(change, 'scope reset records to checksum');
    const { scope: name, reset, records, to, checksum } = change;
    const known = reset ? undefined : this.#staged.get(name);
    const empty: Scope = { rows: new Map(), cursor: 0, isPartial: true };
    const scope = known === undefined ? empty : this.#touched.has(name) ? known : copyOf(known);
    for (const [id, kind, rev, body] of records) {
      if (body === null) scope.rows.delete(`${kind}\n${id}`);
      else scope.rows.set(`${kind}\n${id}`, { kind, id, rev, body });
    }
    scope.cursor = to;
    this.#staged.set(name, scope);
    this.#touched.add(name);
    const isComplete = checksum !== null;
    if (isComplete) this.#question.named.delete(name);
    else this.#question.named.add(name);
    if (!isComplete) return false;
    scope.isPartial = false;
    if (checksumOf(scope.rows.values()) !== checksum) throw new Error(`checksum of ${name}`);
    return true;
  }

  #show({ asOf, gone }: PullAnswer, isKept: (scope: string) => boolean): void {
    const held = gone.filter((name) => this.#staged.has(name));
    // One that was kept and is not gone any more may be read again.
    this.#leaving = new Set(held.filter(isKept));
    for (const name of held) if (!this.#leaving.has(name)) this.#staged.delete(name);
    this.#shown = new Map([...this.#staged].map(([name, scope]) => [name, copyOf(scope)]));
    this.#asOf = asOf;
    this.#touched.clear();
    this.begin();
  }

  /** Takes a page; returns the scopes whose checksum was found right. What `isKept` says of is not dropped yet. */
  take(answer: PullAnswer, isKept: (scope: string) => boolean = () => false): readonly string[] {
    const checked = answer.changes.filter((change) => this.#stage(change)).map(({ scope }) => scope);
    if (!answer.more) this.#show(answer, isKept);
    else this.#question.page = exactly<Position>(answer.next, 'since base asOf from');
    return checked;
  }

  /** Forgets what the round under way has brought. */
  giveUp(): void {
    this.#staged = new Map([...this.#shown].map(([name, scope]) => [name, copyOf(scope)]));
    this.#touched.clear();
    this.begin();
  }

  /** As of this moment: what a copy of the disk would hold. */
  clone(): Copy {
    const other = new Copy();
    other.#shown = new Map([...this.#shown].map(([name, scope]) => [name, copyOf(scope)]));
    other.#staged = new Map([...this.#staged].map(([name, scope]) => [name, copyOf(scope)]));
    other.#asOf = this.#asOf;
    other.#leaving = new Set(this.#leaving);
    other.#touched = new Set(this.#touched);
    other.begin();
    return other;
  }
}
