import type { ClientAnswer, ClientMethod, Topic } from '../../shared/contract/client.ts';
import type { CabinetError } from '../../shared/contract/errors.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { RandomBytes } from '../../shared/lib/ids.ts';
import type { CoreReached } from './points.ts';
import type { Result } from '../../shared/lib/result.ts';

/** The client, as every host (Electron, browser host, tests) binds it. */
export interface Cabinet {
  /** Parses the arguments, does it, answers. Never rejects for what a person or a network can cause. */
  call(method: string, args: unknown): Promise<ClientAnswer<ClientMethod>>;
  onChanged(listener: (topics: readonly Topic[]) => void): () => void;
  /** A paper's decrypted bytes. Errors: `locked`, `file_not_here` (it is then fetched before all others). */
  openFile(sha256: string): Promise<Result<OpenFile, CabinetError>>;
  /** Finishes what is being written, closes the store. */
  close(): Promise<void>;
}

export interface OpenFile {
  /** Bytes. */
  readonly size: number;
  /** Bytes from `start` up to, not including, `end`; both within the file. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** What the client is built from. */
export interface CabinetDeps {
  /** Folder of this app instance; made when missing. Nothing else on the device is written. */
  readonly dataDir: string;
  /** Origin of the server, e.g. `https://hop.chinhphu.vn`. */
  readonly serverUrl: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly timers: Timers;
  readonly transport: Transport;
  /** The operating system's key store, where there is one that can be trusted. */
  readonly keyStore: KeyStore | null;
  /** What its owner sees in the list of devices. */
  readonly deviceLabel: string;
  /** For operators: never content, names of papers, tokens or keys. */
  readonly log: (event: string, fields?: Readonly<Record<string, string | number | boolean>>) => void;
  readonly reached?: CoreReached | undefined;
}

export interface Timers {
  /** Runs once after `ms`; returns how to cancel. Does not keep a process alive. */
  after(ms: number, run: () => void): () => void;
}

/** HTTP and WebSocket to the one server, injected so that tests and simulation own the network. */
export interface Transport {
  /**
   * Resolves for every HTTP answer, whatever its status. Failures to get one are values:
   * `server_unreachable`, `server_slow` (no progress within the limit), `certificate_wrong`, `server_nonsense`.
   */
  request(request: TransportRequest): Promise<Result<TransportAnswer, CabinetError>>;
  /** Calls back for each text frame, and once when the connection has ended for any reason. Returns how to end it. */
  listen(path: string, token: string, onText: (text: string) => void, onEnd: () => void): () => void;
  close(): Promise<void>;
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Beginning with `/`. */
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly json?: unknown;
  readonly bytes?: Uint8Array | undefined;
  /**
   * Called with pieces of the body as they arrive instead of collecting it; the answer's `body` is then empty. While what it
   * returns is not settled, no more is read from the connection. It does not reject. A piece is lent: whoever wants to keep
   * its bytes when it has returned, or what it returned is settled, copies them.
   */
  readonly onData?: ((piece: Uint8Array) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TransportAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Wraps small secrets with the operating system's key store. */
export interface KeyStore {
  /** Name of the back end, recorded beside what it wrapped, e.g. `dpapi`, `keychain`, `gnome_libsecret`. */
  readonly backend: string;
  wrap(secret: Uint8Array): Promise<Uint8Array>;
  /** Rejects when it cannot: the passphrase is asked for then, nothing is deleted. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}
