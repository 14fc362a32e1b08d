// The one place that selects a platform. Where FFI is denied or the system has no binding yet, the
// portable one serves: correct, slower, and honest about what it cannot keep.

import { openLinux } from "./linux/file_system.ts";
import type { NativeFileSystem } from "./native_file_system.ts";
import { openPortable } from "./portable/file_system.ts";
import { openWindows } from "./windows/file_system.ts";

export * from "./c_string.ts";
export * from "./file_stat.ts";
export * from "./listing.ts";
export type * from "./native_file_system.ts";

/** What opens each system's own calls. */
const OPENERS: Partial<Record<typeof Deno.build.os, () => NativeFileSystem>> = {
  linux: openLinux,
  windows: openWindows,
};

/** Opens the calls of this system for this thread. `portable` forces Deno's own API. */
export function openNative(portable = false): NativeFileSystem {
  if (!portable) {
    const { state } = Deno.permissions.querySync({ name: "ffi" });
    const open = OPENERS[Deno.build.os];
    if (open !== undefined && state === "granted") return open();
  }
  return openPortable();
}
