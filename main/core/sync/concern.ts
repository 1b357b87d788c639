import { RECORD_KINDS, type RecordKind } from '../../../shared/domain/records/kinds.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import type { SyncReader } from '../store/records.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Kinds with a name of their own, the nearest to what a person did first. */
const NAMED = ['poll', 'paper', 'agendaItem', 'slip', 'meeting', 'body', 'person', 'organisation'] as const;

/** Every id that the arguments of a mutation name, in order; a ballot's are inside its signed bytes. */
export const idsIn = (args: unknown): readonly string[] => [
  ...new Set(JSON.stringify(args).match(UUID) ?? []),
];

const find = (reader: SyncReader, kind: RecordKind, id: string): Stored | undefined =>
  reader.getSync(kind, id);

/** Scopes of the records that the arguments name: revoking one waits until the entry has been answered. */
export const concernedScopes = (reader: SyncReader, args: unknown): readonly string[] => {
  const scopes = new Set<string>();
  for (const id of idsIn(args)) {
    for (const kind of RECORD_KINDS) {
      const scope = find(reader, kind, id)?.scope;
      if (scope !== undefined) scopes.add(scope);
    }
  }
  return [...scopes];
};

/** What an entry is about, in the words of the record it names first; empty when it names none that has a title. */
export const aboutOf = (reader: SyncReader, args: unknown): string => {
  const ids = idsIn(args);
  for (const kind of NAMED) {
    for (const id of ids) {
      const body = find(reader, kind, id)?.body;
      if (body === undefined) continue;
      if ('title' in body) return body.title;
      if ('name' in body) return body.name;
    }
  }
  const typed = args as { readonly title?: unknown; readonly name?: unknown } | null;
  return typeof typed?.title === 'string' ? typed.title : typeof typed?.name === 'string' ? typed.name : '';
};

/** The server's record that an edit with `seen` lost to, as JSON; null for anything else. */
export const newerRecord = (confirmed: SyncReader, args: unknown): string | null => {
  const edit = args as { readonly id?: unknown; readonly seen?: unknown } | null;
  if (typeof edit?.id !== 'string' || edit.seen === undefined) return null;
  for (const kind of NAMED) {
    const found = find(confirmed, kind, edit.id);
    if (found !== undefined) return JSON.stringify(found.body);
  }
  return null;
};
