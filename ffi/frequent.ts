// The mark of functions that are called for each entry and call C, for V8's optimizing compiler.

/**
 * Marks a function. Only in code of V8's optimizing compiler (TurboFan) a call goes straight to C; but it takes long to
 * compile, in each thread, and what else there is runs nearly as fast in that of its quick one. So on Linux it takes functions
 * without a name alone (scripts/release/assemble.ts): what calls C for each entry or block, and the shortest ways of
 * entries, into which it copies what they call. Where a function is of a few bytes, what it calls is marked instead.
 *
 * @param call an arrow function written as this argument, so that it has no name
 * @throws {TypeError} if it has one
 */
export function frequent<Parameters extends unknown[], Result>(
  call: (...parameters: Parameters) => Result,
): (...parameters: Parameters) => Result {
  if (call.name !== "") throw new TypeError(`'${call.name}' would not be optimized`);
  return call;
}
