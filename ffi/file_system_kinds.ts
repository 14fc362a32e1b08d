// Kinds of file systems, by the metadata that they keep. A kind is an index into the table, which fits into
// shared memory; a property that the kind does not determine is null, and is found out by trying.

/** What a kind of file system keeps. */
export interface FileSystemKind {
  /** The name for users; empty where nothing is known of the kind. */
  readonly name: string;
  /** Nanoseconds: the finest difference in time that is kept; 0 if it is to be found out. */
  readonly granularityNs: number;
  /** The first and the last second since 1970 that a time can have; null if they are not known. */
  readonly seconds: readonly [first: number, last: number] | null;
  /** Where that depends on how one was made: all first and last seconds that there are; left out where they are not known. */
  readonly ends?: TimeEnds;
  /** True if the first and the last second may have no fraction where `seconds` does not tell them. */
  readonly cutsEnds?: true;
  /** True if times before 1970 are shown as whole seconds, rounded up. */
  readonly roundsEarlyTimesUp?: true;
  /** True if some of its times are kept to finer steps than others. */
  readonly roundsUnevenly?: true;
  readonly keepsModes: boolean | null;
  readonly keepsOwners: boolean | null;
  /** Which names it takes; left out where that is any bytes but the slash, or not known. */
  readonly names?: NameRules;
  /** Bytes of the largest file, where that is less than disks hold. */
  readonly largestFile?: number;
  /** True if closing a file may be the first call to tell that bytes written before are lost. */
  readonly tellsLate?: true;
  /** True if it has nothing but files and folders. */
  readonly isPlain?: true;
}

/** Seconds with which times may begin and end; none where they have all 64 bits. */
export interface TimeEnds {
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** What the file systems of Windows ask of a name, which is UTF-16 there, of 255 units at most. */
export interface NameRules {
  /** Whether names that end in a dot or a blank, and those of devices (`aux.h`), are refused, too. */
  readonly asWindows: boolean;
}

/** Characters that no name on these file systems has, beside control characters. */
export const WINDOWS_CHARACTERS = '"*:<>?|\\';
/** UTF-16 units of a name there. */
export const WINDOWS_NAME_UNITS = 255;

/** Keeps all that it is asked to keep. */
const WHOLE: FileSystemKind = {
  name: "",
  granularityNs: 1,
  seconds: null,
  keepsModes: true,
  keepsOwners: true,
};
const OPAQUE: FileSystemKind = {
  name: "",
  granularityNs: 0,
  seconds: null,
  keepsModes: null,
  keepsOwners: null,
  cutsEnds: true,
};
/** Has no owners and no more than a read-only flag. */
const FOREIGN: FileSystemKind = { ...OPAQUE, keepsModes: false, keepsOwners: false };

/** 1980-01-01 to 2107-12-31T23:59:58, in the seven bits of a year that FAT and exFAT have. */
const FAT_SECONDS = [315_532_800, 4_354_819_198] as const;
/** 1601-01-01 to the end of the 63 bits that count 100 ns each. */
const NTFS_SECONDS = [-11_644_473_600, 910_692_730_085] as const;
/** 1904-01-01 to 2040-02-06: 32 bits. */
const HFS_SECONDS = [-2_082_844_800, 2_212_122_495] as const;
/** 34 bits, counted from the first second of 32 signed ones (EXT4_EXTRA_TIMESTAMP_MAX in fs/ext4/ext4.h). */
const EXT4_SECONDS = [-0x8000_0000, 0x3_7fff_ffff] as const;
/** By inodes without room for more than 32 bits, and with it. */
const OLD_EXT_ENDS: TimeEnds = { first: [-0x8000_0000], last: [0x7fff_ffff, EXT4_SECONDS[1]] };
/** Without and with bigtime (XFS_BIGTIME_TIME_MAX in fs/xfs/libxfs/xfs_format.h). */
const XFS_ENDS: TimeEnds = { first: [-0x8000_0000], last: [0x7fff_ffff, 16_299_260_424] };
/** Those of the file systems that an overlay's upper layer can be on. */
const OVERLAY_ENDS: TimeEnds = {
  first: XFS_ENDS.first,
  last: [...OLD_EXT_ENDS.last, ...XFS_ENDS.last],
};

/** Index of each kind in the table; 0 on platforms that do not ask. */
export const KIND = {
  whole: 0,
  opaque: 1,
  ext4: 2,
  /** ext2, ext3, or ext4 whose inodes may have no room for more than seconds. */
  oldExt: 3,
  xfs: 4,
  exfat: 5,
  exfatByFuse: 6,
  fat: 7,
  ntfs: 8,
  ntfsWithPermissions: 9,
  fuse: 10,
  overlay: 11,
  nfs: 12,
  cifs: 13,
  hfs: 14,
  encfs: 15,
  rclone: 16,
  /** Keeps all, and every time that there is. */
  endless: 17,
} as const;

export const FILE_SYSTEM_KINDS: readonly FileSystemKind[] = ((): FileSystemKind[] => {
  const kinds: FileSystemKind[] = [];
  kinds[KIND.whole] = WHOLE;
  kinds[KIND.opaque] = { ...OPAQUE, tellsLate: true };
  kinds[KIND.ext4] = { ...WHOLE, name: "ext4", seconds: EXT4_SECONDS };
  kinds[KIND.oldExt] = { ...WHOLE, name: "ext4", granularityNs: 0, ends: OLD_EXT_ENDS };
  kinds[KIND.xfs] = { ...WHOLE, name: "xfs", ends: XFS_ENDS, cutsEnds: true };
  kinds[KIND.exfat] = {
    ...FOREIGN,
    name: "exfat",
    isPlain: true,
    seconds: FAT_SECONDS,
    names: { asWindows: false },
  };
  kinds[KIND.exfatByFuse] = { ...kinds[KIND.exfat], tellsLate: true };
  kinds[KIND.fat] = {
    ...FOREIGN,
    name: "fat",
    isPlain: true,
    granularityNs: 2_000_000_000,
    seconds: FAT_SECONDS,
    names: { asWindows: false },
    largestFile: 2 ** 32 - 1,
  };
  const ntfs = {
    name: "ntfs",
    granularityNs: 100,
    seconds: NTFS_SECONDS,
    roundsEarlyTimesUp: true, // by ntfs-3g
    tellsLate: true,
    names: { asWindows: true }, // where it is mounted with `windows_names`
  } as const;
  kinds[KIND.ntfs] = { ...FOREIGN, ...ntfs };
  kinds[KIND.ntfsWithPermissions] = { ...OPAQUE, ...ntfs };
  kinds[KIND.fuse] = { ...OPAQUE, name: "fuse", tellsLate: true }; // sshfs, for one, does not wait for its server
  kinds[KIND.overlay] = {
    ...OPAQUE,
    name: "overlay",
    ends: OVERLAY_ENDS,
    keepsModes: true,
    keepsOwners: true,
  };
  kinds[KIND.nfs] = { ...OPAQUE, name: "nfs", tellsLate: true };
  kinds[KIND.cifs] = { ...OPAQUE, name: "cifs", names: { asWindows: true }, tellsLate: true };
  kinds[KIND.hfs] = { ...WHOLE, name: "hfs", granularityNs: 1_000_000_000, seconds: HFS_SECONDS };
  // It sets times in microseconds, and in whole seconds whenever it renames.
  kinds[KIND.encfs] = {
    ...OPAQUE,
    name: "encfs",
    granularityNs: 1_000_000_000,
    roundsUnevenly: true,
    tellsLate: true,
  };
  kinds[KIND.rclone] = { ...kinds[KIND.fuse], name: "rclone" };
  kinds[KIND.endless] = { ...WHOLE, ends: { first: [], last: [] } };
  return kinds;
})();
