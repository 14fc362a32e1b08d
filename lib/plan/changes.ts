// What differs between a source entry and the target entry of the same name, as bits in one number:
// the comparison runs for every entry of a no-op run and must allocate nothing.

import type { Changes } from "../events.ts";

/** Bit of each difference. */
export const CHANGED = {
  type: 1,
  size: 2,
  mtime: 4,
  /** Found by a look at the contents. */
  checksum: 8,
  mode: 16,
  uid: 32,
  gid: 64,
  xattrs: 128,
  acl: 256,
  /** Symlink text or device number. */
  target: 512,
  /** To be copied, by whatever the options compare. */
  contents: 1024,
  /** Flags beside the mode. */
  flags: 2048,
} as const;

/** Differences that need the contents copied anew. */
export const CONTENTS = CHANGED.type | CHANGED.contents | CHANGED.target;
/** Differences that setting metadata mends. */
export const METADATA = CHANGED.mtime | CHANGED.mode | CHANGED.uid | CHANGED.gid | CHANGED.xattrs |
  CHANGED.acl | CHANGED.flags;

/** Whether two entries differ in nothing but attributes or ACLs. */
export function isXattrsAlone(bits: number): boolean {
  return (bits & (CONTENTS | METADATA) & ~(CHANGED.xattrs | CHANGED.acl)) === 0;
}

/** The bits spelled out, for a report. */
export function changesOf(bits: number): Changes {
  return {
    checksum: (bits & (CHANGED.checksum | CHANGED.target)) !== 0,
    size: (bits & CHANGED.size) !== 0,
    mtime: (bits & CHANGED.mtime) !== 0,
    mode: (bits & (CHANGED.mode | CHANGED.flags)) !== 0,
    owner: (bits & CHANGED.uid) !== 0,
    group: (bits & CHANGED.gid) !== 0,
    acl: (bits & CHANGED.acl) !== 0,
    xattrs: (bits & CHANGED.xattrs) !== 0,
  };
}
