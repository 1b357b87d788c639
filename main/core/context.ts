import type { Database } from 'better-sqlite3';
import type { z } from 'zod';
import type {
  ClientMethod,
  ClientResult,
  clientMethods,
  SyncState,
  Topic,
} from '../../shared/contract/client.ts';
import type { CabinetError } from '../../shared/contract/errors.ts';
import type { MutationResult } from '../../shared/contract/sync.ts';
import type { Actor } from '../../shared/domain/mutation.ts';
import type { MutationArgs, MutationName } from '../../shared/domain/mutations/args.ts';
import type { RecordKind } from '../../shared/domain/records/kinds.ts';
import type { CheckpointRef } from '../../shared/domain/records/poll.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Ids, RandomBytes } from '../../shared/lib/ids.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CabinetDeps, OpenFile, Timers, TransportAnswer, TransportRequest } from './ports.ts';
import type { CoreReached } from './points.ts';
import type { PaperGate } from './files/paperGate.ts';
import type { DevicePreferences } from './session/preferences.ts';
import type { Records } from './store/records.ts';

/** What every feature of the core is given while the cabinet is unlocked. It ends with `Feature.stop`. */
export interface CoreContext {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly log: CabinetDeps['log'];
  readonly reached: CoreReached;
  /** The unlocked encrypted store. Features own tables of their own (`store/migrations/`). */
  readonly db: Database;
  /** Folder of this profile, mode 0700; files beside the store go here, encrypted. */
  readonly dataDir: string;
  readonly account: CoreAccount;
  readonly preferences: DevicePreferences;
  /** Server rows overlaid with the replayed outbox: what is on screen. */
  readonly records: Records;
  readonly outbox: Outbox;
  /** Which papers that are here may be read just now. */
  readonly gate: PaperGate;
  readonly server: ServerClient;
  readonly decisionLog: DecisionLog;
  /** Tells every host that these answers are stale. Cheap; topics are gathered and sent once per turn. */
  readonly changed: (...topics: Topic[]) => void;
}

/** Who is signed in on this device, and with which keys. */
export interface CoreAccount extends Actor {
  readonly username: string;
  /** 32 bytes; encrypts what only this member may read. */
  readonly accountKey: Uint8Array;
  /** Ed25519 signature (64 bytes) by this device's key. */
  sign(bytes: Uint8Array): Uint8Array;
  /** The organisation's decision log: C2SP origin and Ed25519 public key (32 raw bytes, base64). */
  readonly log: { readonly origin: string; readonly publicKey: string };
}

/** What this device wants of the server and has not been answered yet, in order, durable. */
export interface Outbox {
  /**
   * Runs the mutation over what is on screen, keeps it durably (`synchronous=FULL`) and starts a push. Nothing is
   * kept when it is an error: a refusal of the replay, `disk_full`, `bad_request` for arguments that do not fit.
   */
  enqueue<N extends MutationName>(
    name: N,
    args: MutationArgs<N>,
  ): Promise<Result<{ readonly id: string; readonly n: number }, CabinetError>>;
  /** By `n`. Refused ones stay until they are dismissed. */
  entries(): readonly OutboxItem[];
  /** Called once per entry when the server has answered it. Returns how to stop listening. */
  onSettled(listener: (entry: OutboxItem, result: MutationResult) => void): () => void;
  /** What a restored server refused of what it had once applied may be accepted now. */
  tryAgain(id: string): Promise<void>;
}

export interface OutboxItem {
  readonly id: string;
  readonly n: number;
  readonly name: MutationName;
  readonly args: unknown;
  /** When the person did it, by this device's clock. */
  readonly at: string;
  /** `applied`: the server has it, its effect has not been pulled yet. */
  readonly state: 'waiting' | 'sending' | 'applied' | 'refused';
  readonly error: CabinetError | null;
}

/** Requests to the server in the name of the signed-in person. */
export interface ServerClient {
  /**
   * `path` is relative to the protocol's prefix (`/files/…`). Resolves with 2xx answers; any other is the error
   * that its problem document names. An expired session is renewed, and the request made once more.
   */
  request(request: Omit<TransportRequest, 'token'>): Promise<Result<TransportAnswer, CabinetError>>;
  /** The same for a JSON answer, parsed; what does not fit is `server_nonsense`. */
  json<S extends z.ZodType>(
    request: Omit<TransportRequest, 'token'>,
    schema: S,
  ): Promise<Result<z.infer<S>, CabinetError>>;
  /** Whether the last contact succeeded. */
  online(): boolean;
}

/** What this device knows of the decision log. */
export interface DecisionLog {
  /** The newest checkpoint whose signature was verified; size 0 and the empty tree's root before there is one. */
  latest(): CheckpointRef;
}

/** What a complete pull made visible. */
export interface Pulled {
  /** The first complete copy: `changes` is then empty, everything is new. */
  readonly first: boolean;
  /** Rows were written anew under the same revisions, as after a restore: `changes` does not name them. */
  readonly replaced?: boolean;
  readonly changes: readonly RecordChange[];
  /** Scopes whose rows were deleted. */
  readonly gone: readonly string[];
}
export interface RecordChange {
  readonly scope: string;
  readonly kind: RecordKind;
  readonly id: string;
  readonly change: 'added' | 'changed' | 'removed';
}

export type Handler<M extends ClientMethod> = (
  args: z.output<(typeof clientMethods)[M]['args']>,
) => Promise<Result<ClientResult<M>, CabinetError>>;

/** Handlers by name of the method; arguments arrive parsed. */
export type Handlers = { readonly [M in ClientMethod]?: Handler<M> };

/** A part of the core that lives from unlocking to locking. Listed in `features.ts`. */
export interface Feature {
  readonly methods: Handlers;
  start?(): void;
  /** Finishes what it is writing; nothing of it runs afterwards. */
  stop?(): Promise<void>;
  /** The server was restored: what it had acknowledged is about to be sent again, and its rows replaced. */
  onRestored?(): void;
  /** After a pull has become visible, or own changes were confirmed by it. */
  onPulled?(pulled: Pulled): void;
  /** The files part of `sync.state`. */
  filesState?(): SyncState['files'];
  /** `Cabinet.openFile`. */
  openFile?(sha256: string): Promise<Result<OpenFile, CabinetError>>;
}

export type CreateFeature = (context: CoreContext) => Feature;
