import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { pushAnswer } from '../../../../shared/contract/sync.ts';
import { PROTOCOL } from '../../../../shared/contract/version.ts';
import { mutationArgs, type MutationName } from '../../../../shared/domain/mutations/args.ts';
import { type ApiPerson, newId } from '../../../support/api.ts';
import { damaged, damages, fuzzRuns, textOf } from '../../../support/fuzz.ts';
import { JSON_TYPE, useFuzzedServer } from '../../../support/fuzzedServer.ts';
import { ofSchema } from '../../../support/fuzzSchema.ts';

const office = useFuzzedServer();

/** Pushes it as the next of this device; a refusal is as good as an application. */
const pushed = async (who: ApiPerson, mutation: unknown): Promise<void> => {
  const body = Buffer.from(textOf({ protocol: PROTOCOL, mutations: [mutation] }));
  const answer = await office.sent({
    method: 'POST',
    path: '/sync/push',
    headers: { ...office.auth(who), ...JSON_TYPE },
    body,
  });
  if (answer.status !== 200) return;
  const { results } = pushAnswer.parse(JSON.parse(answer.body.toString('utf8')));
  for (const result of results) {
    who.n = Math.max(who.n, result.n);
    if (result.status === 'rejected') expect(result.code).not.toBe('server_failed');
  }
};

const wire = (who: ApiPerson, name: string, args: unknown) => ({
  ...{ id: newId(), n: who.n + 1, name, args, at: '2026-11-20T01:00:00.000Z' },
});

describe('a mutation', () => {
  test('of every name, with arguments at the bounds of its schema, is applied or refused', async () => {
    await office.secretary.pull();
    const own = new Set(office.secretary.held('device').map(({ id }) => id));
    const ids = [...office.secretary.records.values()]
      .map(({ id }) => id)
      .filter((id) => /^[0-9a-f-]{36}$/.test(id) && !own.has(id));
    const calls = Object.entries(mutationArgs).map(([name, schema]: [string, z.ZodType]) =>
      ofSchema(schema, [...ids, newId(), newId()]).map((args) => ({ name: name as MutationName, args })),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(...calls), fc.boolean(), async ({ name, args }, isAdministrator) => {
        const who = isAdministrator ? office.administrator : office.secretary;
        await pushed(who, wire(who, name, args));
      }),
      fuzzRuns(700),
    );
  });

  test('that is damaged is refused, and the line goes on', async () => {
    const bodyId = office.secretary.held('body')[0]?.id ?? '';
    const valid = () => ({
      ...{ id: newId(), bodyId, title: 'Phiên họp', kind: 'regular', place: 'Hà Nội' },
      ...{ startsAt: '2030-01-02T01:00:00.000Z', endsAt: '2030-01-02T05:00:00.000Z' },
    });
    await fc.assert(
      fc.asyncProperty(damages, async (list) => {
        await pushed(office.secretary, damaged(wire(office.secretary, 'meeting.create', valid()), list));
      }),
      fuzzRuns(150),
    );
    await office.secretary.do('meeting.create', valid() as never);
  });
});
