/**
 * Frees the memory of bytes that nobody needs any more, now: megabytes that wait for the garbage collector make it come
 * often, and each time it marks everything else. Without effect when they share their memory with other bytes.
 */
export const giveBack = (bytes: Uint8Array): void => {
  const { buffer } = bytes;
  const isWhole = bytes.byteLength > 0 && bytes.byteLength === buffer.byteLength;
  if (isWhole && buffer instanceof ArrayBuffer) buffer.transfer(0);
};
