import type { Costs } from './otherFormats.ts';

/** Requests, answers and problem documents, as `docs/sync.md` says them. */
export const API = '/api/v1';

/** An answer that has exactly the members that the document names. */
export const exactly = <T>(value: unknown, names: string, optional = ''): T => {
  const listed = (text: string): string[] => text.split(' ').filter((name) => name !== '');
  const held = new Set(Object.keys(value as object));
  const missing = listed(names).filter((name) => !held.has(name));
  const known = new Set([...listed(names), ...listed(optional)]);
  const unknown = [...held].filter((name) => !known.has(name));
  if (missing.length > 0 || unknown.length > 0) {
    throw new Error(`missing: ${missing.join(' ')}; not in the document: ${unknown.join(' ')}`);
  }
  return value as T;
};

/** A problem document. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  constructor(problem: unknown) {
    const said = exactly<Refused & { detail: string }>(problem, 'type title status code params detail');
    super(`${said.code}: ${said.detail}`);
    [this.status, this.code, this.params] = [said.status, said.code, said.params];
  }
}

/** What is asked of a server. */
export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Throws `Refused`. */
export const send = async (url: string, path: string, request: Request = {}): Promise<Response> => {
  const { json, bytes, token, headers = {} } = request;
  const type = json === undefined ? 'application/octet-stream' : 'application/json';
  const body = json === undefined ? bytes : JSON.stringify(json);
  const answer = await fetch(`${url}${API}${path}`, {
    method: request.method ?? 'GET',
    headers: {
      ...(body === undefined ? {} : { 'content-type': type }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body as BodyInit }),
  });
  if (answer.ok) return answer;
  if (answer.headers.get('content-type')?.startsWith('application/problem+json') !== true) {
    throw new Error(`${answer.status} without a problem document`);
  }
  throw new Refused(await answer.json());
};

/** The answer's JSON; null of an empty one. */
export const ask = async (url: string, path: string, request: Request = {}): Promise<unknown> => {
  const answer = await send(url, path, request);
  return answer.status === 204 ? null : answer.json();
};

export interface ServerInfo {
  readonly name: string;
  readonly protocol: number;
  readonly floor: number;
  readonly needsSetup: boolean;
  readonly kdf: Costs;
  readonly maxUploadBytes: number;
}

export const askServer = async (url: string): Promise<ServerInfo> =>
  exactly<ServerInfo>(await ask(url, '/server'), 'name protocol floor needsSetup kdf maxUploadBytes');
