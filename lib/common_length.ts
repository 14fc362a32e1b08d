// How far two paths are the same.

/** Bytes that two arrays begin with alike. Words first: paths are compared that have 40,000 bytes. */
export function commonLength(a: Uint8Array, b: Uint8Array): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  if ((a.byteOffset & 3) === 0 && (b.byteOffset & 3) === 0) {
    const words = most >> 2;
    const x = new Uint32Array(a.buffer, a.byteOffset, words);
    const y = new Uint32Array(b.buffer, b.byteOffset, words);
    while (at < words && x[at] === y[at]) at++;
    at <<= 2;
  }
  while (at < most && a[at] === b[at]) at++;
  return at;
}
