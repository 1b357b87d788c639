/** Files that are to come, as the plan has them. */
export interface ComingFiles {
  /** Whether it is to come at all. */
  has(sha256: string): boolean;
  /** In the order in which they are to come; read only as far as is needed. */
  inOrder(): Iterator<string>;
}

/** Which file is to be fetched next: what somebody waits for, then the others in their order. */
export class Candidates {
  /** What somebody waits for, the latest first; a file leaves when it is here. */
  #urgent: readonly string[] = [];
  /** Read from the order and not done. */
  readonly #begun = new Set<string>();
  #coming: ComingFiles | null = null;
  /** The part of the order that nobody has asked for; null: there is none. */
  #rest: Iterator<string> | null = null;

  setOrder(coming: ComingFiles, isKnown: (sha256: string) => boolean): void {
    this.#urgent = this.#urgent.filter(isKnown);
    this.#begun.clear();
    this.#coming = coming;
    this.#rest = coming.inOrder();
  }

  /** It is to come, now or later. */
  has(sha256: string): boolean {
    return this.#urgent.includes(sha256) || (this.#coming?.has(sha256) ?? false);
  }

  want(sha256: string): void {
    this.#urgent = [sha256, ...this.#urgent.filter((other) => other !== sha256)];
    this.#begun.add(sha256);
  }

  isWanted(sha256: string): boolean {
    return this.#urgent.includes(sha256);
  }

  hasWanted(): boolean {
    return this.#urgent.length > 0;
  }

  /** Nobody waits for anything any more. */
  clearWanted(): void {
    this.#urgent = [];
  }

  forget(sha256: string): void {
    this.#begun.delete(sha256);
    if (this.isWanted(sha256)) this.#urgent = this.#urgent.filter((other) => other !== sha256);
  }

  isEmpty(): boolean {
    return this.#urgent.length === 0 && this.#begun.size === 0 && this.#rest === null;
  }

  /** What somebody waits for, and unless only that is to come all others; a file may be named twice. */
  *inOrder(onlyWanted: boolean): Generator<string> {
    yield* [...this.#urgent];
    if (onlyWanted) return;
    yield* this.#begun;
    for (;;) {
      const next = this.#rest?.next();
      if (next === undefined || next.done === true) break;
      this.#begun.add(next.value);
      yield next.value;
    }
    this.#rest = null;
  }
}
