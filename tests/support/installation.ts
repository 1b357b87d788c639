import type { TestServerOptions } from './server.ts';
import { startTestServer, type TestServer } from './server.ts';
import { startTestClient, type TestClient } from './client.ts';
import { newId } from './api.ts';

export const PASSPHRASE = 'một câu mật khẩu dài';

/** An installation that its first administrator has just set up, on the real server, with that administrator's app. */
export interface Installation extends AsyncDisposable {
  readonly server: TestServer;
  /** System administrator, and secretary of the one body. */
  readonly admin: TestClient;
  readonly bodyId: string;
  /** An account; with a seat and a vote in the body unless told otherwise. Returns the person. */
  readonly addPerson: (username: string, seated?: boolean) => Promise<string>;
  /** A client of its own device, signed in and up to date. */
  readonly clientOf: (username: string) => Promise<TestClient>;
  /** A meeting of the body, written by the administrator. */
  readonly createMeeting: (title: string) => Promise<string>;
}

export const startInstallation = async (options: TestServerOptions = {}): Promise<Installation> => {
  const server = await startTestServer(options);
  const admin = await startTestClient({ serverUrl: server.url });
  await admin.ask('session.setup', {
    code: server.setupCode ?? '',
    organisationName: 'Chính phủ',
    bodyName: 'Chính phủ',
    username: 'quan.tri',
    name: 'Nguyễn Văn Quản',
    position: 'Quản trị',
    passphrase: PASSPHRASE,
  });
  await admin.signIn('quan.tri', PASSPHRASE);
  await admin.synced();
  const [bodyId] = (await admin.ask('session.state', {})).secretaryOf;
  if (bodyId === undefined) throw new Error('the first administrator is no secretary');
  const clients: TestClient[] = [admin];
  return {
    server,
    admin,
    bodyId,
    async addPerson(username, seated = true) {
      const { personId } = await admin.ask('accounts.create', {
        ...{ username, role: 'user', name: `Người dùng ${username}`, position: '', unit: '' },
        passphrase: PASSPHRASE,
      });
      const args = { id: newId(), bodyId, personId, role: 'member', votes: true };
      if (seated) await admin.ask('mutate', { name: 'membership.put', args });
      await admin.synced();
      return personId;
    },
    async clientOf(username) {
      const client = await startTestClient({ serverUrl: server.url });
      clients.push(client);
      await client.signIn(username, PASSPHRASE);
      await client.synced();
      return client;
    },
    async createMeeting(title) {
      const id = newId();
      await admin.ask('mutate', { name: 'meeting.create', args: meetingArgs(id, bodyId, title) });
      return id;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
};

export const meetingArgs = (id: string, bodyId: string, title: string) => ({
  ...{ id, bodyId, title, kind: 'regular', place: 'Phòng họp số 1' },
  startsAt: '2026-11-30T01:00:00.000Z',
  endsAt: '2026-11-30T05:00:00.000Z',
});
