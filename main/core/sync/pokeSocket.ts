import { poke } from '../../../shared/contract/sync.ts';
import { API } from '../../../shared/contract/version.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import type { Transport } from '../ports.ts';
import { createBackoff, type Backoff } from './backoff.ts';

export interface PokeSocketDeps {
  readonly transport: Transport;
  readonly random: RandomBytes;
  readonly token: () => string | null;
  /** Up to which number this device has everything. */
  readonly asOf: () => number;
  /** The server has something new. */
  readonly onPoke: () => void;
  /** It is open no more, for whatever reason. */
  readonly onEnd: () => void;
}

/** The socket over which the server says that there is something new, and the highest number that it has named. */
export class PokeSocket {
  readonly #deps: PokeSocketDeps;
  // Of its own: where something on the way lets no socket through, asking is all there is, and not every second.
  readonly #backoff: Backoff;
  #pokedTo = 0;
  #end: (() => void) | null = null;
  #isStopped = false;

  constructor(deps: PokeSocketDeps) {
    this.#deps = deps;
    this.#backoff = createBackoff(deps.random);
  }

  /** Zero: none, or what was named has been forgotten. */
  pokedTo(): number {
    return this.#pokedTo;
  }

  forget(): void {
    this.#pokedTo = 0;
  }

  /** Or on its way to be open. */
  isOpen(): boolean {
    return this.#end !== null;
  }

  /** Milliseconds after which to try again once it has ended: longer each time until a poke has come. */
  nextTry(): number {
    return this.#backoff.next();
  }

  open(): void {
    const token = this.#deps.token();
    if (this.#isStopped || this.#end !== null || token === null) return;
    this.#end = this.#deps.transport.listen(`${API}/pokes`, token, this.#onText, () => {
      this.#end = null;
      this.#deps.onEnd();
    });
  }

  close(): void {
    this.#end?.();
  }

  /** For good: what has arrived and was not read yet comes to nothing, since the store may be closed by then. */
  stop(): void {
    this.#isStopped = true;
    this.close();
  }

  readonly #onText = (text: string): void => {
    if (this.#isStopped) return;
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return;
    }
    const parsed = poke.safeParse(json);
    if (!parsed.success || parsed.data.seq <= Math.max(this.#pokedTo, this.#deps.asOf())) return;
    this.#pokedTo = parsed.data.seq;
    this.#backoff.reset();
    this.#deps.onPoke();
  };
}
