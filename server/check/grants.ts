import { readersOf } from '../../shared/domain/access.ts';
import type { RecordKind } from '../../shared/domain/records/kinds.ts';
import { parseScope, type ScopeKind, scopeOf } from '../../shared/domain/scope.ts';
import type { KeptRecord } from '../storage/inspection.ts';
import type { Organisation } from './context.ts';

/** Scopes that a record of each kind brings into being, with those who may read them. */
const scopesOfRecord = (organisationId: string, { kind, id }: KeptRecord): readonly string[] => {
  switch (kind) {
    case 'organisation':
      return [scopeOf('org', organisationId)];
    case 'person':
      return [scopeOf('user', id)];
    case 'meeting':
      return [scopeOf('meeting', id), scopeOf('prep', id)];
    case 'agendaItem':
      return [scopeOf('item', id)];
    case 'slip':
      return [scopeOf('slip', id), scopeOf('prep', id)];
    default:
      return [];
  }
};

const checkScope = async ({ kept, reader, findings }: Organisation, scope: string): Promise<void> => {
  findings.examined('grants');
  const wanted = await readersOf(scope, reader);
  const manifests = await kept.view.records.scopesHolding('grant', scope);
  const held = new Set(manifests.map((manifest) => manifest.slice('manifest:'.length)));
  const subject = `The scope ${scope}`;
  for (const personId of wanted) {
    if (!held.has(personId)) findings.problem('grant_missing', subject, `person ${personId}`);
  }
  for (const personId of held) {
    if (!wanted.has(personId)) findings.problem('grant_extra', subject, `person ${personId}`);
  }
};

const OWNERS: Readonly<Record<ScopeKind, readonly RecordKind[]>> = {
  org: ['organisation'],
  meeting: ['meeting'],
  item: ['agendaItem'],
  prep: ['meeting', 'slip'],
  slip: ['slip'],
  user: ['person'],
  manifest: [],
};

/** Whether there is a record that brings the scope into being: it is examined with that record then. */
const isOfRecord = async ({ kept }: Organisation, scope: string): Promise<boolean> => {
  const parsed = parseScope(scope);
  for (const kind of parsed === null ? [] : OWNERS[parsed.kind]) {
    if ((await kept.view.records.get(kind, parsed?.id ?? '')) !== undefined) return true;
  }
  return false;
};

/** Who may read what is worked out anew from the records, and compared with the grants that are kept. */
export const checkGrants = async (organisation: Organisation): Promise<void> => {
  const { id, kept, findings } = organisation;
  for (const row of kept.records()) {
    if (row.body === null) continue;
    for (const scope of scopesOfRecord(id, row)) {
      await findings.guard(`The scope ${scope}`, () => checkScope(organisation, scope));
    }
  }
  // Grants of what no record brings into being.
  for (const scope of kept.grantedScopes()) {
    await findings.guard(`The scope ${scope}`, async () => {
      if (await isOfRecord(organisation, scope)) return;
      const manifests = await kept.view.records.scopesHolding('grant', scope);
      for (const manifest of manifests) findings.problem('grant_extra', `The scope ${scope}`, manifest);
    });
  }
};
