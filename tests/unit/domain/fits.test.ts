import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { RECORD_KINDS, type RecordKind, recordSchemas } from '../../../shared/domain/records/kinds.ts';
import { fitsSurely } from '../../../shared/lib/fits.ts';

const id = '01920000-0000-7000-8000-000000000001';
const at = '2030-01-02T01:00:00.000Z';
const sha256 = 'ab'.repeat(32);
const key = Buffer.alloc(32, 7).toString('base64');
const label = { vi: 'Tán thành', en: 'Yes' };
const fraction = { num: 1, den: 2, exclusive: true };
const ruleSet = { quorum: { fraction, remoteCounts: true }, base: 'members', threshold: fraction };
const question = { title: 'Biểu quyết', wording: 'Đồng ý không?', live: false, changeable: true, ruleSet };
const options = ['yes', 'no'].map((role) => ({ ...{ id: role, role }, label }));
const documents = [{ paperId: id, versionId: id, sha256, title: 'Tờ trình' }];
const places = { meetingId: id, itemId: id, slipId: null, order: 'a0' };

/** One right record of each kind, as its JSON says it. */
const EXAMPLES: { readonly [K in RecordKind]: z.input<(typeof recordSchemas)[K]> } = {
  organisation: {
    ...{ id, name: 'Chính phủ', shortName: 'CP', highestClassification: 'internal' },
    ...{ isolatedNetwork: false, timeZone: 'Asia/Ho_Chi_Minh' },
  },
  body: { id, name: 'Chính phủ', ruleSet: { ...ruleSet, base: 'members' }, secretaryIds: [id] },
  person: { id, name: 'Bà Bình', position: '', unit: 'Bộ Tài chính', rank: 0 },
  membership: { id, bodyId: id, personId: id, role: 'member', votes: true },
  device: { id, personId: id, publicKey: key, label: 'Máy', enrolledAt: at, revokedAt: null },
  meeting: {
    ...{ id, bodyId: id, title: 'Phiên họp', kind: 'regular', startsAt: at, endsAt: at, place: '' },
    ...{ status: 'closed', publishedAt: null, conclusion: '' },
  },
  participant: { id, meetingId: id, personId: id, role: 'guest', votes: false, attendance: 'remote' },
  agendaItem: {
    ...{ id, meetingId: id, parentId: null, order: 'a0', title: 'Mục', summary: '' },
    ...{ presenterId: id, unit: '', minutes: 30 },
  },
  paper: {
    ...{ id, ...places, title: 'Tờ trình', documentType: 'report', agency: '', number: '' },
    ...{ classification: 'secret', currentVersionId: id },
  },
  paperVersion: {
    ...{ id, paperId: id, n: 1, fileName: 'a.pdf', addedAt: at, addedBy: id },
    file: { sha256, size: 5, chunks: [sha256, sha256], pages: 3 },
  },
  poll: {
    ...{ id, ...places, ...question, status: 'open', previousPollId: null, statement: '{}', hash: sha256 },
    ...{ openedAt: at, closedAt: null, announcedAt: null, late: { kind: 'accept', until: at } },
    ...{ documents, choices: { options, max: 1 } },
  } as z.input<typeof recordSchemas.poll>,
  pollResult: {
    ...{ id, pollId: id, provisional: false, passed: true, needed: null, baseCount: 3, memberCount: 3 },
    ...{ electorateCount: 3, presentCount: 3, counts: [{ optionId: 'yes', count: 2 }] },
    ...{ notVotedCount: 1, lateCount: 0 },
    lines: [{ personId: id, choices: ['yes'], text: '', conflict: false }],
  },
  turnout: { id, pollId: id, votedIds: [id], conflictIds: [] },
  slip: {
    ...{ id, bodyId: id, title: 'Phiếu', question: '', officerId: id, deadline: at },
    ...{ status: 'draft', sentAt: null },
  },
  ballotReceipt: {
    ...{ id: sha256, pollId: id, receivedAt: at, state: 'counts', logIndex: 4, proof: [sha256] },
    ...{
      checkpoint: 'e-cabinet',
      former: { origin: 'e-cabinet/x', index: 2, at: '2026-03-02T03:00:00.000Z' },
    },
    signed: { bytes: '{}', signature: Buffer.alloc(64).toString('base64') },
  },
  privateNote: { id, ciphertext: key },
  recoveryRequest: {
    ...{ id, deviceLabel: 'Máy', commitment: sha256, requestedAt: at, expiresAt: at },
    ...{ answeredBy: null, approverKey: key, publicKey: null },
  },
  grant: { id: 'org:x' },
};

/** What is left to the schema: a value that it fills in, and names that only `Intl` knows. */
const SLOW: readonly RecordKind[] = ['organisation', 'device'];

const NASTY: readonly unknown[] = [
  ...[null, true, false, 0, -0, -1, 1, 1.5, 4097, 2 ** 53, 1e300, '', ' ', 'x', ' x ', 'x\n', '\u00a0x'],
  ...[[], {}, [null], { kind: 'reject' }, { kind: 'accept' }, { vi: 'x' }, 'public', 'yes', 'toString'],
  ...['AAAA', 'AAA=', 'AA==', 'A===', 'AAAAA', 'AA AA', 'AAA\n', 'AB-_', 'QUFB='],
  ...[id, id.toUpperCase(), `${id} `, `x${id}`, `${id}\n`, '00000000-0000-0000-0000-000000000000'],
  ...[sha256, sha256.toUpperCase(), `${sha256}\n`, at, '2030-01-02T01:00:00Z', '2030-13-02T01:00:00.000Z'],
  ...['2030-01-02T01:00:00.000+07:00', '2030-02-30T01:00:00.000Z', 'x'.repeat(501), 'x'.repeat(20_001)],
];
const nasty = fc.oneof(fc.constantFrom(...NASTY), fc.jsonValue(), fc.string());

/** Every place in a value, the whole included. */
const placesIn = (value: unknown): readonly (readonly string[])[] => [
  [],
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, each]) => placesIn(each).map((rest) => [name, ...rest]))
    : []),
];
type Change = { readonly how: 'put' | 'drop' | 'add'; readonly at: number; readonly value: unknown };
const changed = (whole: unknown, { how, at: which, value }: Change): unknown => {
  const all = placesIn(whole);
  const path = all[which % all.length] ?? [];
  const last = path.at(-1);
  if (last === undefined) return how === 'put' ? value : whole;
  const copy = structuredClone(whole);
  let holder = copy as Record<string, unknown>;
  for (const name of path.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
  if (how === 'put') holder[last] = value;
  else if (how === 'add') holder['other'] = value;
  else delete holder[last];
  // As it would come: nothing that JSON does not have.
  return JSON.parse(JSON.stringify(copy));
};
const change = fc.record({
  how: fc.constantFrom('put', 'put', 'drop', 'add'),
  at: fc.nat(200),
  value: nasty,
});

describe('what fits surely', () => {
  test.each(RECORD_KINDS)('is taken by the schema of %s, and left as it is', (kind) => {
    const schema = recordSchemas[kind];
    const fits = fitsSurely(schema);
    expect(schema.safeParse(EXAMPLES[kind]).success).toBe(true);
    expect(fits(EXAMPLES[kind])).toBe(!SLOW.includes(kind));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const value = changes.reduce<unknown>((whole, each) => changed(whole, each), EXAMPLES[kind]);
        if (!fits(value)) return;
        const parsed = schema.safeParse(value);
        expect(parsed.success).toBe(true);
        expect(parsed.data).toEqual(value);
      }),
      { numRuns: 400 },
    );
  });

  test('is nothing of a schema with a part that it does not know', () => {
    const even = z.int().refine((n) => n % 2 === 0);
    const unknown = [
      ...[z.strictObject({ n: even }), z.array(even), even.nullable(), z.object({ n: z.int() }), z.number()],
      ...[z.strictObject({}).refine(() => false), z.string().toUpperCase().email(), z.string().regex(/a/g)],
      ...[z.enum(['a']).refine(() => false), z.boolean().refine(() => false), z.int().default(1)],
    ];
    const values = [{ n: 3 }, [3], 3, {}, 'a', true, null];
    for (const schema of unknown) {
      const fits = fitsSurely(schema);
      for (const value of values) if (fits(value)) expect(schema.safeParse(value).success).toBe(true);
    }
    expect(fitsSurely(z.strictObject({ n: even }))({ n: 4 })).toBe(false);
  });
});
