import type { Database } from 'better-sqlite3';
import type { CoreContext } from '../context.ts';
import { openMeta } from './meta.ts';

/** What the store of a lent device knows of it. */
export interface Loaner {
  /** Null until its person has chosen the session. */
  readonly meetingId: string | null;
}

const KEY = 'loaner';

/** Null on a device of one's own. */
export const loanerOf = (db: Database): Loaner | null => {
  const text = openMeta(db).text(KEY);
  if (text === null) return null;
  return { meetingId: text === '' ? null : text };
};

/** `null`: lent, for a session that is still to be chosen. */
export const noteLoaner = (db: Database, meetingId: string | null): void => {
  openMeta(db).set(KEY, meetingId ?? '');
};

/** The same for what is fetched: the server's word, which arrives with what it is about, comes before one's own note. */
export const lentFor = ({
  db,
  records,
  account,
}: Pick<CoreContext, 'db' | 'records' | 'account'>): Loaner | null => {
  const noted = loanerOf(db);
  const said = noted === null ? undefined : records.getSync('device', account.deviceId)?.body.loaner;
  return said ?? noted;
};
