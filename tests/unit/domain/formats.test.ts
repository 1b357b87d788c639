import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as recovery from '../../../shared/contract/recovery.ts';
import * as sync from '../../../shared/contract/sync.ts';
import { PROTOCOL } from '../../../shared/contract/version.ts';
import { ballotId, buildBallot, parseBallot } from '../../../shared/domain/decisions/ballot.ts';
import { buildStatement, parseStatement, statementHash } from '../../../shared/domain/decisions/statement.ts';
import { logEventText } from '../../../shared/domain/log/event.ts';
import { mutationArgs } from '../../../shared/domain/mutations/args.ts';
import { recordSchemas } from '../../../shared/domain/records/kinds.ts';
import { draftOf } from '../../support/government.ts';
import { idOf, uuid } from '../../support/statements.ts';

/** Made by another program than the one tested. */
const STATEMENT_TEXT =
  '{"body":"01900000-0000-7000-8000-000000000005","changeable":true,"choices":{"max":1,"options":[{"id":"yes","label":{"en":"In favour","vi":"Tán thành"},"role":"yes"},{"id":"no","label":{"en":"Against","vi":"Không tán thành"},"role":"no"},{"id":"abstain","label":{"en":"Abstaining","vi":"Không biểu quyết"},"role":"abstain"}]},"documents":[{"paperId":"01900000-0000-7000-8000-000000000007","sha256":"382635c9325bf3273d195ff1b8a44e5b11afd7d97addeb8863ea35feb98c1a07","title":"Dự thảo Nghị quyết","versionId":"01900000-0000-7000-8000-000000000008"}],"electorate":["01900000-0000-7000-8000-00000000000a","01900000-0000-7000-8000-00000000000b"],"item":"01900000-0000-7000-8000-000000000003","late":{"kind":"accept","until":"2019-06-24T03:10:00.000Z"},"live":false,"meeting":"01900000-0000-7000-8000-000000000002","memberCount":2,"openedAt":"2019-06-24T03:00:00.000Z","organisation":"01900000-0000-7000-8000-000000000004","poll":"01900000-0000-7000-8000-000000000001","present":["01900000-0000-7000-8000-00000000000a"],"previousPoll":null,"ruleSet":{"base":"members","quorum":{"fraction":{"den":3,"exclusive":false,"num":2},"remoteCounts":true},"threshold":{"den":2,"exclusive":true,"num":1}},"slip":null,"title":"Nghị quyết","type":"ecabinet/poll/v1","wording":"Thông qua Nghị quyết về các nhiệm vụ, giải pháp chủ yếu."}';
const STATEMENT_HASH = 'bc2921f20f2ff58954bb193f1bd76e5a34f081e9ea601df0f9ee55bfe45922e9';
const BALLOT_TEXT =
  '{"castAt":"2019-06-24T03:02:00.000Z","checkpoint":{"origin":"e-cabinet/01900000-0000-7000-8000-000000000004","root":"4813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b2","size":7},"choices":["other"],"device":"01900000-0000-7000-8000-000000000014","poll":"01900000-0000-7000-8000-000000000001","pollHash":"b111c6e1d318f203063e5c16bab43c108326af0aa2f7b65760c95547a43dbe52","replaces":["16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4","a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e"],"salt":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=","text":"Đề nghị làm rõ \\"nguồn vốn\\"\\n– điểm b khoản 2.","type":"ecabinet/ballot/v1","voter":"01900000-0000-7000-8000-00000000000a"}';
const BALLOT_ID = '13e01c9299ab6ffac9c9ecc66eb5808936b17de506db1ee192505310688c8c0d';
const WIRE_HASH = '2 f60416714b3f58cb21ac227b1f689fcbda5f2f7bca5ea4fcc6d9981b3ad57e41';

const buildGoldenStatement = () =>
  buildStatement(
    {
      ...draftOf({
        documents: [
          { paperId: uuid(7), versionId: uuid(8), sha256: idOf('paper'), title: 'Dự thảo Nghị quyết' },
        ],
        late: { kind: 'accept', until: '2019-06-24T03:10:00.000Z' },
      }),
      id: uuid(1),
      meetingId: uuid(2),
      itemId: uuid(3),
      slipId: null,
      order: 'a0',
      status: 'draft',
      previousPollId: null,
      statement: null,
      hash: null,
      openedAt: null,
      closedAt: null,
      announcedAt: null,
    },
    {
      organisationId: uuid(4),
      bodyId: uuid(5),
      openedAt: '2019-06-24T03:00:00.000Z',
      electorate: [uuid(10), uuid(11)],
      present: [uuid(10)],
      memberCount: 2,
    },
  );

const buildGoldenBallot = () =>
  buildBallot({
    poll: uuid(1),
    pollHash: idOf('statement'),
    voter: uuid(10),
    device: uuid(20),
    choices: ['other'],
    text: 'Đề nghị làm rõ "nguồn vốn"\n– điểm b khoản 2.',
    replaces: [idOf('second'), idOf('first')],
    checkpoint: { origin: `e-cabinet/${uuid(4)}`, size: 7, root: idOf('root') },
    castAt: '2019-06-24T03:02:00.000Z',
    salt: Buffer.alloc(32, 7).toString('base64'),
  });

describe('formats that are final from their first use', () => {
  it('R11: a poll’s statement is these bytes and this hash', () => {
    const built = buildGoldenStatement();
    expect(built.text).toBe(STATEMENT_TEXT);
    expect(built.hash).toBe(STATEMENT_HASH);
    expect(createHash('sha256').update(built.text, 'utf8').digest('hex')).toBe(STATEMENT_HASH);
    expect(statementHash(built.text)).toBe(STATEMENT_HASH);
    expect(parseStatement(built.text)).toMatchObject({ type: 'ecabinet/poll/v1', poll: uuid(1) });
  });

  it('R11: a statement reads back from its own text only', () => {
    const { text } = buildGoldenStatement();
    expect(parseStatement(` ${text}`)).toBeNull();
    expect(parseStatement(text.replace('"live":false', '"live": false'))).toBeNull();
    expect(parseStatement(text.replace('{', '{"extra":1,'))).toBeNull();
    expect(parseStatement('nothing')).toBeNull();
  });

  it('R10, R11: a ballot is these bytes and this id', () => {
    const built = buildGoldenBallot();
    expect(built.bytes).toBe(BALLOT_TEXT);
    expect(built.id).toBe(BALLOT_ID);
    expect(createHash('sha256').update(built.bytes, 'utf8').digest('hex')).toBe(BALLOT_ID);
    expect(ballotId(built.bytes)).toBe(BALLOT_ID);
    expect(parseBallot(built.bytes)).toEqual({ ok: true, value: built.ballot });
  });

  it('R11: a ballot in any other bytes is none', () => {
    const { bytes, ballot } = buildGoldenBallot();
    const reordered = JSON.stringify({ ...ballot, replaces: ballot.replaces.toReversed() });
    const duplicated = bytes.replace('"choices":["other"]', '"choices":["other","other"]');
    const wrong = [
      ` ${bytes}`,
      `${bytes}\n`,
      bytes.replace('"size":7', '"size":7.0'),
      bytes.replace('"size":7', '"size":7,"size":7'),
      bytes.replace('Đề', '\\u0110ề'),
      bytes.replace('{', '{"extra":1,'),
      bytes.replace('ballot/v1', 'ballot/v2'),
      bytes.replace('làm', '\\ud800'),
      reordered,
      duplicated,
      '',
      'null',
    ];
    for (const text of wrong) {
      expect(parseBallot(text)).toEqual({ ok: false, error: { code: 'ballot_bad_bytes', params: {} } });
    }
  });

  it('a leaf of the log is the canonical text of its event', () => {
    const event = {
      type: 'ballot',
      poll: uuid(1),
      ballot: idOf('b'),
      at: '2019-06-24T03:02:01.000Z',
    } as const;
    expect(logEventText(event)).toBe(
      `{"at":"2019-06-24T03:02:01.000Z","ballot":"${idOf('b')}","poll":"${uuid(1)}","type":"ballot"}`,
    );
  });
});

describe('the wire', () => {
  it(`says in protocol ${PROTOCOL} what it said before`, () => {
    const messages = Object.entries({ ...sync, ...recovery }).flatMap(([name, schema]) =>
      schema instanceof z.ZodType ? [[name, schema] as const] : [],
    );
    const named = [
      ...messages.map(([name, schema]) => [`message ${name}`, schema] as const),
      ...Object.entries(recordSchemas).map(([name, schema]) => [`record ${name}`, schema] as const),
      ...Object.entries(mutationArgs).map(([name, schema]) => [`mutation ${name}`, schema] as const),
    ].sort(([a], [b]) => (a < b ? -1 : 1));
    const shapes = named.map(([name, schema]) => [
      name,
      z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
    ]);
    const hash = createHash('sha256').update(JSON.stringify(shapes)).digest('hex');
    expect(
      `${PROTOCOL} ${hash}`,
      'What travels between client and server has changed. If older clients or servers still understand it, write the ' +
        'new hash here. If not, raise PROTOCOL in shared/contract/version.ts and say in its history what changed; raise ' +
        'PROTOCOL_FLOOR when the server no longer answers the older one. Formats that are signed (ballot, statement) ' +
        'never change: a new one gets a new type.',
    ).toBe(WIRE_HASH);
  });
});
