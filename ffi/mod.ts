// The one place that selects a platform. Where FFI is denied or the system has no binding yet, the
// portable one serves: correct, slower, and honest about what it cannot keep. Only the one that serves is
// loaded: the others would cost every start, in each thread, more than copying a few files does.

import type { LibSystemChoice } from "./darwin/libsystem.ts";
import type { NativeFileSystem } from "./native_file_system.ts";

export * from "./c_string.ts";
export * from "./file_stat.ts";
export * from "./inode.ts";
export { FILE_SYSTEM_KINDS, type FileSystemKind } from "./file_system_kinds.ts";
export * from "./listing.ts";
export type * from "./calls/abilities.ts";
export type * from "./calls/data.ts";
export type * from "./calls/files.ts";
export type * from "./calls/folders.ts";
export type * from "./calls/metadata.ts";
export type * from "./calls/mounts.ts";
export type * from "./calls/names.ts";
export type * from "./calls/paths.ts";
export type * from "./calls/storage.ts";
export type * from "./calls/whole_files.ts";
export type * from "./calls/xattrs.ts";
export type { NativeFileSystem } from "./native_file_system.ts";
export { sameBytes } from "./same_bytes.ts";
export { WITHOUT_OWNER } from "./calls/xattrs.ts";

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

type Opener = (umask: number | null) => NativeFileSystem;

/** What opens each system's own calls. */
const OPENERS: Partial<Record<typeof Deno.build.os, () => Promise<Opener>>> = {
  linux: async () => (await import("./linux/file_system.ts")).openLinux,
  darwin: () => darwinOpener(undefined),
  windows: async () => (await import("./windows/file_system.ts")).openWindows,
};

/**
 * Opens the calls of this system for this thread.
 *
 * @param umask as the thread that opened them first knows it, for where only one can ask; else null
 */
export async function openNative(
  choice: NativeChoice = chosen,
  umask: number | null = null,
): Promise<NativeFileSystem> {
  const open = await openerOf(choice);
  return open(umask);
}

async function openerOf(choice: NativeChoice): Promise<Opener> {
  if (typeof choice === "object") return darwinOpener(choice.darwin);
  if (choice === "system") {
    const { state } = Deno.permissions.querySync({ name: "ffi" });
    const load = OPENERS[Deno.build.os];
    if (load !== undefined && state === "granted") return load();
  }
  return (await import("./portable/file_system.ts")).openPortable;
}

async function darwinOpener(choice: LibSystemChoice | undefined): Promise<Opener> {
  const { openDarwin } = await import("./darwin/file_system.ts");
  return (umask) => openDarwin(choice, umask);
}
