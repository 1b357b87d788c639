import { randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { count, damage, type Damage, type Place, some } from './damage.ts';

const firstPaper = ({ store }: Place): string => store.value('SELECT sha256 FROM file_link LIMIT 1');

/** Of papers and uploads. */
export const ofFiles: readonly Damage[] = [
  damage('a paper that is gone', ['file_missing'], (at) => {
    rmSync(at.paper(at.worked.largePaper));
    return at.worked.largePaper;
  }),
  damage('a paper that is longer', ['file_size'], (at) => {
    appendFileSync(at.paper(at.worked.largePaper), 'x');
    return at.worked.largePaper;
  }),
  damage('a paper with one other byte', ['file_hash'], (at) => {
    const handle = openSync(at.paper(at.worked.largePaper), 'r+');
    writeSync(handle, Buffer.from([0xff]), 0, 1, 1024 * 1024 + 3);
    closeSync(handle);
    return at.worked.largePaper;
  }),
  damage('hashes of pieces that are others', ['file_chunks', 'version_file'], ({ store, worked }) => {
    const sha256 = worked.largePaper;
    const chunks = JSON.parse(store.value('SELECT chunks FROM file WHERE sha256 = ?', sha256)) as string[];
    store.run('UPDATE file SET chunks = ? WHERE sha256 = ?', JSON.stringify(chunks.toReversed()), sha256);
    return sha256;
  }),
  damage('a version that says other things of its file', ['version_file'], (at) => {
    const id = some(at, 'paperVersion');
    const file = at.store.body('paperVersion', id)['file'] as object;
    at.store.rewrite('paperVersion', id, { file: { ...file, pages: 99 } });
    return id;
  }),
  damage('a version that is not kept as naming its file', ['version_link'], (at) => {
    const id = some(at, 'paperVersion');
    at.store.run('DELETE FROM file_link WHERE version_id = ?', id);
    return id;
  }),
  damage('a paper from nobody', ['uploader_unknown'], (at) => {
    const sha256 = firstPaper(at);
    at.store.run('UPDATE file_uploader SET person_id = ? WHERE sha256 = ?', randomUUID(), sha256);
    return sha256;
  }),
  damage('an upload of nobody', ['upload_person'], ({ store, worked }) => {
    store.run('UPDATE upload SET person_id = ?', randomUUID());
    return worked.uploadId;
  }),
  damage('a piece of the wrong size', ['upload_chunk'], ({ folder, worked }) => {
    writeFileSync(join(folder, 'uploads', worked.uploadId, '1.chunk'), 'short');
    return worked.uploadId;
  }),
];

/** Of the database itself. */
export const ofDatabase: readonly Damage[] = [
  damage('an index that is damaged', ['database_damaged'], ({ store, folder }) => {
    const page = count(store, "SELECT rootpage FROM sqlite_master WHERE name = 'record_tombstone'");
    const size = count(store, 'SELECT page_size FROM pragma_page_size');
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    store.db.close();
    const handle = openSync(join(folder, 'server.db'), 'r+');
    writeSync(handle, Buffer.alloc(40, 0x11), 0, 40, page * size - 40);
    closeSync(handle);
    return 'record_tombstone';
  }),
  damage('a row that names one that is not there', ['database_link'], ({ store }) => {
    store.run("DELETE FROM account WHERE username = 'thuky'");
    return 'session';
  }),
];
