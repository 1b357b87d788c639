import { err, ok } from '../../lib/result.ts';
import type { Outcome } from '../mutation.ts';
import { refusal, type Refusal, type RefusalCode, type RefusalParams } from '../refusal.ts';

/** What a mutation returns when it has written what it means. */
export const applied: Outcome = ok(undefined);

/** What a mutation returns when it has written nothing. */
export const refuse = (code: RefusalCode, params: RefusalParams = {}): Outcome => err(refusal(code, params));

export const refuseWith = (reason: Refusal): Outcome => err(reason);

type Patch<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** A record with those members replaced that the patch names. */
export const patched = <T extends object>(record: T, patch: Patch<T>): T => ({
  ...record,
  ...(Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<T>),
});
