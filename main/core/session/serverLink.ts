import type { CabinetError } from '../../../shared/contract/errors.ts';
import type { ServerClient } from '../context.ts';
import type { CabinetDeps, Transport } from '../ports.ts';
import type { Meta } from '../store/meta.ts';
import { createServerClient } from '../sync/serverClient.ts';
import { createOrderWatch } from './orderWatch.ts';
import type { OwnAccount } from './ownAccount.ts';
import { createTokens, endedBy, type Tokens } from './tokens.ts';
import { askForOrder, watchForOrder, type WipeOrder } from './wipeOrder.ts';

/** This device's way to its server, with its session there; an order to be wiped is heard on it whatever was asked. */
export interface ServerLink {
  readonly transport: Transport;
  readonly tokens: Tokens;
  readonly client: ServerClient;
  /** How things stand with the sync, each time that changes: where it asks nothing any more, this asks for an order. */
  followSync(error: CabinetError | null): void;
  /** What is under way ends, and nothing is asked any more. */
  stop(): void;
}

export interface ServerLinkParts {
  readonly deps: CabinetDeps;
  readonly meta: Meta;
  readonly own: OwnAccount;
  readonly onOrder: (order: WipeOrder) => void;
  /** The person has another role. */
  readonly onRole: () => void;
  readonly onContact: () => void;
}

export const createServerLink = ({ deps, meta, own, ...parts }: ServerLinkParts): ServerLink => {
  const { username, organisationId, deviceId } = own.account;
  const transport = watchForOrder(deps.transport, deviceId, parts.onOrder);
  const ending = new AbortController();
  // Or a session that is renewed just then would hold up the closing for as long as the server takes.
  const ended = endedBy(transport, ending.signal);
  const tokens = createTokens(
    { ...deps, transport: ended },
    meta,
    { username, deviceId, deviceKey: own.deviceKey, deviceLabel: deps.deviceLabel },
    ({ accountRole }) => {
      if (own.keepRole(accountRole)) parts.onRole();
    },
    ({ log }) => own.isSameLog(log),
  );
  const server = createServerClient(transport, tokens, parts.onContact);
  const orders = createOrderWatch({
    ...{ random: deps.random, timers: deps.timers },
    ask: () => askForOrder(ended, own.deviceKey, organisationId, deviceId),
  });
  return {
    ...{ transport, tokens, client: server.client },
    followSync: (error) => orders.follow(error),
    stop() {
      orders.stop();
      ending.abort();
      server.stop();
    },
  };
};
