import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createChecksum } from '../../../main/core/store/checksum.ts';
import { databaseFile } from '../../../server/installation/dataFolder.ts';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot, leafHash } from '../../../shared/domain/log/merkle.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { toHex, utf8 } from '../../../shared/lib/bytes.ts';
import type { Row } from '../clientHost.ts';
import type { Truth } from '../ledger.ts';

type Fail = (text: string) => void;
type Db = Database.Database;

/** Reads the database of a server, which may be running. */
export const openTruth = (folder: string): Db => new Database(databaseFile(folder), { readonly: true });

export const truthOf = (db: Db): Truth => {
  const body = db.prepare<[string, string], { body: string }>(
    'SELECT body FROM record WHERE kind = ? AND id = ? AND body IS NOT NULL',
  );
  const titled = db.prepare<[string], { n: number }>(
    "SELECT count(*) AS n FROM record WHERE kind = 'paper' AND body ->> 'title' = ?",
  );
  const ballots = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM ballot WHERE id = ?');
  const results = db.prepare<[string], { seq: number; code: string | null }>(
    'SELECT seq, code FROM mutation_result WHERE mutation_id = ?',
  );
  return {
    body: (kind, id) => body.get(kind, id)?.body,
    hasPaperTitled: (title) => titled.get(title)?.n === 1,
    hasBallot: (id) => ballots.get(id)?.n === 1,
    resultsOf: (mutationId) => results.all(mutationId),
  };
};

/** What somebody's grants let them read, as it stands on the server. */
export const readableRows = (db: Db, personId: string): readonly Row[] => {
  const manifest = `manifest:${personId}`;
  return db
    .prepare<[string, string], Row>(
      `SELECT scope, kind, id, rev, body FROM record WHERE body IS NOT NULL AND (scope = ? OR scope IN
        (SELECT id FROM record WHERE kind = 'grant' AND scope = ? AND body IS NOT NULL))`,
    )
    .all(manifest, manifest);
};

export const checksumsOf = (db: Db): ReadonlyMap<string, string> =>
  new Map(
    db
      .prepare<[], { name: string; checksum: string }>('SELECT name, checksum FROM scope')
      .all()
      .map(({ name, checksum }) => [name, checksum]),
  );

const checkLines = (db: Db, fail: Fail): void => {
  const results = db
    .prepare<[], { device_id: string; n: number; mutation_id: string }>(
      'SELECT device_id, n, mutation_id FROM mutation_result ORDER BY device_id, n',
    )
    .all();
  const last = new Map<string, number>();
  const seen = new Set<string>();
  for (const { device_id, n, mutation_id } of results) {
    if ((last.get(device_id) ?? 0) !== n - 1) fail(`the line of ${device_id} has a gap before ${n}`);
    last.set(device_id, n);
    if (seen.has(mutation_id)) fail(`${mutation_id} was done twice`);
    seen.add(mutation_id);
  }
};

const checkRecords = (db: Db, fail: Fail): void => {
  const rows = db
    .prepare<[], Row>('SELECT scope, kind, id, rev, body FROM record WHERE body IS NOT NULL')
    .all();
  const sums = new Map<string, ReturnType<typeof createChecksum>>();
  for (const row of rows) {
    const sum = sums.get(row.scope) ?? createChecksum();
    sums.set(row.scope, sum);
    sum.add(row.kind, row.id, row.rev, row.body);
  }
  for (const [scope, checksum] of checksumsOf(db)) {
    const own = sums.get(scope)?.hex() ?? '0'.repeat(64);
    if (own !== checksum) fail(`the server's checksum of ${scope} is not that of its records`);
  }
  const counter = db.prepare<[], { c: number }>('SELECT max(counter) AS c FROM organisation').get()?.c ?? 0;
  const highest = db.prepare<[], { r: number | null }>('SELECT max(rev) AS r FROM record').get()?.r ?? 0;
  if (highest > counter) fail(`the counter ${counter} is behind the record ${highest}`);
};

const checkLog = (db: Db, fail: Fail): void => {
  let frontier = EMPTY_FRONTIER;
  const leaves = db
    .prepare<[], { leaf_index: number; data: string; root_after: string }>(
      'SELECT leaf_index, data, root_after FROM log_leaf ORDER BY leaf_index',
    )
    .all();
  for (const [index, leaf] of leaves.entries()) {
    frontier = appendLeaf(frontier, leafHash(utf8(leaf.data)));
    const isRight = leaf.leaf_index === index && toHex(frontierRoot(frontier)) === leaf.root_after;
    if (!isRight) fail(`leaf ${index} of the log is wrong`);
  }
  const ballots = leaves.map(({ data }) => data).filter((data) => data.includes('"ballot-cast"'));
  if (new Set(ballots).size !== ballots.length) fail('a ballot stands in the log twice');
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const checkPapers = (folder: string, db: Db, fail: Fail): void => {
  const files = db
    .prepare<[], { sha256: string; size: number; chunks: string }>('SELECT sha256, size, chunks FROM file')
    .all();
  for (const file of files) {
    const path = join(folder, 'files', file.sha256.slice(0, 2), file.sha256.slice(2, 4), file.sha256);
    if (!existsSync(path)) {
      fail(`the paper ${file.sha256} is recorded and not there`);
      continue;
    }
    const bytes = readFileSync(path);
    if (bytes.length !== file.size || sha256(bytes) !== file.sha256)
      fail(`the paper ${file.sha256} is not whole`);
    const hashes = file.chunks.match(/[0-9a-f]{64}/g) ?? [];
    for (const [index, hash] of hashes.entries()) {
      const chunk = bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
      if (sha256(chunk) !== hash) fail(`chunk ${index} of ${file.sha256} is not what its record says`);
    }
  }
};

const filesUnder = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    : [];

/** Nothing lies in the folder that would lie there after the next crash as well. */
const checkLeftovers = (folder: string, db: Db, fail: Fail): void => {
  const papers = new Set(db.prepare<[], string>('SELECT sha256 FROM file').pluck().all());
  const uploads = new Set(db.prepare<[], string>('SELECT upload_id FROM upload').pluck().all());
  for (const path of filesUnder(folder)) {
    const [first = '', second = ''] = path.split('/');
    const name = path.split('/').at(-1) ?? '';
    const isKnown =
      /^(?:server\.db(?:-wal|-shm)?|log\.key)$/.test(path) ||
      (first === 'files' && papers.has(name)) ||
      (first === 'uploads' && uploads.has(second));
    if (!isKnown) fail(`left over on the server: ${path}`);
  }
};

/** Everything on a server at rest: nothing half written, nothing twice, nothing that contradicts. */
export const checkServer = (folder: string, fail: Fail): void => {
  const db = openTruth(folder);
  try {
    const integrity = String(db.pragma('integrity_check', { simple: true }));
    if (integrity !== 'ok') fail(`the server's database: ${integrity}`);
    if ((db.pragma('foreign_key_check') as unknown[]).length > 0)
      fail('the server refers to what is not there');
    checkLines(db, fail);
    checkRecords(db, fail);
    checkLog(db, fail);
    checkPapers(folder, db, fail);
    checkLeftovers(folder, db, fail);
  } finally {
    db.close();
  }
};
