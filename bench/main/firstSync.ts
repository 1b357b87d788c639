import { hash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API } from '../../shared/contract/version.ts';
import { against, alone, type Figure, median } from '../figure.ts';
import { type Desk, openOffice, prepareMeeting, preparePoll, random, SECRETARY } from './office.ts';

const MEETINGS = 500;
/** 1 MB, decimal, as in MB/s. */
export const MB = 1_000_000;
const ROUNDS = 3;
const AIM_RECORDS = 1 / 3;
const AIM_FILES = 0.5;

/** A valid PDF of one page and exactly one megabyte, most of it a stream that is drawn by nobody. */
const megabytePdf = (n: number): Buffer => {
  const content = `BT /F1 24 Tf 72 700 Td (Paper ${n}) Tj ET`;
  const build = (padding: Buffer): Buffer => {
    const objects = [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      `<< /Length ${String(padding.length).padStart(7, '0')} >>\nstream\n${padding.toString('latin1')}\nendstream`,
    ];
    let file = '%PDF-1.4\n';
    const offsets = objects.map((object, index) => {
      const at = file.length;
      file += `${index + 1} 0 obj\n${object}\nendobj\n`;
      return at;
    });
    const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
    const head = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
    const start = String(file.length).padStart(7, '0');
    file += `${head}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
    return Buffer.from(file, 'latin1');
  };
  return build(Buffer.from(random(MB - build(Buffer.alloc(0)).length)));
};

/** Straight into the server's own store of files; the check of uploads is not what is measured. */
const addFile = async ({ context, government }: Desk, bytes: Uint8Array): Promise<string> => {
  const uploadId = context.ids.next();
  await context.files.putChunk(uploadId, 0, hash('sha256', bytes), bytes);
  const assembled = await context.files.assemble(uploadId, 1);
  if (assembled === null) throw new Error('the disk lost a chunk');
  await context.files.adopt(assembled);
  await context.files.dropUpload(uploadId);
  const { sha256: name, size, chunks } = assembled;
  await context.storage.transact(government.organisationId, async (tx) => {
    await tx.files.add({ sha256: name, size, chunks: [...chunks], pages: 1 }, new Date().toISOString());
    await tx.files.addUploader(name, government.personId(SECRETARY));
  });
  return name;
};

/** Per meeting 20 records that a member reads: the meeting, 11 participants, 2 items, a paper with its version, a poll, 3 grants. */
export const fillWithPapers = async (desk: Desk, meetings: number): Promise<readonly string[]> => {
  const files: string[] = [];
  for (let n = 0; n < meetings; n += 1) {
    const { meetingId, itemIds } = await prepareMeeting(desk, 2, n - Math.floor(meetings / 2));
    const itemId = itemIds[0] ?? '';
    const file = await addFile(desk, megabytePdf(n));
    files.push(file);
    await desk.actors.act(SECRETARY, 'paper.add', {
      id: desk.context.ids.next(),
      owner: { kind: 'item', id: itemId },
      order: 'a0',
      versionId: desk.context.ids.next(),
      fileName: `bao-cao-${n}.pdf`,
      sha256: file,
      title: `Báo cáo tình hình kinh tế - xã hội ${n}`,
      documentType: 'report',
      agency: 'Bộ Tài chính',
      number: `${n}/BC-BTC`,
      classification: 'public',
    });
    await preparePoll(desk, itemId, 0);
    await desk.actors.act(SECRETARY, 'meeting.publish', { id: meetingId });
  }
  return files;
};

/** What a device of its own process has measured. */
interface Measured {
  readonly rows: number;
  readonly recordsMs: number;
  readonly rawMs: number;
  readonly filesMs: number;
  readonly token: string;
}

/** A fresh device in a fresh process, as a person's is. */
const runDevice = async (serverUrl: string): Promise<Measured> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'device.ts'), serverUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => void (said += data.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the device ended with ${code ?? 'a signal'}`);
  return JSON.parse(said) as Measured;
};

/** Milliseconds that one curl takes for all files, onto the disk, over kept connections; `then` is part of it. */
export const curl = async (
  serverUrl: string,
  token: string,
  files: readonly string[],
  options: readonly string[],
  then: (paths: readonly string[]) => Promise<void> = async () => undefined,
): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-curl-'));
  const config = join(folder, 'curl.config');
  const lines = files.map(
    (file, n) => `url = "${serverUrl}${API}/files/${file}"\noutput = "${join(folder, `${n}.pdf`)}"`,
  );
  const head = `silent\nfail\nheader = "authorization: Bearer ${token}"`;
  await writeFile(config, [head, ...lines, ''].join('\n'), { mode: 0o600 });
  const start = performance.now();
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn('curl', [...options, '--config', config], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) await then(files.map((_, n) => join(folder, `${n}.pdf`)));
  const ms = performance.now() - start;
  if (code !== 0) throw new Error(`curl ended with ${code ?? 'a signal'}`);
  await rm(folder, { recursive: true, force: true });
  return ms;
};

/** First sync of 500 meetings with 10,000 records and 500 papers of 1 MB, beside raw inserts and curl. */
export const measureFirstSync = async (): Promise<Figure[]> => {
  await using office = await openOffice((desk) => fillWithPapers(desk, MEETINGS));
  const { url, prepared: files } = office;
  const megabytes = (files.length * MB) / 1_000_000;
  const [records, raw, down, sequential, parallel]: number[][] = [[], [], [], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { rows, recordsMs, rawMs, filesMs, token } = await runDevice(url);
    records?.push((rows / recordsMs) * 1000);
    raw?.push((rows / rawMs) * 1000);
    down?.push((megabytes / filesMs) * 1000);
    sequential?.push((megabytes / (await curl(url, token, files, []))) * 1000);
    const three = ['--no-progress-meter', '--parallel', '--parallel-max', '3'];
    parallel?.push((megabytes / (await curl(url, token, files, three))) * 1000);
    const last = [down, sequential, parallel].map((samples) => Math.round(samples?.at(-1) ?? 0));
    console.log(
      `first sync: ${rows} records ${Math.round(recordsMs)} ms, raw ${Math.round(rawMs)} ms; app, curl, curl × 3: ${last.join(', ')} MB/s`,
    );
  }
  const middle = (samples: readonly number[] | undefined): number => median(samples ?? []);
  return [
    against('first sync, records', 'records/s', middle(records), middle(raw), AIM_RECORDS, 'higher'),
    against('first sync, papers of 1 MB', 'MB/s', middle(down), middle(sequential), AIM_FILES, 'higher'),
    alone('the same papers by curl, three at once', 'MB/s', middle(parallel), null, 'higher'),
  ];
};
