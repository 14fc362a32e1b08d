// Variadic functions. On Apple's arm64 a variadic argument lies on the stack, in a slot of eight bytes,
// whatever registers are free ("Writing ARM64 code for Apple platforms"), while Deno's calls pass the
// first eight integers in x0 to x7. So the fixed arguments are followed by as many zeros as fill those
// registers: the next argument, the ninth, then lies where the function looks for its first variadic
// one. On x86-64 variadic integers are passed as all others are.

import type { Call } from "../lazy_symbols.ts";

export type Machine = typeof Deno.build.arch;

/** Integer registers for arguments on arm64. */
const REGISTERS = 8;

/** The variadic functions that ferry calls, with the number of arguments before the `...`. */
const FIXED_ARGUMENTS: Readonly<Record<string, number>> = { openat: 3, fcntl: 2 };

function zerosOf(machine: Machine, name: string): number {
  const fixed = FIXED_ARGUMENTS[name];
  return machine === "aarch64" && fixed !== undefined ? REGISTERS - fixed : 0;
}

/** The parameters of a function that Deno needs on `machine`. */
export function paddedParameters(
  machine: Machine,
  name: string,
  parameters: readonly Deno.NativeType[],
): readonly Deno.NativeType[] {
  const zeros = new Array<Deno.NativeType>(zerosOf(machine, name)).fill("i32");
  const fixed = FIXED_ARGUMENTS[name] ?? parameters.length;
  return [...parameters.slice(0, fixed), ...zeros, ...parameters.slice(fixed)];
}

/** A call that takes the arguments without the zeros between them. */
export function paddedCall(machine: Machine, name: string, call: Call): Call {
  switch (zerosOf(machine, name)) {
    case 0:
      return call;
    case REGISTERS - 2:
      return (a, b, variadic) => call(a, b, 0, 0, 0, 0, 0, 0, variadic);
    case REGISTERS - 3:
      return (a, b, c, variadic) => call(a, b, c, 0, 0, 0, 0, 0, variadic);
    default:
      throw new Error(`${name} has ${FIXED_ARGUMENTS[name]} fixed arguments`);
  }
}
