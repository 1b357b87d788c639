/** Which chunks of a file are on this disk: bit `i % 8` of byte `i / 8`. */
export const emptyBitmap = (count: number): Uint8Array => new Uint8Array(Math.ceil(count / 8));

export const hasBit = (bitmap: Uint8Array, index: number): boolean =>
  ((bitmap[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;

export const setBit = (bitmap: Uint8Array, index: number): void => {
  bitmap[index >> 3] = (bitmap[index >> 3] ?? 0) | (1 << (index & 7));
};

export const countBits = (bitmap: Uint8Array): number => {
  let sum = 0;
  for (const byte of bitmap) for (let rest = byte; rest !== 0; rest &= rest - 1) sum += 1;
  return sum;
};

/** Bitmaps of files with nothing or everything here, by their number of chunks: thousands of files share them. */
const none = new Map<number, Uint8Array>();
const whole = new Map<number, Uint8Array>();

/** How many of `count` chunks are in the bitmap, and a bitmap that says the same and is never to be changed. */
export const sharedBitmap = (
  bytes: Uint8Array,
  count: number,
): { readonly bitmap: Uint8Array; readonly have: number } => {
  const have = countBits(bytes);
  const shared = have === 0 ? none : have === count ? whole : null;
  if (shared === null) return { bitmap: new Uint8Array(bytes), have };
  const bitmap = shared.get(count) ?? new Uint8Array(bytes);
  shared.set(count, bitmap);
  return { bitmap, have };
};

/** A run of chunks, `from` up to, not including, `to`. */
export interface ChunkRange {
  readonly from: number;
  readonly to: number;
}

/** The first run of at most `limit` chunks that are neither in the bitmap nor `taken`; null when there is none. */
export const nextMissing = (
  bitmap: Uint8Array,
  count: number,
  limit: number,
  taken: (index: number) => boolean,
): ChunkRange | null => {
  const missing = (index: number): boolean => !hasBit(bitmap, index) && !taken(index);
  let from = 0;
  while (from < count && !missing(from)) from += 1;
  if (from === count) return null;
  let to = from + 1;
  while (to < count && to - from < limit && missing(to)) to += 1;
  return { from, to };
};
