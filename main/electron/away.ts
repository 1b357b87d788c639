import { powerMonitor } from 'electron';
import type { Cabinet } from '../core/ports.ts';

/** The device sleeps, or its screen is locked: the core locks, or closes what is classified. */
export const lockWhenAway = (cabinet: Pick<Cabinet, 'call'>): void => {
  const away = (): void => void cabinet.call('session.away', {});
  powerMonitor.on('suspend', away);
  powerMonitor.on('lock-screen', away);
};
