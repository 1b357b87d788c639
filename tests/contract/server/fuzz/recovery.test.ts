import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { z } from 'zod';
import {
  recoveryAnswerRequest,
  recoveryApproveRequest,
  recoveryAskRequest,
  recoveryFinishRequest,
  recoveryRevealRequest,
  recoveryStateRequest,
  sheetOpenRequest,
  sheetRequest,
  sheetUseRequest,
} from '../../../../shared/contract/recovery.ts';
import { orderRequest, serverProofRequest, wipedRequest } from '../../../../shared/contract/sync.ts';
import { newId } from '../../../support/api.ts';
import { damaged, damages, fuzzRuns, textOf } from '../../../support/fuzz.ts';
import { JSON_TYPE, useFuzzedServer } from '../../../support/fuzzedServer.ts';
import { ofSchema } from '../../../support/fuzzSchema.ts';

const office = useFuzzedServer();

const DOORS: readonly (readonly [string, string, z.ZodType])[] = [
  ['PUT', '/auth/recovery-sheet', sheetRequest],
  ['POST', '/auth/recovery-sheet/open', sheetOpenRequest],
  ['POST', '/auth/recovery-sheet/use', sheetUseRequest],
  ['POST', '/auth/recovery-requests', recoveryAskRequest],
  ['POST', '/auth/recovery-requests/{id}/state', recoveryStateRequest],
  ['POST', '/auth/recovery-requests/{id}/reveal', recoveryRevealRequest],
  ['POST', '/auth/recovery-requests/{id}/finish', recoveryFinishRequest],
  ['POST', '/recovery-requests/{id}/answer', recoveryAnswerRequest],
  ['POST', '/recovery-requests/{id}/approve', recoveryApproveRequest],
  ['POST', '/devices/wiped', wipedRequest],
  ['POST', '/devices/orders', orderRequest],
  ['POST', '/server/proof', serverProofRequest],
];

describe('recovery and the wiping of devices', () => {
  test.each(DOORS)(
    '%s %s, at the bounds of its schema and damaged, is answered as designed',
    async (method, path, schema) => {
      const ids = [newId(), office.secretary.device.id];
      await fc.assert(
        fc.asyncProperty(ofSchema(schema, ids), damages, fc.boolean(), async (message, list, isWhole) => {
          const body = Buffer.from(textOf(isWhole ? message : damaged(message, list)));
          const headers = { ...office.auth(office.secretary), ...JSON_TYPE };
          await office.sent({ method, path: path.replace('{id}', newId()), headers, body });
        }),
        fuzzRuns(40),
      );
    },
  );
});
