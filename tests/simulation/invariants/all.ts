import SqliteDatabase, { type Database } from 'better-sqlite3';
import { databaseFile } from '../../../server/installation/dataFolder.ts';
import type { Play } from '../play.ts';
import { revokedDevices } from '../rest.ts';
import { checkDecisions } from './decisions.ts';
import { checkEffects } from './effects.ts';
import { checkFiles } from './files.ts';
import { checkLeftovers } from './leftovers.ts';
import { checkNotes } from './notes.ts';
import { checkOutboxes } from './outboxes.ts';
import { checkPolls } from './polls.ts';
import { checkRows } from './rows.ts';
import { checkWipes } from './wipes.ts';

/** A run at rest, and the server's database opened beside it. */
export interface Rest extends Play {
  readonly truth: Database;
  /** Devices that the server serves no more; `posts` are the others. */
  readonly revoked: ReadonlySet<string>;
}

const checkIntegrity = ({ truth, posts, world }: Rest): void => {
  const check = (name: string, db: Database): void => {
    const found = db.pragma('integrity_check', { simple: true });
    if (found !== 'ok') world.fail(`${name}: integrity_check says ${String(found)}`);
  };
  check('server', truth);
  for (const { client } of posts) check(client.name, client.context().db);
};

/** Everything that must hold once nothing is on its way any more. */
export const checkAll = async (play: Play): Promise<void> => {
  const truth = new SqliteDatabase(databaseFile(play.server.folder()), { readonly: true });
  const revoked = await revokedDevices(play);
  const posts = play.posts.filter(({ client }) => !revoked.has(client.deviceId()));
  const rest: Rest = { ...play, posts, truth, revoked };
  try {
    checkIntegrity(rest);
    checkRows(rest);
    checkLeftovers(rest);
    if (play.wipes !== null) checkWipes(rest);
    checkOutboxes(rest);
    checkEffects(rest);
    checkDecisions(rest);
    await checkPolls(rest);
    await checkNotes(rest);
    await checkFiles(rest);
  } finally {
    truth.close();
  }
};
