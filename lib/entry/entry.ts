// One entry of a source folder and its counterpart in the target: the argument of every step of an entry. Each
// thread has one and reuses it for all entries, so that no entry allocates anything.

import { type CString, ENTRY_TYPE, FileStat } from "../../ffi/mod.ts";
import type { FirstLink } from "./first_link.ts";
import type { FolderPair } from "./folder_pair.ts";
import { TARGET } from "./found.ts";
import type { Refusal } from "./refusal.ts";

export class Entry {
  /** The folders that the entry is in. */
  pair!: FolderPair;
  /** The name in the source; bytes may follow its NUL. */
  name!: CString;
  /** The name in the target: the same, unless a single file was given another. */
  targetName!: CString;
  /** One of ENTRY_TYPE, as listed or found out. */
  type: number = ENTRY_TYPE.unknown;
  /** Metadata of the source: from its name at first, from the open file later. */
  readonly source: FileStat = new FileStat();
  /** Metadata of the target, if the target has the entry. */
  readonly target: FileStat = new FileStat();
  /** What was found under its name in the target, one of TARGET; `unknown` until both sides were looked at. */
  found: number = TARGET.unknown;
  /** True if an existing target entry is replaced. */
  replaces = false;
  /** True if what it replaces is to be kept as a backup. */
  keepsOld = false;
  /** How source and target differ, as CHANGED bits. */
  changes = 0;
  /** True if the source has other names, as far as that is known and links are kept. */
  hasOtherNames = false;
  /** The name that it must become a hard link to; null until that is decided. */
  linkTo: FirstLink | null = null;
  /** The entry of an earlier copy that is to be linked to this name: its name, folder and metadata as target; or null. */
  earlier: Entry | null = null;
  /** True if that link could not be made. */
  isUnlinkable = false;
  /** Why it cannot be done, or null. */
  refusal: Refusal | null = null;
  /** True if it replaces a folder of the target with all that is in it. */
  displacesFolder = false;
  /** True if it is a folder that belongs to another shard: it is entered, and what becomes of it itself is not reported. */
  isForeign = false;
  /** True if it is a folder on another file system that is not entered (--one-file-system). */
  staysOut = false;
  /** The open source file, or -1. */
  sourceHandle = -1;
  /** Bytes of the list of the source's extended attributes: 0 for none or where none are kept, or a negated errno. */
  xattrListBytes = 0;
  /** True if the source's inode is claimed for this copy, so that its other names wait for it (`HardLinks.claim`). */
  isClaimed = false;
  /** True if the source changed during the copy before this one: a second change is reported. */
  isSecondCopy = false;
  /** Metadata of the finished target, filled where the source's inode is claimed: other names may be linked to it. */
  readonly finished: FileStat = new FileStat();

  /** Metadata of the target entry that is replaced, or null. */
  get replaced(): FileStat | null {
    return this.replaces ? this.target : null;
  }

  /** Starts another entry. */
  reset(pair: FolderPair, name: CString, type: number): void {
    this.pair = pair;
    this.name = name;
    this.targetName = pair.root.targetName ?? name;
    this.type = type;
    this.replaces =
      this.isClaimed =
      this.isSecondCopy =
      this.isUnlinkable =
      this.keepsOld =
      this.hasOtherNames =
      this.displacesFolder =
      this.isForeign =
      this.staysOut =
        false;
    this.found = TARGET.unknown;
    this.linkTo = this.earlier = null;
    this.refusal = null;
    this.changes = this.xattrListBytes = 0;
    this.sourceHandle = -1;
  }
}
