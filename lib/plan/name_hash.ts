// FNV-1a of 32 bits (RFC 9923), by which names are told apart.

export const FNV_OFFSET = 0x811c9dc5;
export const FNV_PRIME = 0x01000193;

/**
 * Of the bytes of the NUL-terminated name at `start`.
 *
 * @param state of a hash that the name goes on with
 */
export function hashName(bytes: Uint8Array, start: number, state = FNV_OFFSET): number {
  let hash = state;
  for (let i = start; bytes[i] !== 0; i++) hash = Math.imul(hash ^ bytes[i], FNV_PRIME);
  return hash >>> 0;
}

/** Spreads what FNV-1a leaves in few bits: the finalizer of MurmurHash3 (fmix32). */
export function mixBits(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ bits >>> 16, 0x85ebca6b);
  bits = Math.imul(bits ^ bits >>> 13, 0xc2b2ae35);
  return (bits ^ bits >>> 16) >>> 0;
}
