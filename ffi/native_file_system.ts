// The one interface that every platform implements. A call returns 0 or more on success and the
// negated error number on failure, as the Linux kernel does: a failure that is expected (no such
// entry, unsupported here) is a value, costs no exception, and keeps its code on the way up.
// Handles are the platform's descriptors. Names are C strings, single components unless said otherwise.

import type { Abilities, Identity } from "./calls/abilities.ts";
import type { AccountCalls } from "./calls/accounts.ts";
import type { ConfinementCalls } from "./calls/confinement.ts";
import type { DataCalls, MemoryCalls } from "./calls/data.ts";
import type { FileCalls } from "./calls/files.ts";
import type { FolderCalls } from "./calls/folders.ts";
import type { AttributeCalls, ListedCalls, MetadataCalls } from "./calls/metadata.ts";
import type { MountCalls } from "./calls/mounts.ts";
import type { NameCalls } from "./calls/names.ts";
import type { CaseCalls, NameKey, PathRules } from "./calls/paths.ts";
import type { StorageCalls } from "./calls/storage.ts";
import type { ThreadCalls } from "./calls/threads.ts";
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
    AccountCalls,
    XattrCalls,
    XattrComparison,
    CaseCalls,
    ThreadCalls,
    ConfinementCalls {
  readonly platform: "linux" | "darwin" | "windows" | "portable";
  readonly paths: PathRules;
  readonly can: Abilities;
  readonly identity: Identity;
  /** `ENOSPC` and its like for an error number, positive or negated. */
  errorName(error: number): string;
  /** The system's text for it. */
  errorText(error: number): string;
  /**
   * How a folder compares names: null if by their bytes, or if its file system decides (`CaseCalls`).
   *
   * @param folder its handle, or a negative number for a folder that does not exist yet
   */
  nameKey(folder: number): NameKey | null;
  /** The name of this system's counterpart of a call of Linux. */
  callName(linuxName: string): string;
  /** Leaves processor and disk to other threads and processes that want them, from now on; of this thread alone. */
  lowerPriority(): number;
  /**
   * Prepares for further threads: memory that one frees goes back to the system, instead of waiting for
   * what it needs next; of the whole process.
   */
  expectThreads(): void;
  /** Raises the limit of open handles as far as this process may; called once a run. */
  allowMoreHandles(): void;
  /** True if a process of that number is running. */
  isRunning(process: number): boolean;
}
