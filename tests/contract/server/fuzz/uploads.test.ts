import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../support/api.ts';
import { fuzzRuns } from '../../../support/fuzz.ts';
import { useFuzzedServer } from '../../../support/fuzzedServer.ts';
import { tinyPdf } from '../../../support/sampleOffice.ts';

const office = useFuzzedServer();

describe('an upload', () => {
  test('with chunks of any index, size and hash is refused or kept, and completing it too early is told', async () => {
    const complete = {
      method: 'POST',
      path: `/uploads/${office.uploadId}/complete`,
      headers: office.auth(office.secretary),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('0', '1', '2', '3', '4095', '4096', '-0', '1.5', '0x1', '%20', 'NaN'),
        fc.uint8Array({ maxLength: 200 }),
        fc.boolean(),
        async (index, bytes, isRight) => {
          const hash = isRight ? sha256(bytes) : 'c'.repeat(64);
          const headers = {
            ...office.auth(office.secretary),
            'content-type': 'application/octet-stream',
            'x-chunk-sha256': hash,
          };
          const path = `/uploads/${office.uploadId}/chunks/${index}`;
          await office.sent({ method: 'PUT', path, headers, body: Buffer.from(bytes) });
          await office.sent(complete);
        },
      ),
      fuzzRuns(50),
    );
  });

  test('of bytes that are almost a PDF is taken or refused with its reason', async () => {
    const whole = Buffer.from(tinyPdf('almost'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 8 }),
        fc.nat(),
        async (edits, cut) => {
          const bytes = Buffer.from(
            whole.subarray(0, whole.length - (cut % 3 === 0 ? cut % whole.length : 0)),
          );
          for (const [at, byte] of edits) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          const answer = await office.secretary.upload('almost.pdf', bytes);
          expect([200, 422]).toContain(answer.status);
        },
      ),
      fuzzRuns(4),
    );
  });
});
