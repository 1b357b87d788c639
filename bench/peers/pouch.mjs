import { createInterface } from 'node:readline';
import { createReadStream } from 'node:fs';
import core from 'pouchdb-core';
import http from 'pouchdb-adapter-http';
import leveldb from 'pouchdb-adapter-leveldb';
import mapreduce from 'pouchdb-mapreduce';
import replication from 'pouchdb-replication';
import express from 'express';
import expressPouchdb from 'express-pouchdb';

/**
 * PouchDB on both ends, each in a process of its own, on LevelDB (native, the adapter that the `pouchdb` package takes on
 * Node). Programs: `serve FOLDER LINES` loads one JSON document per line and serves it, printing `listening PORT`;
 * `pull URL FOLDER usual|tuned` replicates and prints `{"documents", "ms"}`: with the options it has when none are given,
 * or as fast as its documentation says how, one large batch per request with several ahead and no checkpoints.
 */
const plain = (module) => module.default ?? module;
const PouchDB = plain(core)
  .plugin(plain(leveldb))
  .plugin(plain(http))
  .plugin(plain(mapreduce))
  .plugin(plain(replication));

const BATCH = 2000;

const serve = async (folder, lines) => {
  const Stored = PouchDB.defaults({ adapter: 'leveldb', prefix: `${folder}/` });
  const source = new Stored('records', { revs_limit: 1 });
  let batch = [];
  const write = async () => {
    await source.bulkDocs(batch);
    batch = [];
  };
  for await (const line of createInterface({ input: createReadStream(lines) })) {
    batch.push(JSON.parse(line));
    if (batch.length === BATCH) await write();
  }
  await write();
  const app = express();
  const handler = plain(expressPouchdb)(Stored, {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    logPath: `${folder}/log.txt`,
  });
  app.use('/db', handler);
  const server = app.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
};

const pull = async (url, folder, options) => {
  const source = new PouchDB(`${url}/db/records`, { adapter: 'http' });
  const tuned = options === 'tuned';
  const copy = new PouchDB('copy', {
    ...{ adapter: 'leveldb', prefix: `${folder}/` },
    ...(tuned ? { revs_limit: 1 } : {}),
  });
  const start = performance.now();
  const done = await copy.replicate.from(
    source,
    tuned ? { batch_size: BATCH, batches_limit: 10, checkpoint: false } : {},
  );
  console.log(JSON.stringify({ documents: done.docs_written, ms: performance.now() - start }));
  process.exit(0);
};

const [program, ...args] = process.argv.slice(2);
await (program === 'serve' ? serve(...args) : pull(...args));
