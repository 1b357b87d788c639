import type { OutboxItem } from '../../main/core/context.ts';
import type { ClientAnswer, ClientMethod } from '../../shared/contract/client.ts';
import { mutations } from '../../shared/domain/mutations/all.ts';
import type { MutationName } from '../../shared/domain/mutations/args.ts';
import type { SimClient } from './simClient.ts';
import type { World } from './world.ts';

/** One thing that a person did and a device kept. */
export interface Kept {
  readonly id: string;
  readonly client: string;
  readonly username: string;
  readonly deviceId: string;
  readonly name: MutationName;
  readonly args: unknown;
  /** In the order in which its device kept it. */
  readonly order: number;
  /** How often a backup had been restored when it was first seen. */
  readonly restores: number;
  /** Its author was given the refusal, or took it off the list. */
  isTold: boolean;
  /** Its author was told that it will not be done. */
  isWithdrawn: boolean;
  /** Its device was set back to an older copy of its disk: whether it was sent before is for nobody to say. */
  isSetBack: boolean;
  /** Its device was wiped since: what was not sent went with it, as it was ordered. */
  isDestroyed: boolean;
  /** Its device was set back to a copy of its disk on which it stood as it was then. */
  isRepeated: boolean;
  /** The last that its outbox said of it. */
  state: OutboxItem['state'];
  isGone: boolean;
}

interface Call {
  readonly client: SimClient;
  readonly method: ClientMethod;
  readonly key: string | null;
  entry: Kept | null;
}

/** What people did, as their devices have kept it: what must not be lost. */
export interface Ledger {
  seen(client: SimClient, entries: readonly OutboxItem[]): void;
  /** After a start: everything that was kept must be there, or have been answered, or gone with the disk. */
  reopened(client: SimClient, entries: readonly OutboxItem[], isImage: boolean): void;
  killed(client: SimClient): void;
  /** Everything on the device is being destroyed. */
  wiped(client: SimClient): void;
  asked(client: SimClient, method: ClientMethod, args: unknown): Call;
  answered(call: Call, answer: ClientAnswer<ClientMethod>): void;
  readonly kept: ReadonlyMap<string, Kept>;
}

const keyOf = (name: string, args: unknown): string => `${name} ${JSON.stringify(args)}`;

const keyOfCall = (method: ClientMethod, args: unknown): string | null => {
  if (method !== 'mutate') return null;
  const { name, args: sent } = args as { readonly name: MutationName; readonly args: unknown };
  const parsed = mutations[name].args.safeParse(sent);
  return parsed.success ? keyOf(name, parsed.data) : null;
};

export const createLedger = (world: World, restores: () => number): Ledger => {
  const kept = new Map<string, Kept>();
  const open = new Set<Call>();

  const note = (client: SimClient, entry: OutboxItem): Kept => {
    const known = kept.get(entry.id);
    if (known !== undefined) {
      known.state = entry.state;
      return known;
    }
    const made: Kept = {
      ...{ id: entry.id, client: client.name, username: client.username, name: entry.name },
      ...{ args: entry.args, order: kept.size, restores: restores(), state: entry.state },
      ...{ deviceId: client.context().account.deviceId, isTold: false },
      ...{ isWithdrawn: false, isSetBack: false, isDestroyed: false, isRepeated: false, isGone: false },
    };
    kept.set(entry.id, made);
    world.note(`${client.name} keeps ${entry.n} ${entry.name}`);
    const key = keyOf(entry.name, entry.args);
    for (const call of open) {
      if (call.client !== client || call.key !== key || call.entry !== null) continue;
      call.entry = made;
      break;
    }
    return made;
  };

  return {
    kept,
    seen(client, entries) {
      const there = new Set(entries.map((entry) => note(client, entry).id));
      for (const each of kept.values()) if (each.client === client.name) each.isGone = !there.has(each.id);
    },
    reopened(client, entries, isImage) {
      const there = new Set(entries.map(({ id }) => id));
      for (const each of kept.values()) {
        if (each.client !== client.name || each.isDestroyed) continue;
        if (isImage) {
          each.isSetBack ||= !there.has(each.id);
          each.isRepeated = there.has(each.id);
          if (each.isRepeated) each.isWithdrawn = false;
        }
        if (each.isSetBack || each.isGone || there.has(each.id)) continue;
        world.fail(`${client.name} lost ${each.name} (${each.state}) over a restart`);
      }
    },
    killed(client) {
      for (const call of open) {
        if (call.client !== client) continue;
        open.delete(call);
        // Nobody knows any more what its author was told.
        if (call.entry !== null) call.entry.isTold = true;
      }
    },
    wiped(client) {
      for (const each of kept.values()) each.isDestroyed ||= each.client === client.name;
    },
    asked(client, method, args) {
      const call: Call = { client, method, key: keyOfCall(method, args), entry: null };
      open.add(call);
      return call;
    },
    answered(call, answer) {
      if (!open.delete(call)) return;
      const said = answer.ok ? 'ok' : `${answer.error.code} ${JSON.stringify(answer.error.params)}`;
      world.note(`${call.client.name} ${call.method}: ${said}`);
      if (call.entry === null || answer.ok) return;
      call.entry.isTold = true;
      if (answer.error.code === 'needs_connection') call.entry.isWithdrawn = true;
    },
  };
};
