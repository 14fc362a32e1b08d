// The one place that selects a platform. Where FFI is denied or the system has no binding yet, the
// portable one serves: correct, slower, and honest about what it cannot keep.

import { openDarwin } from "./darwin/file_system.ts";
import type { LibSystemChoice } from "./darwin/libsystem.ts";
import { openLinux } from "./linux/file_system.ts";
import type { NativeFileSystem } from "./native_file_system.ts";
import { openPortable } from "./portable/file_system.ts";
import { openWindows } from "./windows/file_system.ts";

export * from "./c_string.ts";
export * from "./file_stat.ts";
export * from "./listing.ts";
export type * from "./native_file_system.ts";

/** Which calls serve: this system's, Deno's own, or, in tests, a library that stands in for another system's. */
export type NativeChoice = "system" | "portable" | { readonly darwin: LibSystemChoice };

let chosen: NativeChoice = "system";

/** For tests: what `openNative` opens from now on, in this thread and in the workers of runs that it starts. */
export function chooseNative(choice: NativeChoice): void {
  chosen = choice;
}

/** What `chooseNative` said last. */
export function chosenNative(): NativeChoice {
  return chosen;
}

/** What opens each system's own calls. */
type Opener = (umask: number | null) => NativeFileSystem;
const OPENERS: Partial<Record<typeof Deno.build.os, Opener>> = {
  linux: openLinux,
  darwin: (umask) => openDarwin(undefined, umask),
  windows: openWindows,
};

/**
 * Opens the calls of this system for this thread.
 *
 * @param umask as the thread that opened them first knows it, for where only one can ask; else null
 */
export function openNative(
  choice: NativeChoice = chosen,
  umask: number | null = null,
): NativeFileSystem {
  if (typeof choice === "object") return openDarwin(choice.darwin, umask);
  if (choice === "system") {
    const { state } = Deno.permissions.querySync({ name: "ffi" });
    const open = OPENERS[Deno.build.os];
    if (open !== undefined && state === "granted") return open(umask);
  }
  return openPortable();
}
