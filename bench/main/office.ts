import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pino from 'pino';
import { addAccount, addPerson } from '../../server/accounts/administration.ts';
import { deriveCredentials } from '../../server/accounts/deriveCredentials.ts';
import { GOVERNMENT_RULES } from '../../server/accounts/setup.ts';
import { DEFAULT_SETTINGS, type ServerContext } from '../../server/context.ts';
import { startServer } from '../../server/installation/start.ts';
import { createActors, type SampleActors } from '../../server/sample/author.ts';
import { SAMPLE_KDF, type SampleGovernment } from '../../server/sample/organisation.ts';
import { runTransaction, serverActor, writeRecords } from '../../server/sync/transaction.ts';
import { scopeOf } from '../../shared/domain/scope.ts';

export const PASSPHRASE = 'mật khẩu để đo';
export const SECRETARY = 'thuky';
export const MEMBER = 'uyvien1';
/** Seats of the body, its chair among them. */
export const SEATS = 10;

const root = join(import.meta.dirname, '..', '..');

export const random = (count: number): Uint8Array => new Uint8Array(randomBytes(count));

/** What a part of the benchmark prepares on the server before anybody connects. */
export interface Desk {
  readonly context: ServerContext;
  readonly government: SampleGovernment;
  readonly actors: SampleActors;
}

const makePeople = (context: ServerContext): SampleGovernment => {
  const seats = Array.from({ length: SEATS }, (_, index) => (index === 0 ? 'chutri' : `uyvien${index}`));
  const personIds = new Map([...seats, SECRETARY].map((username) => [username, context.ids.next()]));
  return {
    organisationId: context.ids.next(),
    bodyId: context.ids.next(),
    personIds,
    personId(username) {
      const id = personIds.get(username);
      if (id === undefined) throw new Error(`nobody is called ${username}`);
      return id;
    },
  };
};

const enterPeople = async (context: ServerContext): Promise<SampleGovernment> => {
  const government = makePeople(context);
  const { organisationId, bodyId, personIds, personId } = government;
  const scope = scopeOf('org', organisationId);
  const credentials = await deriveCredentials(PASSPHRASE, SAMPLE_KDF, context.random);
  const actor = serverActor(organisationId);
  await runTransaction(context, organisationId, async (work) => {
    await writeRecords(context, work, actor, '', ({ tx }) =>
      tx.put(scope, 'organisation', {
        id: organisationId,
        name: 'Chính phủ',
        shortName: 'Chính phủ',
        highestClassification: 'internal',
        isolatedNetwork: false,
        timeZone: 'Asia/Ho_Chi_Minh',
      }),
    );
    for (const [rank, [username, id]] of [...personIds].entries()) {
      await addPerson(context, work, { id, name: `Đồng chí ${username}`, position: '', unit: '', rank });
    }
    await writeRecords(context, work, actor, '', async ({ tx }) => {
      const secretaryIds = [personId(SECRETARY)];
      await tx.put(scope, 'body', { id: bodyId, name: 'Chính phủ', ruleSet: GOVERNMENT_RULES, secretaryIds });
      for (const [username, id] of personIds) {
        if (username === SECRETARY) continue;
        const role = username === 'chutri' ? 'chair' : 'member';
        await tx.put(scope, 'membership', {
          id: context.ids.next(),
          bodyId,
          personId: id,
          role,
          votes: true,
        });
      }
    });
    for (const [username, id] of personIds) {
      await addAccount(context, work, { username, role: 'user', personId: id, credentials });
    }
    await work.tx.accounts.endSetup();
  });
  return government;
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const startProcess = (folder: string): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const program = join(root, 'server', 'main.ts');
  const args = [program, '--data', folder, '--host', '127.0.0.1', '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  // A benchmark that fails or is interrupted takes its server along, and half a gigabyte of papers.
  const kill = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const endAll = (): void => process.exit(1);
  process.once('exit', kill);
  for (const signal of SIGNALS) process.once(signal, endAll);
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      process.off('exit', kill);
      for (const signal of SIGNALS) process.off(signal, endAll);
      resolve();
    }),
  );
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^listening (\S+)$/.exec(line)?.[1];
      if (url === undefined) return;
      resolve({
        url,
        async stop() {
          child.kill('SIGTERM');
          await ended;
        },
      });
    });
    void ended.then(() => reject(new Error('the server ended before it listened')));
  });
};

export interface Office<T> extends AsyncDisposable {
  /** Origin of the server, which runs in a process of its own. */
  readonly url: string;
  readonly prepared: T;
}

/** A new installation, filled through the server's own modules and then served by a process of its own. */
export const openOffice = async <T>(prepare: (desk: Desk) => Promise<T>): Promise<Office<T>> => {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-server-'));
  const filling = await startServer({
    folder,
    host: '127.0.0.1',
    port: 0,
    certificate: null,
    settings: DEFAULT_SETTINGS,
    kdf: SAMPLE_KDF,
    clock: { now: () => Date.now() },
    random,
    log: pino({ enabled: false }),
    fill: null,
  });
  if (!filling.ok) throw new Error(filling.error);
  const { context } = filling.value;
  const government = await enterPeople(context);
  const prepared = await prepare({ context, government, actors: createActors(context, government) });
  await filling.value.stop();
  const server = await startProcess(folder);
  return {
    url: server.url,
    prepared,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const DAY_MS = 86_400_000;

/** A draft session with some items, by the secretary. */
export const prepareMeeting = async (
  { context, government, actors }: Desk,
  itemCount: number,
  day = 3,
): Promise<{ readonly meetingId: string; readonly itemIds: readonly string[] }> => {
  const meetingId = context.ids.next();
  const start = Date.now() + day * DAY_MS;
  await actors.act(SECRETARY, 'meeting.create', {
    id: meetingId,
    bodyId: government.bodyId,
    title: `Phiên họp Chính phủ thường kỳ ${day}`,
    kind: 'regular',
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(start + DAY_MS / 6).toISOString(),
    place: 'Phòng họp số 1, Trụ sở Chính phủ',
  });
  const itemIds: string[] = [];
  for (let index = 0; index < itemCount; index += 1) {
    const id = context.ids.next();
    await actors.act(SECRETARY, 'item.create', {
      id,
      meetingId,
      parentId: null,
      order: `a${index}`,
      title: `Báo cáo tình hình kinh tế - xã hội, nội dung ${index + 1}`,
      summary: 'Thảo luận và cho ý kiến về các nhiệm vụ, giải pháp trọng tâm trong thời gian tới.',
      presenterId: null,
      unit: 'Bộ Kế hoạch và Đầu tư',
      minutes: 20,
    });
    itemIds.push(id);
  }
  return { meetingId, itemIds };
};

/** A draft poll on an item: in favour, against, abstaining. */
export const preparePoll = async ({ context, actors }: Desk, itemId: string, n: number): Promise<string> => {
  const id = context.ids.next();
  await actors.act(SECRETARY, 'poll.create', {
    id,
    owner: { kind: 'item', id: itemId },
    order: `a${String(n).padStart(3, '0')}1`,
    previousPollId: null,
    title: `Nghị quyết ${n + 1}`,
    wording: 'Thông qua Nghị quyết về các nhiệm vụ, giải pháp chủ yếu.',
    documents: [],
    choices: {
      options: [
        { id: 'yes', label: { vi: 'Tán thành', en: 'In favour' }, role: 'yes' },
        { id: 'no', label: { vi: 'Không tán thành', en: 'Against' }, role: 'no' },
        { id: 'abstain', label: { vi: 'Không biểu quyết', en: 'Abstaining' }, role: 'abstain' },
      ],
      max: 1,
    },
    ruleSet: GOVERNMENT_RULES,
    late: { kind: 'reject' },
    live: false,
    changeable: true,
  });
  return id;
};
