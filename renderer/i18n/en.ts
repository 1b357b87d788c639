import { account } from './en/account.ts';
import { admin } from './en/admin.ts';
import { app } from './en/app.ts';
import { common } from './en/common.ts';
import { devices } from './en/devices.ts';
import { home } from './en/home.ts';
import { lock } from './en/lock.ts';
import { meetings } from './en/meetings.ts';
import { outbox } from './en/outbox.ts';
import { papers } from './en/papers.ts';
import { reader } from './en/reader.ts';
import { secretariat } from './en/secretariat.ts';
import { signIn } from './en/signIn.ts';
import { voting } from './en/voting.ts';
import type { SameKeys } from './shape.ts';
import type { vi } from './vi.ts';

/** All words of the interface in English. */
export const en: SameKeys<typeof vi> = {
  common,
  app,
  signIn,
  home,
  meetings,
  lock,
  papers,
  voting,
  outbox,
  account,
  devices,
  reader,
  secretariat,
  admin,
};
