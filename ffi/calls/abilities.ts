// What a platform can do, and who the process is.

/** What a platform can do; whether a pair of file systems can do it too is found out by trying. */
export interface Abilities {
  readonly reflink: boolean;
  /** `cloneFile` clones by FSCTL_DUPLICATE_EXTENTS_TO_FILE. */
  readonly blockClone: boolean;
  readonly copyFileRange: boolean;
  readonly sendfile: boolean;
  /** `cloneToName` makes a new file, with all metadata. */
  readonly cloneToName: boolean;
  /** `copyContents` copies a whole open file into another. */
  readonly copyContents: boolean;
  /** Files can be made without a name, and named when they are whole (O_TMPFILE). */
  readonly unnamedFiles: boolean;
  readonly xattrs: boolean;
  readonly holes: boolean;
  readonly hardLinks: boolean;
  /** `renameNew` may be a single call; else it looks first, or makes a link. */
  readonly exclusiveRename: boolean;
  /** A rename that changes nothing but the case of a name is carried out. */
  readonly renamesCase: boolean;
  /** The inode number of a deleted file may be given to a new one at once. */
  readonly reusesInodes: boolean;
  readonly owners: boolean;
  /** `dropCache` drops what is cached of a file. */
  readonly dropsCache: boolean;
  /** Any thread of the process may use a handle. */
  readonly sharedHandles: boolean;
  /** A folder's handle stays valid when the folder is renamed. */
  readonly stableHandles: boolean;
  /** `openParent` opens the parent of an open folder. */
  readonly opensParents: boolean;
  /** Entries have flags beside the mode: immutable, hidden, archive, … (`FileStat.attributes`). */
  readonly attributes: boolean;
  /** Flags that every stat tells and that mean the same in a copy, as bits. */
  readonly freeAttributes: number;
  /** The same with the flags that are told only after `tellAll`. */
  readonly allAttributes: number;
  /** Flags that this process may set. */
  readonly settableAttributes: number;
  /** Flags that protect an entry from changes: the target keeps those that it alone has. */
  readonly guardingAttributes: number;
  /** Flags that a file must get before its bytes (`prepare`). */
  readonly earlyAttributes: number;
  /** Names of the flags, by bit. */
  readonly attributeNames: Readonly<Record<number, string>>;
  /** Files have alternate data streams: further contents under names of their own. */
  readonly streams: boolean;
  /** `copyByName` has the system copy a whole file, given two names. */
  readonly copyByName: boolean;
  /** A listing that fails in the middle is told, and not taken for a whole one. */
  readonly tellsListingErrors: boolean;
  /** Listing a folder tells its entries' metadata, for far less than a call for each entry. */
  readonly listsMetadata: boolean;
  /** ACLs are inherited from the folder above, and kept only if the user asks for it. */
  readonly inheritsAcls: boolean;
  /** An ACL can keep an entry's own owner from renaming it. */
  readonly aclsForbidRenaming: boolean;
  /** Bit of `FileStat.attributes` of the root of a mount; 0 if there is no such bit. */
  readonly mountRootAttribute: number;
  /** Flags with which an entry can be neither written nor renamed: they are set last. */
  readonly lockingAttributes: number;
  /** Flags of a folder in which entries can be made, but neither renamed nor removed. */
  readonly appendOnlyAttributes: number;
  /** Nanoseconds: the finest difference in time that is kept. */
  readonly timeGranularityNs: number;
  /** What is never kept, whatever the options, in words. */
  readonly cannotKeep: readonly string[];
}

/** Who the process is. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** True if any owner can be set (CAP_CHOWN). */
  readonly canChown: boolean;
  /** True if attributes that need a privilege (`security.*`, `trusted.*`) can be set (CAP_SYS_ADMIN). */
  readonly canLabel: boolean;
  /** True if file capabilities can be set (CAP_SETFCAP). */
  readonly canSetCapabilities: boolean;
  /** True if mode and times of entries of other users can be set (CAP_FOWNER). */
  readonly canSetOthers: boolean;
  /** True if setgid can be set for a group that the process is not in (CAP_FSETID). */
  readonly canSetGroupBits: boolean;
  /** True if entries can be made immutable or append-only (CAP_LINUX_IMMUTABLE). */
  readonly canLock: boolean;
  readonly umask: number;
}
