// The one place that selects a platform. Where FFI is denied or the system has no binding yet, the
// portable one serves: correct, slower, and honest about what it cannot keep. Only the selected one is
// loaded: loading the others would cost each thread more time than copying a few files.

import type { LibSystemChoice } from "./darwin/libsystem.ts";
import type { NativeFileSystem } from "./native_file_system.ts";
import { isGranted } from "./permission.ts";

export * from "./c_string.ts";
export * from "./file_stat.ts";
export * from "./inode.ts";
export {
  FILE_SYSTEM_KINDS,
  type FileSystemKind,
  KIND,
  WINDOWS_CHARACTERS,
  WINDOWS_NAME_UNITS,
} from "./file_system_kinds.ts";
export * from "./listing.ts";
export type * from "./calls/abilities.ts";
export type * from "./calls/accounts.ts";
export type * from "./calls/confinement.ts";
export type * from "./calls/data.ts";
export type * from "./calls/files.ts";
export type * from "./calls/folders.ts";
export type * from "./calls/metadata.ts";
export type * from "./calls/mounts.ts";
export type * from "./calls/names.ts";
export type * from "./calls/paths.ts";
export type * from "./calls/storage.ts";
export type * from "./calls/threads.ts";
export type * from "./calls/whole_files.ts";
export type * from "./calls/xattrs.ts";
export type { NativeFileSystem } from "./native_file_system.ts";
export { pathBytes, pathText } from "./path_text.ts";
export { sameBytes } from "./same_bytes.ts";
export { WITHOUT_OWNER } from "./calls/xattrs.ts";
export { commonErrorName } from "./windows/error_codes.ts";

/** Whose calls are used: this system's, Deno's own, or, in tests, those of a library that stands in for another system. */
export type NativeChoice = "system" | "portable" | { readonly darwin: LibSystemChoice };

let chosen: NativeChoice = "system";
/** In this thread, the last time. */
let opened: NativeFileSystem | null = null;

/** For tests: sets what `openNative` opens, in this thread and in the workers of its runs. */
export function chooseNative(choice: NativeChoice): void {
  chosen = choice;
  opened = null;
}

/** What `openNative` opens. */
export function chosenNative(): NativeChoice {
  return chosen;
}

type Opener = (umask: number | null) => NativeFileSystem;

/** Loads each system's own calls. */
const OPENERS: Partial<Record<typeof Deno.build.os, () => Promise<Opener>>> = {
  linux: async () => (await import("./linux/file_system.ts")).openLinux,
  darwin: () => darwinOpener(undefined),
  windows: async () => (await import("./windows/file_system.ts")).openWindows,
};

/**
 * Opens the calls of this system for this thread.
 *
 * @param umask as the first thread has read it, because others must not; null in that thread
 */
export async function openNative(
  choice: NativeChoice = chosen,
  umask: number | null = null,
): Promise<NativeFileSystem> {
  const open = await openerOf(choice);
  opened = open(umask);
  return opened;
}

/**
 * The same for whoever asks for nothing that may have changed meanwhile, as the umask: what this thread has opened last,
 * if it has.
 */
export function anyNative(): Promise<NativeFileSystem> {
  return opened === null ? openNative() : Promise.resolve(opened);
}

async function openerOf(choice: NativeChoice): Promise<Opener> {
  if (typeof choice === "object") return darwinOpener(choice.darwin);
  if (choice === "system") {
    const load = OPENERS[Deno.build.os];
    if (load !== undefined && isGranted({ name: "ffi" })) return load();
  }
  return (await import("./portable/file_system.ts")).openPortable;
}

async function darwinOpener(choice: LibSystemChoice | undefined): Promise<Opener> {
  const { openDarwin } = await import("./darwin/file_system.ts");
  return (umask) => openDarwin(choice, umask);
}
