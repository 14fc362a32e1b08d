// The one interface behind which every platform stands. A call returns 0 or more on success and the
// negated error number on failure, as the Linux kernel does: a failure that is expected (no such
// entry, unsupported here) is a value, costs no exception, and keeps its code on the way up.
// Handles are the platform's descriptors. Names are C strings, single components unless said otherwise.

import type { Abilities, Identity } from "./calls/abilities.ts";
import type { DataCalls, MemoryCalls } from "./calls/data.ts";
import type { FileCalls } from "./calls/files.ts";
import type { FolderCalls } from "./calls/folders.ts";
import type { AttributeCalls, ListedCalls, MetadataCalls } from "./calls/metadata.ts";
import type { MountCalls } from "./calls/mounts.ts";
import type { NameCalls } from "./calls/names.ts";
import type { CaseCalls, NameKey, PathRules } from "./calls/paths.ts";
import type { StorageCalls } from "./calls/storage.ts";
import type { CopyByNameCalls, WholeFileCalls } from "./calls/whole_files.ts";
import type { XattrCalls, XattrComparison } from "./calls/xattrs.ts";

/** A platform's file system calls. */
export interface NativeFileSystem
  extends
    FolderCalls,
    FileCalls,
    DataCalls,
    MemoryCalls,
    StorageCalls,
    WholeFileCalls,
    CopyByNameCalls,
    NameCalls,
    MountCalls,
    MetadataCalls,
    ListedCalls,
    AttributeCalls,
    XattrCalls,
    XattrComparison,
    CaseCalls {
  readonly platform: "linux" | "darwin" | "windows" | "portable";
  readonly paths: PathRules;
  readonly can: Abilities;
  readonly identity: Identity;
  /** `ENOSPC` and its like for an error number, positive or negated. */
  errorName(error: number): string;
  /** The system's text for it. */
  errorText(error: number): string;
  /**
   * How names are told apart in a folder: null where their bytes do or the file system decides (`CaseCalls`).
   *
   * @param folder an open one, or a negative number for one that is not there yet
   */
  nameKey(folder: number): NameKey | null;
  /** What the system calls that which Linux calls by that name. */
  callName(linuxName: string): string;
  /** Lets this process have as many handles open as it may; asked once a run, for some start with few. */
  allowMoreHandles(): void;
  /** Whether a process of that number is running. */
  isRunning(process: number): boolean;
}
