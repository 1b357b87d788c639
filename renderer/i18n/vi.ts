import { account } from './vi/account.ts';
import { admin } from './vi/admin.ts';
import { app } from './vi/app.ts';
import { common } from './vi/common.ts';
import { devices } from './vi/devices.ts';
import { home } from './vi/home.ts';
import { lock } from './vi/lock.ts';
import { meetings } from './vi/meetings.ts';
import { outbox } from './vi/outbox.ts';
import { papers } from './vi/papers.ts';
import { reader } from './vi/reader.ts';
import { secretariat } from './vi/secretariat.ts';
import { signIn } from './vi/signIn.ts';
import { voting } from './vi/voting.ts';

/** All words of the interface in Vietnamese, by area. The other languages have exactly these keys. */
export const vi = {
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
