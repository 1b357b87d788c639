import { poke } from '../../../shared/contract/sync.ts';
import { API } from '../../../shared/contract/version.ts';
import type { CabinetError, ErrorCode } from '../../../shared/contract/errors.ts';
import { isoOf, type Clock } from '../../../shared/lib/clock.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { CabinetDeps, Timers, Transport } from '../ports.ts';
import { storageFailure } from '../store/failures.ts';
import { createBackoff } from './backoff.ts';

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

/** What the network or the server causes and time may heal. */
const OFFLINE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'server_unreachable',
  'server_slow',
  'server_nonsense',
  'certificate_wrong',
]);
/**
 * What an administrator may put right without anybody at this device: an account is enabled again, a server brought up to
 * date. Asked for again slowly, and by no work of its person, which would be refused all the same.
 */
const HEALED_ELSEWHERE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['account_disabled', 'protocol_too_new']);
/**
 * What trying again by itself cannot heal:
 * - the server said no for good: a revoked device is never taken again, a wiped one is being destroyed; the former asks every
 *   hour whether it is to be wiped;
 * - its person must act: a passphrase that was changed elsewhere does not come back, and each try with the former one would
 *   count as a wrong one;
 * - this program must be another one: after an update it starts anew;
 * - somebody must look: another log, a copy that was wrong twice and a damaged store are no passing faults, and to follow
 *   them as soon as they look well again would hide them.
 */
const FINAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'device_revoked',
  'device_wipe',
  'not_signed_in',
  'credentials_wrong',
  'log_changed',
  'protocol_too_old',
  'checksum_mismatch',
  'store_damaged',
]);

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

export const createEngine = (deps: EngineDeps): Engine => {
  const backoff = createBackoff(deps.random);
  // Of its own: where something on the way lets no socket through, asking is all there is, and not every second.
  const socketBackoff = createBackoff(deps.random);
  let state: EngineState = { phase: 'starting', error: null, offlineSince: null, retryAt: null };
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  /** The highest number that a poke has named. */
  let pokedTo = 0;
  let isPoked = false;
  let lastTryAt = Number.NEGATIVE_INFINITY;
  let cancelTimer = (): void => undefined;
  let endSocket: (() => void) | null = null;

  const setState = (next: EngineState): void => {
    state = next;
    deps.onState();
  };
  const schedule = (ms: number): void => {
    cancelTimer();
    if (!stopped) cancelTimer = deps.timers.after(ms, begin);
  };
  const progress = (): void => {
    if (state.phase !== 'syncing')
      setState({ phase: 'syncing', error: null, offlineSince: null, retryAt: null });
  };

  const succeed = (): void => {
    backoff.reset();
    const isNews = state.phase !== 'up_to_date';
    state = { phase: 'up_to_date', error: null, offlineSince: null, retryAt: null };
    if (isNews) deps.onState();
    openSocket();
    schedule(endSocket === null ? POLL_MS : POLL_WITH_SOCKET_MS);
  };
  const fail = (error: CabinetError): void => {
    const isOffline = OFFLINE.has(error.code);
    const isFinal = FINAL.has(error.code);
    const isSlow = HEALED_ELSEWHERE.has(error.code);
    const wait = isFinal ? null : isSlow ? HEAL_MS : backoff.next();
    setState({
      phase: isOffline ? 'offline' : 'trouble',
      error,
      offlineSince: isOffline ? (state.offlineSince ?? isoOf(deps.clock)) : null,
      retryAt: wait === null ? null : new Date(deps.clock.now() + wait).toISOString(),
    });
    deps.log('sync_failed', { code: error.code });
    if (isFinal || isSlow) endSocket?.();
    if (wait !== null) schedule(wait);
    if (error.code === 'device_revoked' && !stopped) cancelTimer = deps.timers.after(ORDER_MS, runSoon);
  };

  const round = async (): Promise<Result<unknown, CabinetError>> => {
    for (;;) {
      const pushed = await deps.push(progress);
      if (!pushed.ok) return pushed;
      const pulled = await deps.pull();
      if (!pulled.ok) return pulled;
      if (pulled.value === 'shown' && !deps.hasWaiting()) return pulled;
    }
  };
  const attempt = async (): Promise<void> => {
    cancelTimer();
    isPoked = false;
    lastTryAt = deps.clock.now();
    if (deps.hasWaiting() && state.phase === 'up_to_date') progress();
    try {
      const result = await round();
      if (stopped) return;
      if (result.ok) succeed();
      else fail(result.error);
    } catch (error) {
      if (stopped) return;
      const failure = storageFailure(error);
      const reason = error instanceof Error ? error.message : 'unknown';
      if (failure === null) deps.log('sync_failed_unexpectedly', { reason });
      fail(failure ?? { code: 'internal', params: {} });
    }
  };
  const run = async (): Promise<void> => {
    do {
      again = false;
      const poked = pokedTo;
      await attempt();
      // A server that was set back counts lower than what it once announced: that will never be reached.
      if (poked === pokedTo && state.phase === 'up_to_date') pokedTo = 0;
    } while ((again || pokedTo > deps.asOf()) && !stopped && state.phase === 'up_to_date');
    running = null;
  };
  function begin(): void {
    if (stopped || (state.error !== null && FINAL.has(state.error.code))) return;
    runSoon();
  }
  function runSoon(): void {
    if (stopped) return;
    again = true;
    running ??= run();
  }
  const trigger = (): void => {
    if (state.error !== null && HEALED_ELSEWHERE.has(state.error.code)) return;
    const isWaiting = state.retryAt !== null && deps.clock.now() - lastTryAt < KNOCK_MS;
    if (!isWaiting) begin();
  };

  const onText = (text: string): void => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return;
    }
    const parsed = poke.safeParse(json);
    if (!parsed.success || parsed.data.seq <= Math.max(pokedTo, deps.asOf())) return;
    pokedTo = parsed.data.seq;
    socketBackoff.reset();
    // Not again for each poke: a steady stream of them would put the pull off for ever.
    if (isPoked || running !== null || state.phase !== 'up_to_date') return;
    isPoked = true;
    schedule(DEBOUNCE_MS);
  };
  function openSocket(): void {
    const token = deps.token();
    if (stopped || endSocket !== null || token === null) return;
    endSocket = deps.transport.listen(`${API}/pokes`, token, onText, () => {
      endSocket = null;
      // Either the server went away or this session ended there: asking finds out which.
      if (!stopped && running === null && state.phase === 'up_to_date')
        schedule(Math.min(POLL_MS, socketBackoff.next()));
    });
  }

  return {
    state: () => state,
    start: begin,
    trigger,
    async now() {
      if (stopped) return;
      setState({ phase: 'syncing', error: null, offlineSince: state.offlineSince, retryAt: null });
      backoff.reset();
      begin();
      await running;
    },
    progress,
    async stop() {
      stopped = true;
      cancelTimer();
      endSocket?.();
      await running;
    },
  };
};
