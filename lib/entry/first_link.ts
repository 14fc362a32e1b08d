// Names of one file: where the first of them stands in the target, and where another one is to stand.

import type { InodeNumber } from "../../ffi/mod.ts";

/** Where the first name of a linked file stands in the target. */
export interface FirstLink {
  /** Differs between the first links that one file has had. */
  readonly id: number;
  readonly root: number;
  /** Relative to the root's target, raw bytes without NUL. */
  readonly path: Uint8Array;
  readonly inode: InodeNumber;
  /** Names that the file had in the target when it was published. */
  readonly names: number;
  readonly btime: number;
  readonly btimeNsec: number;
}

/** In place of a first name: another thread copies it just now. */
export const BUSY: FirstLink = {
  id: -1,
  root: -1,
  path: new Uint8Array(),
  inode: [0, 0, 0, 0],
  names: 0,
  btime: 0,
  btimeNsec: 0,
};

/** Where a name stands in the target. */
export interface TargetLocation {
  readonly root: number;
  /** Relative to the root's target, raw bytes without NUL. */
  readonly path: Uint8Array;
  /** `FolderPair.mount` */
  readonly mount: number;
}
