import type { TransportAnswer } from '../../main/core/ports.ts';
import { pullAnswer } from '../../shared/contract/sync.ts';
import type { Rng } from './seeded.ts';

type Pull = ReturnType<typeof pullAnswer.parse>;

/** One record of the page lost, or one letter of it another: what only the checksum of its scope can find. */
const tamperPull = (pull: Pull, rng: Rng): Pull | null => {
  const at = pull.changes.flatMap(({ records }, scope) => records.map((_, index) => ({ scope, index })));
  if (at.length === 0) return null;
  const { scope, index } = rng.pick(at);
  const isLost = rng.chance(0.5);
  const changes = pull.changes.map((change, no) => {
    if (no !== scope) return change;
    if (isLost) return { ...change, records: change.records.filter((_, each) => each !== index) };
    const records = change.records.map((record, each): typeof record => {
      const [id, kind, rev, body] = record;
      return each === index ? [id, kind, rev, body === null ? null : body.replace(/"chữ /, '"chứ ')] : record;
    });
    return { ...change, records };
  });
  return { ...pull, changes };
};

/** The answer with something wrong in it that its form does not show; null when there is nothing to change. */
export const tampered = (path: string, answer: TransportAnswer, rng: Rng): TransportAnswer | null => {
  if (answer.status >= 300 || answer.body.length === 0) return null;
  if (path.includes('/files/')) {
    const body = new Uint8Array(answer.body);
    const place = rng.int(body.length);
    body[place] = (body[place] ?? 0) ^ 1;
    return { ...answer, body };
  }
  if (!path.endsWith('/sync/pull')) return null;
  const pull = tamperPull(pullAnswer.parse(JSON.parse(Buffer.from(answer.body).toString())), rng);
  return pull === null ? null : { ...answer, body: new TextEncoder().encode(JSON.stringify(pull)) };
};
