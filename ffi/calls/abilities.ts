// What a platform can do, and who the process is there.

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
  /** Whether a rename that changes nothing but the case of a name is carried out. */
  readonly renamesCase: boolean;
  /** Whether the number of a file that is deleted may be given to a new one at once. */
  readonly reusesInodes: boolean;
  readonly owners: boolean;
  readonly specials: boolean;
  /** Whether handles may be used by any thread of the process. */
  readonly sharedHandles: boolean;
  /** Whether a folder's handle stays good when the folder is renamed. */
  readonly stableHandles: boolean;
  /** Whether `openParent` leads from an open folder to the one above it. */
  readonly opensParents: boolean;
  /** Whether there are flags beside the mode: immutable, hidden, archive, … (`FileStat.attributes`). */
  readonly attributes: boolean;
  /** Those that metadata tell in any case and that mean the same in a copy, as bits. */
  readonly freeAttributes: number;
  /** With those that are told after `tellAll`. */
  readonly allAttributes: number;
  /** Those that this process may set. */
  readonly settableAttributes: number;
  /** Those with which somebody keeps others from changing an entry: where the target alone has them, they stay. */
  readonly guardingAttributes: number;
  /** Those that a file gets before its bytes (`prepare`). */
  readonly earlyAttributes: number;
  /** What they are called, by bit. */
  readonly attributeNames: Readonly<Record<number, string>>;
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
  /** Bit of `FileStat.attributes` of a folder that something is mounted on; 0 where none tells. */
  readonly mountRootAttribute: number;
  /** Bits of `FileStat.attributes` with which an entry can be neither written nor renamed: they are set last. */
  readonly lockingAttributes: number;
  /** Bits of a folder's `FileStat.attributes` with which it takes new entries but none can be renamed or removed. */
  readonly appendOnlyAttributes: number;
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
  /** Whether attributes that need a privilege (`security.*`, `trusted.*`) can be set (CAP_SYS_ADMIN). */
  readonly canLabel: boolean;
  /** Whether file capabilities can be set (CAP_SETFCAP). */
  readonly canSetCapabilities: boolean;
  /** Whether mode and times can be set of what belongs to somebody else (CAP_FOWNER). */
  readonly canSetOthers: boolean;
  /** Whether setgid can be set for a group that the process is not in (CAP_FSETID). */
  readonly canSetGroupBits: boolean;
  /** Whether entries can be made immutable or append-only (CAP_LINUX_IMMUTABLE). */
  readonly canLock: boolean;
  readonly umask: number;
}
