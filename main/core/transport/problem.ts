import type { z } from 'zod';
import { cabinetError, isErrorCode, type CabinetError } from '../../../shared/contract/errors.ts';
import { problem } from '../../../shared/contract/sync.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TransportAnswer } from '../ports.ts';

const jsonOf = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
};

export const isSuccess = (answer: TransportAnswer): boolean => answer.status >= 200 && answer.status < 300;

/** The error that an answer outside 2xx names in its problem document (RFC 9457); `server_nonsense` without one. */
export const problemOf = (answer: TransportAnswer): CabinetError => {
  const parsed = problem.safeParse(jsonOf(answer.body));
  if (parsed.success && isErrorCode(parsed.data.code)) {
    return cabinetError(parsed.data.code, parsed.data.params);
  }
  // A proxy between here and the server says so without a problem document.
  if (answer.status === 502 || answer.status === 503 || answer.status === 504) {
    return cabinetError('server_unreachable');
  }
  return cabinetError('server_nonsense');
};

/** A 2xx answer's JSON; anything that does not fit is `server_nonsense`. */
export const parsedAnswer = <S extends z.ZodType>(
  answer: TransportAnswer,
  schema: S,
): Result<z.infer<S>, CabinetError> => {
  if (!isSuccess(answer)) return err(problemOf(answer));
  const parsed = schema.safeParse(jsonOf(answer.body));
  return parsed.success ? ok(parsed.data) : err(cabinetError('server_nonsense'));
};
