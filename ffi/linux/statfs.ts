// struct statfs of an open file (statfs(2)), and what it tells of how the file system is mounted, where /proc does not.

import type { MountedFileSystem } from "../calls/mounts.ts";
import { wide } from "../lazy_symbols.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { TYPE_NAMES } from "./type_names.ts";

/** struct statfs (bits/statfs.h): bytes, and words of it (u64 on 64-bit machines) by their field. */
export const STRUCT_STATFS_BYTES = 120;
export const STATFS = {
  type: 0,
  bsize: 1,
  blocks: 2,
  bfree: 3,
  bavail: 4,
  files: 5,
  ffree: 6,
  namelen: 8,
  frsize: 9,
  flags: 10,
} as const;

const FSTATFS = wide(k.SYS_fstatfs);
/** As /proc calls them, in its order. */
const FLAGS: readonly (readonly [flag: number, name: string])[] = [
  [k.ST_NOSUID, "nosuid"],
  [k.ST_NODEV, "nodev"],
  [k.ST_NOEXEC, "noexec"],
  [k.ST_SYNCHRONOUS, "sync"],
  [k.ST_NOATIME, "noatime"],
  [k.ST_NODIRATIME, "nodiratime"],
  [k.ST_RELATIME, "relatime"],
];

/** Asks for open files, one after the other. */
export class Statfs {
  readonly #words = new BigUint64Array(STRUCT_STATFS_BYTES / 8);
  readonly #bytes = new Uint8Array(this.#words.buffer);

  constructor(private readonly libc: OpenLibC) {}

  /** False where the file system does not tell. */
  ask(file: number): boolean {
    const { c, failure } = this.libc;
    return c.fstatfs(FSTATFS, file, this.#bytes, 0, 0) === 0 ||
      failure(c.fstatfs, FSTATFS, file, this.#bytes, 0, 0) === 0;
  }

  /** A word of the last answer. */
  get(word: number): number {
    return Number(this.#words[word]);
  }

  /** What the last answer tells of the file system. */
  describe(): MountedFileSystem {
    const flags = this.get(STATFS.flags);
    return {
      type: TYPE_NAMES[this.get(STATFS.type)] ?? "",
      source: "",
      point: "",
      flags: [
        (flags & k.ST_RDONLY) !== 0 ? "ro" : "rw",
        ...FLAGS.flatMap(([flag, name]) => (flags & flag) !== 0 ? [name] : []),
      ],
      options: [],
    };
  }
}
