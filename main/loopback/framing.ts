/**
 * How a call's arguments cross from the browser to the loopback host: four bytes, big-endian, the length of a JSON
 * text; the text; then the raw bytes that the text refers to as `{"$bytes": [offset, length]}`. JSON alone would make
 * a piece of an upload a third larger and cost a copy per character.
 */
const MAX_JSON = 8 * 1024 * 1024;

export const packCall = (args: unknown): Uint8Array<ArrayBuffer> => {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const json = new TextEncoder().encode(
    JSON.stringify(args, (_key, value: unknown) => {
      if (!(value instanceof Uint8Array)) return value;
      const place = { $bytes: [offset, value.length] };
      parts.push(value);
      offset += value.length;
      return place;
    }),
  );
  const packed = new Uint8Array(4 + json.length + offset);
  new DataView(packed.buffer).setUint32(0, json.length);
  packed.set(json, 4);
  let at = 4 + json.length;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
};

const bytesPlace = (value: unknown): readonly [number, number] | null => {
  if (typeof value !== 'object' || value === null || !('$bytes' in value)) return null;
  const place = value.$bytes;
  if (!Array.isArray(place) || place.length !== 2) return null;
  const [offset, length] = place as unknown[];
  return typeof offset === 'number' && typeof length === 'number' ? [offset, length] : null;
};

/** Throws a `SyntaxError` or `RangeError` on anything that `packCall` would not have written. */
export const unpackCall = (packed: Uint8Array): unknown => {
  if (packed.length < 4) throw new RangeError('a call has at least four bytes');
  const jsonLength = new DataView(packed.buffer, packed.byteOffset, packed.length).getUint32(0);
  if (jsonLength > MAX_JSON || 4 + jsonLength > packed.length)
    throw new RangeError('the length does not fit');
  const tail = packed.subarray(4 + jsonLength);
  const json = new TextDecoder('utf-8', { fatal: true }).decode(packed.subarray(4, 4 + jsonLength));
  return JSON.parse(json, (_key, value: unknown) => {
    const place = bytesPlace(value);
    if (place === null) return value;
    const [offset, length] = place;
    if (
      !Number.isInteger(offset) ||
      !Number.isInteger(length) ||
      offset < 0 ||
      length < 0 ||
      offset + length > tail.length
    ) {
      throw new RangeError('bytes outside the call');
    }
    return tail.slice(offset, offset + length);
  });
};
