import type { ErrorCode } from '../shared/contract/errors.ts';
import type { RefusalParams } from '../shared/domain/refusal.ts';

/** Why a request is not answered. Thrown only inside request handling, where one place makes the document of it. */
export class Problem extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly params: RefusalParams;

  constructor(status: number, code: ErrorCode, params: RefusalParams = {}) {
    super(code);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.params = params;
  }
}
