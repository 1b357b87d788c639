import { afterAll, beforeAll, expect } from 'vitest';
import { checkInstallation } from '../../server/check/check.ts';
import { readLogKey } from '../../server/check/log.ts';
import { databaseFile, logKeyFile } from '../../server/installation/dataFolder.ts';
import { inspectSqlite } from '../../server/storage/sqlite/inspection.ts';
import { uploadAnswer } from '../../shared/contract/sync.ts';
import { API } from '../../shared/contract/version.ts';
import { isRecordKind, recordSchemas } from '../../shared/domain/records/kinds.ts';
import { type ApiPerson, newId } from './api.ts';
import { type RawAnswer, type RawRequest, requestBytes, sendRaw, undesigned } from './rawHttp.ts';
import { enter, prepareMeeting, startOffice, tinyPdf } from './sampleOffice.ts';
import type { TestServer } from './server.ts';

/** A server that is sent anything at all, and those in whose name it is. */
export interface FuzzedServer {
  readonly server: TestServer;
  readonly secretary: ApiPerson;
  readonly administrator: ApiPerson;
  /** One that may be read. */
  readonly paper: { readonly sha256: string; readonly size: number };
  /** One that the secretary has begun, of three chunks. */
  readonly uploadId: string;
  readonly auth: (who: ApiPerson) => Record<string, string>;
  /** Sends it; fails when the answer is none of those designed, or when the server does not answer afterwards. */
  readonly sent: (request: RawRequest) => Promise<RawAnswer>;
}

export const JSON_TYPE = { 'content-type': 'application/json' };

/** Headers that ask for a socket. */
export const HANDSHAKE = {
  ...{ connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

const prepare = async (): Promise<FuzzedServer> => {
  const server = await startOffice({ settings: { signInsPerMinute: 1_000_000 } });
  const [secretary, administrator] = [await enter(server, 'thuky'), await enter(server, 'quantri')];
  const { itemId } = await prepareMeeting(secretary);
  const bytes = tinyPdf('fuzz');
  const paper = { sha256: await secretary.uploaded('fuzz.pdf', bytes), size: bytes.length };
  await secretary.do('paper.add', {
    ...{ id: newId(), owner: { kind: 'item', id: itemId }, order: 'a0', versionId: newId() },
    ...{ fileName: 'fuzz.pdf', sha256: paper.sha256, title: 'Tờ trình', documentType: 'report' },
    ...{ agency: '', number: '', classification: 'public' },
  });
  const begun = await secretary.call('/uploads', {
    json: { name: 'b.pdf', size: 3 * 1024 * 1024, sha256: 'b'.repeat(64) },
  });
  return {
    ...{ server, secretary, administrator, paper },
    uploadId: uploadAnswer.parse(begun.json()).uploadId,
    auth: (who) => ({ authorization: `Bearer ${who.token}` }),
    async sent(request) {
      const answer = await sendRaw(server.url, requestBytes({ ...request, path: `${API}${request.path}` }));
      expect(undesigned(answer, request.method === 'HEAD')).toBeNull();
      return answer;
    },
  };
};

/** The server answers, a new copy fits its checksums and schemas, and everything that is kept is sound. */
const expectSound = async ({ server }: FuzzedServer): Promise<void> => {
  const reader = await enter(server, 'thuky');
  await reader.pull();
  for (const [scope, checksum] of reader.checksums) expect(reader.checksumOf(scope)).toBe(checksum);
  for (const { kind, body } of reader.records.values()) {
    if (!isRecordKind(kind)) throw new Error(kind);
    recordSchemas[kind].parse(JSON.parse(body));
  }
  const inspection = inspectSqlite(databaseFile(server.dataDir));
  if (!inspection.ok) throw new Error(inspection.error);
  const kept = { inspection: inspection.value, files: server.context.files };
  const logKey = readLogKey(logKeyFile(server.dataDir));
  const nothing = (): void => undefined;
  const reports = await checkInstallation({ ...kept, logKey }, { onExamined: nothing, onChecked: nothing });
  inspection.value.close();
  expect(reports.flatMap(({ found }) => found)).toEqual([]);
};

/** One server for all tests of a file, looked at after everything; nothing may have been rejected unhandled. */
export const useFuzzedServer = (): FuzzedServer => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  const office: { made: FuzzedServer | null } = { made: null };
  const made = (): FuzzedServer => {
    if (office.made === null) throw new Error('the server has not been started');
    return office.made;
  };
  beforeAll(async () => {
    process.on('unhandledRejection', note);
    office.made = await prepare();
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    await expectSound(made());
    await made().server.stop();
  });
  return {
    get server() {
      return made().server;
    },
    get secretary() {
      return made().secretary;
    },
    get administrator() {
      return made().administrator;
    },
    get paper() {
      return made().paper;
    },
    get uploadId() {
      return made().uploadId;
    },
    auth: (who) => made().auth(who),
    sent: (request) => made().sent(request),
  };
};
