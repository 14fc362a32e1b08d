// The one interface behind which every platform stands. A call returns 0 or more on success and the
// negated error number on failure, as the Linux kernel does: a failure that is expected (no such
// entry, unsupported here) is a value, costs no exception, and keeps its code on the way up.
// Handles are the platform's descriptors. Names are C strings, single components unless said otherwise.

import type { CString } from "./c_string.ts";
import type { FileStat } from "./file_stat.ts";
import type { Listing } from "./listing.ts";

/** What a platform can do at all; whether a pair of file systems can is found out by trying. */
export interface Abilities {
  readonly reflink: boolean;
  /** Clones by FSCTL_DUPLICATE_EXTENTS_TO_FILE, which `cloneFile` then is. */
  readonly blockClone: boolean;
  readonly copyFileRange: boolean;
  readonly sendfile: boolean;
  /** A clone makes a file of its own, under a free name and with all metadata. */
  readonly cloneToName: boolean;
  /** One call copies a whole open file into another. */
  readonly copyContents: boolean;
  /** Files without a name that get one when they are whole (O_TMPFILE). */
  readonly unnamedFiles: boolean;
  readonly xattrs: boolean;
  readonly holes: boolean;
  readonly hardLinks: boolean;
  readonly owners: boolean;
  readonly specials: boolean;
  /** Whether handles may be used by any thread of the process. */
  readonly sharedHandles: boolean;
  /** Whether a folder's handle stays good when the folder is renamed. */
  readonly stableHandles: boolean;
  /** Flags beside the mode that are kept: hidden, system, archive, read-only. */
  readonly attributes: boolean;
  /** Alternate data streams: further contents of a file under names of their own. */
  readonly streams: boolean;
  /** Whether the system copies a whole file by itself, given two names (`copyByName`). */
  readonly copyByName: boolean;
  /** Whether listing a folder tells its entries' metadata, for far less than it costs to ask for each. */
  readonly listsMetadata: boolean;
  /** Whether ACLs come from the folder above and are kept only where they are asked for by name. */
  readonly inheritsAcls: boolean;
  /** Whether an entry's ACL can keep its own owner from renaming it. */
  readonly aclsForbidRenaming: boolean;
  /** Bits of `FileStat.attributes` with which an entry can be neither written nor renamed: they are set last. */
  readonly lockingAttributes: number;
  /** Nanoseconds: the finest difference in time that is kept. */
  readonly timeGranularityNs: number;
  /** What is lost here however the run is set, in words; empty where nothing is. */
  readonly cannotKeep: readonly string[];
}

/** Who the process is. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** Whether owners can be set at will (CAP_CHOWN). */
  readonly canChown: boolean;
  readonly umask: number;
}

export interface FolderCalls {
  /** Opens a folder by a path of any length from the working folder or `/`; follows links. */
  openFolder(path: CString): number;
  /** Opens a folder below `root` by a path of any length; never leaves `root`, and follows no link unless `follow`. */
  openFolderBeneath(root: number, path: CString, follow: boolean): number;
  /** Adds entries to `listing`; 1 when the folder is at its end, 0 when the listing is full. */
  list(folder: number, listing: Listing): number;
  /** Starts the listing over. */
  rewind(folder: number): number;
  makeFolder(parent: number, name: CString, mode: number): number;
  removeFolder(parent: number, name: CString): number;
}

export interface FileCalls {
  /** Opens without blocking on a FIFO; a link at the name is an error unless `follow`. */
  openForReading(parent: number, name: CString, follow: boolean): number;
  openForWriting(parent: number, name: CString): number;
  /**
   * A handle on the entry itself, of whatever type: reads nothing, waits for nothing, follows no link. It
   * serves `statHandle` and, with an empty name, the `…At` calls of metadata and attributes. -EOPNOTSUPP
   * where there is no such thing.
   */
  pin(parent: number, name: CString): number;
  /** A file without a name in `folder`, open for reading and writing, or -EOPNOTSUPP and its like where there is none. */
  createUnnamed(folder: number, mode: number): number;
  /** Open for reading and writing; fails with -EEXIST where the name is taken. */
  createNamed(folder: number, name: CString, mode: number): number;
  /** Gives an unnamed file its name; fails with -EEXIST where it is taken. */
  nameUnnamed(file: number, folder: number, name: CString): number;
  /** Takes an exclusive advisory lock without waiting. */
  tryLock(file: number): number;
  close(handle: number): number;
}

export interface DataCalls {
  /** Shares all of `source`'s extents with `target`. */
  cloneFile(target: number, source: number): number;
  /** At most 1 GiB a call; bytes copied, 0 where the call finds nothing to copy. */
  copyRange(source: number, target: number, offset: number, length: number): number;
  /** From `source`'s given offset to `target`'s current one; at most 1 GiB a call. */
  sendFile(source: number, target: number, offset: number, length: number): number;
  read(file: number, buffer: Uint8Array, length: number, offset: number): number;
  write(file: number, buffer: Uint8Array, length: number, offset: number): number;
  /** Offset of the next data at or after `offset`; -ENXIO past the last. */
  seekData(file: number, offset: number): number;
  seekHole(file: number, offset: number): number;
  /** Sets the position that `sendFile` writes at. */
  seek(file: number, offset: number): number;
  truncate(file: number, size: number): number;
  /** Has a file or a folder written to its disk, with its metadata; 0 where that cannot be asked for. */
  sync(handle: number): number;
  /** Has a file's data written to disk and then forgotten, so that it is read from there; 0 where the system keeps it. */
  dropCache(file: number): number;
}

export interface MemoryCalls {
  /** Whether the first `length` bytes of two buffers, both aligned to words, are the same. */
  sameBytes(a: Uint8Array, b: Uint8Array, length: number): boolean;
}

/** Whole files at once, by open handles; each is an ability of the same name. */
export interface WholeFileCalls {
  /** Makes `name` a clone of `source`; -EEXIST where it is taken. setuid and setgid are not cloned. */
  cloneToName(source: number, folder: number, name: CString, keepsOwner: boolean): number;
  /**
   * Copies all of `source` into the empty `target`, both at their beginning.
   *
   * @param goesOn asked now and then, with the bytes copied so far; its no ends the call with -ECANCELED
   */
  copyContents(
    source: number,
    target: number,
    goesOn: ((bytes: number) => boolean) | null,
  ): number;
  /** Whether reading a dataless file may fetch its contents (`FileStat.isDataless`); for this thread. */
  setFetching(fetches: boolean): void;
}

/** Answer -EOPNOTSUPP where `Abilities` has neither attributes nor streams. */
export interface AttributeCalls {
  /** Attributes of `from`. */
  setAttributes(handle: number, from: FileStat): number;
  setAttributesAt(folder: number, name: CString, from: FileStat): number;
  /** Gives an empty new file what must be there before its bytes: that it may have holes, is compressed. */
  prepare(target: number, from: FileStat, mayHaveHoles: boolean): number;
  /** Copies the alternate data streams. */
  copyStreams(source: number, target: number): number;
}

/** A file that the system is to copy by itself. */
export interface CopyByName {
  readonly fromFolder: number;
  readonly from: CString;
  readonly toFolder: number;
  /** Must not be taken. */
  readonly to: CString;
  /** Keeps the bytes out of the system's cache, which a very large file would empty of all else. */
  readonly unbuffered: boolean;
  /** While it copies, a value other than 0 here stops it with -ECANCELED. */
  readonly cancel: Int32Array | null;
  /** Called now and then with the bytes copied so far. */
  readonly onProgress: ((bytes: number) => void) | null;
}

export interface CopyByNameCalls {
  /** Copies bytes, streams, attributes and modification time, and returns a handle of the new file. */
  copyByName(request: CopyByName): number;
}

/** The cheapest way of copying a small file within one file system. */
export type SmallFileMethod = "read_write" | "copy_file_range" | "clone";

/** What the kind of a file system tells; false, and reading and writing, where nothing is known. */
export interface StorageTraits {
  /** Writing is faster into room that was reserved. */
  readonly reservingPays: boolean;
  /** `copy_file_range` where it tries no clone first; `clone` where that costs less than new blocks. */
  readonly smallFiles: SmallFileMethod;
  /** Writers of one file wait for each other throughout: a second one gains nothing. */
  readonly writersTakeTurns: boolean;
}

export interface StorageCalls {
  /** Of the file system that `file` lies on. */
  storageTraits(file: number): StorageTraits;
  /** Reserves room for the first `size` bytes of a file; its size stays as it is. */
  reserve(file: number, size: number): number;
  /** Whether the file system that `file` lies on has room for `bytes` more of metadata; false where that is not known. */
  hasRoom(file: number, bytes: number): boolean;
}

export interface NameCalls {
  link(fromFolder: number, from: CString, toFolder: number, to: CString): number;
  rename(fromFolder: number, from: CString, toFolder: number, to: CString): number;
  /** As `rename`, but fails with -EEXIST where the new name is taken. */
  renameNew(fromFolder: number, from: CString, toFolder: number, to: CString): number;
  unlink(folder: number, name: CString): number;
  makeSymlink(target: CString, folder: number, name: CString): number;
  /** Writes the link's text into `buffer` and returns its length. */
  readSymlink(folder: number, name: CString, buffer: Uint8Array): number;
  /** FIFO, socket or device of `mode`'s type bits. */
  makeSpecial(
    folder: number,
    name: CString,
    mode: number,
    rdevMajor: number,
    rdevMinor: number,
  ): number;
}

export interface MetadataCalls {
  /** Of the entry itself, not of what a link points to. */
  stat(folder: number, name: CString, stat: FileStat): number;
  /** Of what a link points to. */
  statFollowing(folder: number, name: CString, stat: FileStat): number;
  statHandle(handle: number, stat: FileStat): number;
  setMode(handle: number, mode: number): number;
  /** -1 leaves a part as it is. */
  setOwner(handle: number, uid: number, gid: number): number;
  /** Access and modification time of `from`, and its time of creation where one can be set. */
  setTimes(handle: number, from: FileStat): number;
  /** The same by name, for what must not be opened: links, FIFOs, devices, unreadable files. Never follows; an empty name is the pinned handle itself. */
  setModeAt(folder: number, name: CString, mode: number): number;
  setOwnerAt(folder: number, name: CString, uid: number, gid: number): number;
  setTimesAt(folder: number, name: CString, from: FileStat): number;
}

export interface XattrCalls {
  /** Length in bytes of the list of names, 0 for none; cheap, for it copies nothing. */
  xattrListSize(handle: number): number;
  xattrListSizeAt(folder: number, name: CString): number;
  /** NUL-terminated names into `buffer`; -ERANGE where it is too small, and likewise for values. */
  listXattrs(handle: number, buffer: Uint8Array): number;
  listXattrsAt(folder: number, name: CString, buffer: Uint8Array): number;
  /** The value's length; into an empty buffer goes nothing. */
  getXattr(handle: number, xattr: CString, buffer: Uint8Array): number;
  getXattrAt(folder: number, name: CString, xattr: CString, buffer: Uint8Array): number;
  /** 0, or WITHOUT_OWNER (xattr_answers.ts). */
  setXattr(handle: number, xattr: CString, value: Uint8Array, length: number): number;
  setXattrAt(
    folder: number,
    name: CString,
    xattr: CString,
    value: Uint8Array,
    length: number,
  ): number;
  removeXattr(handle: number, xattr: CString): number;
  removeXattrAt(folder: number, name: CString, xattr: CString): number;
}

export interface XattrComparison {
  /** Whether a value is as near to another one as this process can bring it, which may not set every owner. */
  isAsGood(value: Uint8Array, wanted: Uint8Array): boolean;
}

/** What listing a folder told of its entries, where it tells (`Abilities.listsMetadata`). */
export interface ListedCalls {
  /** Fills `stat` without a call; false where nothing was told of that name, or it may have changed since. */
  statListed(folder: number, name: CString, stat: FileStat): boolean;
  /** Lets go of what was told so far, which takes memory for as long as the folder is open. */
  forgetListed(folder: number): void;
}

/** How users write paths on a platform. */
export interface PathRules {
  /** A typed path with a slash between its parts, which is how ferry takes it apart and shows it. */
  withSlashes(typed: string): string;
  /** The part of such a path that names a root and no entry: `/`, `C:/`, `//server/share/`, or nothing. */
  rootOf(path: string): string;
  /** The folder that holds the system: deleting what is in it would end it. */
  readonly systemFolder: string;
}

/** Makes names comparable: two that it makes the same lead to one entry. */
export type NameKey = (name: CString) => CString;

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
    MetadataCalls,
    ListedCalls,
    AttributeCalls,
    XattrCalls,
    XattrComparison {
  readonly platform: "linux" | "darwin" | "windows" | "portable";
  readonly paths: PathRules;
  readonly can: Abilities;
  readonly identity: Identity;
  /** `ENOSPC` and its like for an error number, positive or negated. */
  errorName(error: number): string;
  /** The system's text for it. */
  errorText(error: number): string;
  /**
   * How names are told apart in a folder: null where their bytes do, as is the rule on Linux.
   *
   * @param folder an open one, or a negative number for one that is not there yet
   */
  nameKey(folder: number): NameKey | null;
  /** What the system calls that which Linux calls by that name. */
  callName(linuxName: string): string;
  /** Whether a process of that number is running. */
  isRunning(process: number): boolean;
}
