// What `capabilities` tells. Plain data.

import type { Confinement, Room } from "../../ffi/mod.ts";
import type { MethodName } from "../events.ts";

export type { Confinement, Room };

/** What came of trying something. */
export interface Trial {
  /** Null where it was not tried, or failed for another reason: a full disk. */
  readonly works: boolean | null;
  /** The error of the call that failed: `EOPNOTSUPP`; null where none did. */
  readonly code: string | null;
  /** Why, or what is to be known of it, in words; null where there is nothing to say. */
  readonly note: string | null;
}

/** What was tried in a folder, each by its name. */
export type FeatureName =
  | "owners"
  | "modes"
  | "times"
  | "user_xattrs"
  | "trusted_xattrs"
  | "security_xattrs"
  | "acls"
  | "holes"
  | "hard_links"
  | "symlinks"
  | "fifos"
  | "o_tmpfile"
  | "rename_noreplace"
  | "rename_exchange";

/** The machine, the runtime and what confines the process. */
export interface Machine extends Confinement {
  /** `linux`, `darwin`, `windows`. */
  readonly system: string;
  /** Of the kernel; null where that may not be asked (--allow-sys). */
  readonly release: string | null;
  /** `x86_64`, `aarch64`. */
  readonly architecture: string;
  /** Processors that ferry counts on. */
  readonly usableProcessors: number;
  /** Its version. */
  readonly deno: string;
  /** Its version. */
  readonly v8: string;
  /** Its version. */
  readonly typescript: string;
  /** Whether FFI is allowed, on which speed and fidelity rest. */
  readonly hasFfi: boolean;
  /** Whose calls are used: the system's own, or those of Deno's API (`portable`). */
  readonly calls: "linux" | "darwin" | "windows" | "portable";
  /** Who runs the process; -1 where that may not be asked, null where users are no numbers. */
  readonly user: number | null;
  /** Privileges that ferry makes use of and that this process has not; of ordinary users all. */
  readonly missingPrivileges: readonly string[];
  /** What is unusual about all that and what follows, a sentence each. */
  readonly notes: readonly string[];
}

/** The file system that a folder is on, as far as the system tells. */
export interface FileSystemFacts {
  /** `ext4`, `fuse.sshfs`, `NTFS`; empty where that is not told. */
  readonly type: string;
  /** What ferry takes it for, where the type says little: `exfat` of a `fuseblk`; empty where nothing is known. */
  readonly kind: string;
  /** A device, an image, or any text; empty where that is not told. */
  readonly source: string;
  /** The folder that it is mounted on; empty where that is not told. */
  readonly mountPoint: string;
  /** How it is mounted there: `ro`, `nosuid`, `noatime`. */
  readonly flags: readonly string[];
  /** Options of the file system itself. */
  readonly options: readonly string[];
}

/** What fits. Null stands for what is not known. */
export interface Limits {
  /** Of a name, in `nameUnit`. */
  readonly nameLength: number | null;
  /** What `nameLength` counts. */
  readonly nameUnit: "bytes" | "UTF-16 units";
  /** Of a path in one call of the system, in `pathUnit`; ferry goes step by step and takes longer ones. */
  readonly pathLength: number;
  /** What `pathLength` counts. */
  readonly pathUnit: "bytes" | "UTF-16 units";
  /** Bytes; null also where it is more than 2^53. */
  readonly largestFile: number | null;
  /** Seconds since 1970 of the first time that an entry can have. */
  readonly firstTime: number | null;
  /** The same of the last one. */
  readonly lastTime: number | null;
  /** Nanoseconds: the steps in which times are kept. Tried. */
  readonly timeStepNs: number | null;
  /** Whether names that differ in nothing but case lead to one entry. Tried. */
  readonly ignoresCase: boolean | null;
  /** Characters that no name may have, of those that some file systems refuse. Tried. */
  readonly refusedCharacters: string | null;
  /** Whether a name may be any bytes; false if it must be UTF-8. Tried. */
  readonly takesAnyBytes: boolean | null;
}

/** One path. */
export interface PathCapabilities {
  /** As it was given. */
  readonly path: string;
  /** The folder that was looked at in its place. */
  readonly folder: string;
  /** Why it was another one; null where it is the path itself. */
  readonly note: string | null;
  /** Why nothing can be told; null where it can. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Null where the system does not tell. */
  readonly fileSystem: FileSystemFacts | null;
  /** Null where the system does not tell. */
  readonly room: Room | null;
  /** Null where the path cannot be opened. */
  readonly limits: Limits | null;
  /** Whether temporary entries could be made in it: else nothing was tried there, and why. */
  readonly writable: Trial;
  /** Null where nothing was tried. */
  readonly features: Readonly<Record<FeatureName, Trial>> | null;
  /** Names of the flags that a file there can have (chattr(1), chflags(1), attrib); those that lock it are not tried. */
  readonly flagNames: readonly string[];
  /** Path, below it, of a file that was copied to the other paths, because none could be made; null otherwise. */
  readonly example: string | null;
}

/** How the bytes of a file move from one path to another. */
export interface PairCapabilities {
  /** Index of the path that the file is in. */
  readonly from: number;
  /** Index of the path that it is copied to. */
  readonly to: number;
  /** Each method that this system has, in the order in which a large file tries them; null where nothing was tried. */
  readonly methods: Readonly<Partial<Record<MethodName, Trial>>> | null;
}

/** What `capabilities` resolves to. */
export interface Capabilities {
  /** What holds for all paths. */
  readonly machine: Machine;
  /** In the order in which they were given. */
  readonly paths: readonly PathCapabilities[];
  /** Each ordered pair of paths, those of a path with itself among them. */
  readonly pairs: readonly PairCapabilities[];
  /** Temporary folders that could not be removed. */
  readonly leftovers: readonly { readonly path: string; readonly code: string }[];
}
