import type { CabinetError } from '../../../shared/contract/errors.ts';
import { isoOf, type Clock } from '../../../shared/lib/clock.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { CabinetDeps, Timers, Transport } from '../ports.ts';
import { storageFailure } from '../store/failures.ts';
import { createBackoff, type Backoff } from './backoff.ts';
import { healerOf, isOffline } from './healing.ts';
import { PokeSocket } from './pokeSocket.ts';

/** Without a socket the server is asked this often; with one, pokes do it and this is only a net below them. */
const POLL_MS = 30_000;
const POLL_WITH_SOCKET_MS = 5 * 60_000;
/** What only somebody elsewhere can put right is asked for again this often. */
const HEAL_MS = 5 * 60_000;
/**
 * A revoked device is not taken again, but it may be ordered to be wiped yet, and hears of that only when it asks. So seldom,
 * since nobody waits for it.
 */
const ORDER_MS = 60 * 60_000;
/** Pokes within this time are one pull. */
const DEBOUNCE_MS = 20;
/** While the server is away, what a person does is no reason to knock more often than this. */
const KNOCK_MS = 2000;

export interface EngineState {
  readonly phase: 'starting' | 'syncing' | 'up_to_date' | 'offline' | 'trouble';
  readonly error: CabinetError | null;
  readonly offlineSince: string | null;
  readonly retryAt: string | null;
}

export interface EngineDeps {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly timers: Timers;
  readonly transport: Transport;
  readonly log: CabinetDeps['log'];
  readonly token: () => string | null;
  readonly push: (onProgress: () => void) => Promise<Result<undefined, CabinetError>>;
  readonly pull: () => Promise<Result<'shown' | 'started_over', CabinetError>>;
  readonly hasWaiting: () => boolean;
  /** Up to which number this device has everything. */
  readonly asOf: () => number;
  readonly onState: () => void;
}

/** Decides when to push and pull, and always knows how things stand. */
export interface Engine {
  state(): EngineState;
  start(): void;
  /** Something waits to be sent, or somebody wants the newest: at once, or right after what runs now. */
  trigger(): void;
  /** As `trigger`, but also out of trouble; resolves when the round has ended. */
  now(): Promise<void>;
  /** A page or an answer has arrived. */
  progress(): void;
  /** Nothing runs when this resolves. Requests under way should be ended first. */
  stop(): Promise<void>;
}

const SYNCING: EngineState = { phase: 'syncing', error: null, offlineSince: null, retryAt: null };

class SyncEngine implements Engine {
  readonly #deps: EngineDeps;
  readonly #backoff: Backoff;
  readonly #pokes: PokeSocket;
  #state: EngineState = { phase: 'starting', error: null, offlineSince: null, retryAt: null };
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  /** A pull for what was poked is scheduled. */
  #isPoked = false;
  #lastTryAt = Number.NEGATIVE_INFINITY;
  #cancelTimer = (): void => undefined;

  constructor(deps: EngineDeps) {
    const { transport, random, token, asOf } = deps;
    this.#deps = deps;
    this.#backoff = createBackoff(random);
    this.#pokes = new PokeSocket({
      ...{ transport, random, token, asOf },
      onPoke: () => this.#poked(),
      onEnd: () => {
        // Either the server went away or this session ended there: asking finds out which.
        if (this.#isIdle()) this.#schedule(Math.min(POLL_MS, this.#pokes.nextTry()));
      },
    });
  }

  state(): EngineState {
    return this.#state;
  }

  start(): void {
    this.#begin();
  }

  trigger(): void {
    const { error, retryAt } = this.#state;
    if (error !== null && healerOf(error.code) === 'elsewhere') return;
    const isWaiting = retryAt !== null && this.#deps.clock.now() - this.#lastTryAt < KNOCK_MS;
    if (!isWaiting) this.#begin();
  }

  async now(): Promise<void> {
    if (this.#stopped) return;
    this.#setState({ ...SYNCING, offlineSince: this.#state.offlineSince });
    this.#backoff.reset();
    this.#begin();
    await this.#running;
  }

  progress(): void {
    if (this.#state.phase !== 'syncing') this.#setState(SYNCING);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    this.#pokes.stop();
    await this.#running;
  }

  #begin(): void {
    const { error } = this.#state;
    if (error === null || healerOf(error.code) !== 'person') this.#runSoon();
  }

  /** At once, or once more after what runs. */
  #runSoon(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      const poked = this.#pokes.pokedTo();
      await this.#attempt();
      // A server that was set back counts lower than what it once announced: that will never be reached.
      if (poked === this.#pokes.pokedTo() && this.#state.phase === 'up_to_date') this.#pokes.forget();
    } while (
      (this.#again || this.#pokes.pokedTo() > this.#deps.asOf()) &&
      !this.#stopped &&
      this.#state.phase === 'up_to_date'
    );
    this.#running = null;
  }

  async #attempt(): Promise<void> {
    const { clock, log, hasWaiting } = this.#deps;
    this.#cancelTimer();
    this.#isPoked = false;
    this.#lastTryAt = clock.now();
    if (hasWaiting() && this.#state.phase === 'up_to_date') this.progress();
    try {
      const result = await this.#round();
      if (this.#stopped) return;
      if (result.ok) this.#succeed();
      else this.#fail(result.error);
    } catch (error) {
      if (this.#stopped) return;
      const failure = storageFailure(error);
      const reason = error instanceof Error ? error.message : 'unknown';
      if (failure === null) log('sync_failed_unexpectedly', { reason });
      this.#fail(failure ?? { code: 'internal', params: {} });
    }
  }

  async #round(): Promise<Result<unknown, CabinetError>> {
    const { push, pull, hasWaiting } = this.#deps;
    const onProgress = (): void => this.progress();
    for (;;) {
      const pushed = await push(onProgress);
      if (!pushed.ok) return pushed;
      const pulled = await pull();
      if (!pulled.ok) return pulled;
      if (pulled.value === 'shown' && !hasWaiting()) return pulled;
    }
  }

  #succeed(): void {
    this.#backoff.reset();
    const isNews = this.#state.phase !== 'up_to_date';
    this.#state = { phase: 'up_to_date', error: null, offlineSince: null, retryAt: null };
    if (isNews) this.#deps.onState();
    this.#pokes.open();
    this.#schedule(this.#pokes.isOpen() ? POLL_WITH_SOCKET_MS : POLL_MS);
  }

  #fail(error: CabinetError): void {
    const { clock, timers, log } = this.#deps;
    const healer = healerOf(error.code);
    const isAway = isOffline(error.code);
    const wait = healer === 'person' ? null : healer === 'elsewhere' ? HEAL_MS : this.#backoff.next();
    this.#setState({
      phase: isAway ? 'offline' : 'trouble',
      error,
      offlineSince: isAway ? (this.#state.offlineSince ?? isoOf(clock)) : null,
      retryAt: wait === null ? null : new Date(clock.now() + wait).toISOString(),
    });
    log('sync_failed', { code: error.code });
    if (healer !== 'time') this.#pokes.close();
    if (wait !== null) this.#schedule(wait);
    if (error.code === 'device_revoked' && !this.#stopped)
      this.#cancelTimer = timers.after(ORDER_MS, () => this.#runSoon());
  }

  #poked(): void {
    // Not again for each poke: a steady stream of them would put the pull off for ever.
    if (this.#isPoked || !this.#isIdle()) return;
    this.#isPoked = true;
    this.#schedule(DEBOUNCE_MS);
  }

  /** Nothing runs, and nothing is wrong. */
  #isIdle(): boolean {
    return !this.#stopped && this.#running === null && this.#state.phase === 'up_to_date';
  }

  #schedule(ms: number): void {
    this.#cancelTimer();
    if (!this.#stopped) this.#cancelTimer = this.#deps.timers.after(ms, () => this.#begin());
  }

  #setState(next: EngineState): void {
    this.#state = next;
    this.#deps.onState();
  }
}

export const createEngine = (deps: EngineDeps): Engine => new SyncEngine(deps);
