import { z } from 'zod';

/** UUIDv7 as text. */
export const id = z.uuid();
/** SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);
/** RFC 3339 instant in UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 });
/** One line that a person typed. */
export const line = z.string().trim().min(1).max(500);
/** Several lines, possibly none. */
export const text = z.string().max(20_000);
/** Fractional order key (`shared/lib/order.ts`). */
export const order = z.string().min(1).max(200);
/** Where nothing else is said. */
export const DEFAULT_TIME_ZONE = 'Asia/Ho_Chi_Minh';

const isTimeZone = (name: string): boolean => {
  // Known everywhere; the first use of `Intl` costs a start ten milliseconds.
  if (name === DEFAULT_TIME_ZONE) return true;
  // `Intl` would take an offset too, but an offset knows no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
/** IANA name of a time zone, e.g. `Asia/Ho_Chi_Minh`. */
export const timeZone = z.string().max(64).refine(isTimeZone);

/** Base64 with padding. */
export const base64 = z.base64();

/** R21, in rising order: không mật, lưu hành nội bộ, mật, tối mật, tuyệt mật. */
export const CLASSIFICATIONS = ['public', 'internal', 'confidential', 'secret', 'top_secret'] as const;
export const classification = z.enum(CLASSIFICATIONS);
export type Classification = z.infer<typeof classification>;

/** A fraction of integers; `exclusive` means strictly more than it (R3). */
export const fraction = z
  .strictObject({
    num: z.int().min(0).max(1_000_000),
    den: z.int().min(1).max(1_000_000),
    exclusive: z.boolean(),
  })
  .readonly();
export type Fraction = z.infer<typeof fraction>;
