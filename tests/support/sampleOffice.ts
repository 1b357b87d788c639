import type { ServerContext } from '../../server/context.ts';
import { createGovernment } from '../../server/sample/organisation.ts';
import { sampleSignIns } from '../../server/sample/people.ts';
import { type ApiPerson, newId, signInAs } from './api.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './server.ts';

/** The people and accounts of the sample Government, before anything is prepared. */
const fillWithPeople = async (context: ServerContext): Promise<void> => {
  const { organisationId } = await createGovernment(context);
  await context.storage.transact(organisationId, (tx) => tx.accounts.endSetup());
};

export const startOffice = (options: TestServerOptions = {}): Promise<TestServer> =>
  startTestServer({ fill: fillWithPeople, ...options });

export const passphraseOf = (username: string): string => {
  const found = sampleSignIns().find((person) => person.username === username);
  if (found === undefined) throw new Error(`nobody is called ${username}`);
  return found.passphrase;
};

/** Signs in somebody of the sample on a new device. */
export const enter = (server: { readonly url: string }, username: string): Promise<ApiPerson> =>
  signInAs(server.url, username, passphraseOf(username));

export interface Prepared {
  readonly meetingId: string;
  readonly itemId: string;
}

/** A draft meeting with one item, made by the secretary. */
export const prepareMeeting = async (secretary: ApiPerson): Promise<Prepared> => {
  await secretary.pull();
  const bodyId = secretary.held('body')[0]?.id ?? '';
  const [meetingId, itemId] = [newId(), newId()];
  await secretary.do('meeting.create', {
    id: meetingId,
    bodyId,
    title: 'Phiên họp thường kỳ',
    kind: 'regular',
    startsAt: '2030-01-02T01:00:00.000Z',
    endsAt: '2030-01-02T05:00:00.000Z',
    place: 'Hà Nội',
  });
  await secretary.do('item.create', {
    id: itemId,
    meetingId,
    parentId: null,
    order: 'a0',
    title: 'Nội dung 1',
    summary: '',
    presenterId: null,
    unit: '',
    minutes: 10,
  });
  return { meetingId, itemId };
};

/** A one-page PDF with this text, as small as a PDF can be. */
export const tinyPdf = (text: string): Uint8Array => {
  const stream = `BT /F1 24 Tf 72 700 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(file + xref + trailer, 'latin1'));
};
