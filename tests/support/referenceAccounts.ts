import type { AccountRow, WriteTx } from '../../server/storage/port.ts';
import { byText, must, type Own, type Place } from './referenceOrganisation.ts';

const accountIn = (own: Own, username: string): AccountRow | undefined =>
  own.state.accounts.find((each) => each.username === username);

/** Accounts, and the sessions of all of them: their names and tokens are taken once in the whole installation. */
export const accountsOn = ({ own, organisationId, known }: Place): WriteTx['accounts'] => {
  const account = (username: string) => accountIn(own, username);
  const change = (username: string, fields: Partial<AccountRow>): void => {
    own.state.accounts = own.state.accounts.map((each) =>
      each.username === username ? { ...each, ...fields } : each,
    );
  };
  return {
    async get(username) {
      const found = account(username);
      return found?.organisationId === organisationId ? found : undefined;
    },
    async list() {
      const own_ = own.state.accounts.filter((each) => each.organisationId === organisationId);
      return own_.sort((a, b) => byText(a.username, b.username));
    },
    async add(row) {
      must(account(row.username) === undefined, 'a name is taken once');
      known();
      own.state.accounts.push(row);
    },
    setDisabled: async (username, disabled) => change(username, { disabled }),
    setCredentials: async (username, credentials) => change(username, { ...credentials }),
    async setAccountKey(username, accountKey) {
      const before = account(username);
      const wasThere = before !== undefined && (before.accountKey !== null || before.accountKeyTaken);
      change(username, { accountKey, accountKeyTaken: accountKey === null && wasThere });
    },
    signedIn: async (username, lastSignInAt) => change(username, { lastSignInAt }),
    async addSession(session) {
      must(account(session.username) !== undefined, 'a session is of an account');
      must(
        own.state.sessions.every((each) => each.tokenHash !== session.tokenHash),
        'a token is given once',
      );
      own.state.sessions.push(session);
    },
    async extendSession(tokenHash, expiresAt) {
      own.state.sessions = own.state.sessions.map((each) =>
        each.tokenHash === tokenHash ? { ...each, expiresAt } : each,
      );
    },
    async removeSession(tokenHash) {
      own.state.sessions = own.state.sessions.filter((each) => each.tokenHash !== tokenHash);
    },
    async removeSessionsOf(username) {
      own.state.sessions = own.state.sessions.filter((each) => each.username !== username);
    },
    async removeSessionsExpiredBefore(instant) {
      own.state.sessions = own.state.sessions.filter((each) => each.expiresAt >= instant);
    },
    async endSetup() {
      own.state.installation = { ...own.state.installation, setupCode: null };
    },
  };
};

/** Sealed sheets and requests for another device's help. */
export const recoveryOn = ({ own }: Place): WriteTx['recovery'] => ({
  sheet: async (username) => own.state.sheets.get(username),
  request: async (id) => own.state.requests.get(id),
  requestsOf: async (username) =>
    [...own.state.requests.values()]
      .filter((each) => each.username === username)
      .sort((a, b) => byText(a.id, b.id)),
  requestsExpiredBefore: async (instant) =>
    [...own.state.requests.values()]
      .filter(({ expiresAt }) => expiresAt < instant)
      .sort((a, b) => byText(a.id, b.id)),
  async putSheet(sheet) {
    must(accountIn(own, sheet.username) !== undefined, 'a sheet is of an account');
    own.state.sheets.set(sheet.username, sheet);
  },
  async removeSheet(username) {
    own.state.sheets.delete(username);
  },
  async putRequest(request) {
    own.state.requests.set(request.id, request);
  },
  async removeRequest(id) {
    own.state.requests.delete(id);
  },
});
