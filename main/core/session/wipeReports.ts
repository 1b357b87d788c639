import { API } from '../../../shared/contract/version.ts';
import type { CoreReached } from '../points.ts';
import type { CabinetDeps } from '../ports.ts';
import { createBackoff } from '../sync/backoff.ts';
import { isSuccess, problemOf } from '../transport/problem.ts';
import { isWipeOver, type WipeNote, type WipeNotes } from './wipeNotes.ts';

/** No backup that a server is restored from is older than this. */
const REPEAT_FOR_MS = 30 * 24 * 3_600_000;
const REPEAT_EVERY_MS = 3_600_000;

/** Tells the server which devices are wiped: until it has answered, and then again for a month, should it be restored. */
export class WipeReports {
  readonly #deps;
  readonly #notes;
  readonly #reached;
  readonly #backoff;
  #isStopped = false;
  #isSending = false;
  #cancelTimer = (): void => undefined;

  constructor(
    deps: Pick<CabinetDeps, 'serverUrl' | 'random' | 'clock' | 'timers' | 'transport'>,
    notes: WipeNotes,
    reached: CoreReached,
  ) {
    this.#deps = deps;
    this.#notes = notes;
    this.#reached = reached;
    this.#backoff = createBackoff(deps.random);
  }

  async send(): Promise<void> {
    if (this.#isSending || this.#isStopped) return;
    this.#isSending = true;
    this.#cancelTimer();
    this.#forgetOver();
    let isAllTaken = true;
    for (const note of this.#owed()) isAllTaken = (await this.#sendOne(note)) && isAllTaken;
    this.#isSending = false;
    if (this.#isStopped || this.#owed().length === 0) return;
    // Another may have been wiped meanwhile.
    const isDone = isAllTaken && this.#owed().every(({ acknowledged }) => acknowledged);
    if (isDone) this.#backoff.reset();
    const ms = isDone ? REPEAT_EVERY_MS : this.#backoff.next();
    this.#cancelTimer = this.#deps.timers.after(ms, () => void this.send());
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer();
  }

  #owed(): readonly WipeNote[] {
    const { serverUrl } = this.#deps;
    return this.#notes.all().filter((note) => note.profile === null && note.serverUrl === serverUrl);
  }

  #forgetOver(): void {
    for (const note of this.#notes.all())
      if (isWipeOver(note, this.#deps.clock.now())) this.#notes.keep(note);
  }

  /** Whether the server has it now. */
  async #sendOne(note: WipeNote): Promise<boolean> {
    const { organisationId, deviceId, requestedAt, signature } = note;
    const json = { organisationId, deviceId, requestedAt, signature };
    const { transport, clock } = this.#deps;
    const answer = await transport.request({ method: 'POST', path: `${API}/devices/wiped`, json });
    if (this.#isStopped || !answer.ok) return false;
    const isTaken = isSuccess(answer.value);
    // A server that knows no such device any more has nobody to tell.
    if (!isTaken && problemOf(answer.value).code !== 'not_found') return false;
    if (note.acknowledged) return true;
    this.#reached('wipe.acknowledged');
    const repeatUntil = isTaken ? new Date(clock.now() + REPEAT_FOR_MS).toISOString() : null;
    this.#notes.keep({ ...(this.#notes.get(deviceId) ?? note), acknowledged: true, repeatUntil });
    return true;
  }
}
