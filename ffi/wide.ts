// Numbers as 64-bit arguments (size_t, off_t, long). Deno's calls accept a plain number there too, but
// the optimizing compiler expects a BigInt: each call with a number throws its code away, and costs
// 300 ns instead of 10 (V8 14, "not a BigInt"). Masked to 64 bits, the BigInt is never allocated.

/** A whole number from 0 to 2^53 as a 64-bit argument. */
export function wide(value: number): bigint {
  return BigInt.asUintN(64, BigInt(value));
}
