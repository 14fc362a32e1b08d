// Programs for Linux on arm64, run by qemu-user on this machine's kernel: what they do can then be judged from outside.
// The emulator lacks some calls of its own; what is seen of them is named where it matters.

import { type Outcome, runWords } from "../support/ferry.ts";
import { emulated, EMULATOR, LIBRARIES } from "../../scripts/arm64/emulator.ts";
import { needsPrograms } from "../support/programs.ts";
import { executableFor, needsExecutable } from "../release/executables.ts";

const TARGET = "aarch64-unknown-linux-gnu";

/** Why the executable cannot be run, or null. */
export function needsArm64(): string | null {
  return needsExecutable(TARGET) ?? needsPrograms(EMULATOR) ?? needsLibraries();
}

/** The command that starts ferry for arm64. */
export function arm64Command(...emulatorOptions: string[]): string[] {
  return [...emulated(...emulatorOptions), executableFor(TARGET)];
}

/** Runs ferry for arm64 and waits for it; it is so slow that it would tell its progress. */
export function ferryOnArm64(...args: string[]): Promise<Outcome> {
  return runWords([...arm64Command(), ...args, "--no-progress"]);
}

function needsLibraries(): string | null {
  try {
    for (const name of ["libc.so.6", "libgcc_s.so.1"]) Deno.statSync(`${LIBRARIES}/lib/${name}`);
    return null;
  } catch {
    return "no libc6-arm64-cross or libgcc-s1-arm64-cross";
  }
}
