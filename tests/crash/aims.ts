import { CORE_POINTS, type CorePoint } from '../../main/core/points.ts';
import { SERVER_POINTS, type ServerPoint } from '../../server/points.ts';
import type { Round } from './bench.ts';
import { accounts } from './scenarios/accounts.ts';
import { batch } from './scenarios/batch.ts';
import { backup, restore, startOver } from './scenarios/backups.ts';
import { firstSignIn } from './scenarios/firstSignIn.ts';
import { fresh } from './scenarios/fresh.ts';
import { givingUp, givingUpOnFullDisk } from './scenarios/givingUp.ts';
import { lock } from './scenarios/lock.ts';
import { pin } from './scenarios/pin.ts';
import { tombstones } from './scenarios/tombstones.ts';
import { wipe } from './scenarios/wipe.ts';
import { work } from './scenarios/work.ts';

type Play = (round: Round) => Promise<void>;

/** A place at which a process is to die, and what goes on around it. */
export interface Aim {
  readonly side: 'server' | 'core';
  readonly point: string;
  /** Who dies doing what. */
  readonly name: string;
  readonly play: Play;
  /** It is passed once only. */
  readonly once: boolean;
}

/** Points of the server that are passed elsewhere than in a session at work. */
const SERVER_ELSEWHERE: readonly { readonly points: RegExp; readonly play: Play; readonly once: boolean }[] =
  [
    { points: /^(?:migration|log_key)\./, play: fresh, once: true },
    { points: /^account\./, play: accounts, once: false },
    { points: /^sign_in\./, play: firstSignIn('server'), once: true },
    { points: /^tombstones\./, play: tombstones, once: false },
    { points: /^backup\./, play: backup, once: true },
    { points: /^restore\./, play: restore, once: false },
    { points: /^push\.one_/, play: batch, once: true },
  ];

const CORE_ELSEWHERE: readonly { readonly points: RegExp; readonly play: Play; readonly once: boolean }[] = [
  { points: /^migration\./, play: firstSignIn('newcomer'), once: false },
  { points: /^(?:device|store)\./, play: firstSignIn('newcomer'), once: true },
  { points: /^vault\./, play: firstSignIn('newcomer'), once: true },
  { points: /^(?:lock|vault)\./, play: lock, once: true },
  { points: /^start_over\./, play: startOver, once: true },
  { points: /^(?:pin\.(?!used_up)|vault\.)/, play: pin, once: false },
  { points: /^pin\.used_up$/, play: pin, once: true },
  { points: /^wipe\./, play: wipe('device'), once: true },
  { points: /^file\.evicted$/, play: givingUp, once: false },
  { points: /^file\.deleted_unnoted$/, play: givingUpOnFullDisk, once: true },
];

const AT_WORK_SERVER = SERVER_POINTS.filter((point) =>
  SERVER_ELSEWHERE.every(({ points }) => !points.test(point)),
);
const AT_WORK_CORE = CORE_POINTS.filter((point) => CORE_ELSEWHERE.every(({ points }) => !points.test(point)));

/** Passed once by one file, or once by one act that is not chosen twice. */
const ONCE_EACH = /^(?:upload|file|files|log|intake)\.|^outbox\.dismissed$/;

/** Only who uploads passes them. */
const OF_SECRETARY = /^(?:intake|upload)\.|^outbox\.(?:before_dismiss|dismissed)$/;

const serverAims = (point: ServerPoint): readonly Aim[] => {
  const elsewhere = SERVER_ELSEWHERE.filter(({ points }) => points.test(point));
  if (elsewhere.length === 0)
    return [
      {
        side: 'server',
        point,
        name: 'server',
        play: work('server', AT_WORK_SERVER),
        once: ONCE_EACH.test(point),
      },
    ];
  return elsewhere.map(({ play, once }) => ({ side: 'server', point, name: 'server', play, once }));
};

const coreAims = (point: CorePoint): readonly Aim[] => {
  const elsewhere = CORE_ELSEWHERE.filter(({ points }) => points.test(point));
  if (elsewhere.length > 0)
    return elsewhere.map(({ play, once }) => ({ side: 'core', point, name: 'device', play, once }));
  const who = OF_SECRETARY.test(point) ? (['secretary'] as const) : (['secretary', 'member'] as const);
  return who.map((name) => ({
    side: 'core',
    point,
    name,
    play: work(name, AT_WORK_CORE),
    once: ONCE_EACH.test(point),
  }));
};

/** The server dies of an order to wipe as well, of the word that it was obeyed, and of the answers to both. */
const OF_WIPES: readonly Aim[] = (['log.appended', 'transaction.committed', 'answer.next'] as const).map(
  (point) => ({ side: 'server', point, name: 'server, wiping', play: wipe('server'), once: false }),
);

export const aims: readonly Aim[] = [
  ...SERVER_POINTS.flatMap(serverAims),
  ...OF_WIPES,
  ...CORE_POINTS.flatMap(coreAims),
];
