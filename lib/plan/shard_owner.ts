// To which shard an entry belongs. Every machine, version and platform must come to the same answer, so that this is
// fixed for good, and tests/plan/shard_owner_test.ts holds its vectors:
//
//   hash  = FNV-1a of 32 bits (RFC 9923) over the key's bytes, then the finalizer of MurmurHash3 (fmix32)
//   shard = hash modulo the number of shards, plus 1
//
// The key of a folder, and of what only the target has, is its path below the target as it was named: `a/b`, of several
// sources `NAME/a/b`, without a slash at either end; the root's own is empty. Bytes are those of the file system, on Windows
// WTF-8. So is the key of any other entry, unless hard links are kept and the file system has stable inode numbers:
// then it is that number, 64 bits, the lowest byte first, so that all names of a file meet in one shard. A listing tells the
// number and not how many names there are: to ask would cost a call for each entry of the other shards.

import { type CString, withoutNul } from "../../ffi/mod.ts";
import { type FolderPair, reportPath } from "../entry/folder_pair.ts";
import type { RootPair } from "../entry/root_pair.ts";
import type { Shard } from "../shard.ts";
import { FNV_OFFSET, FNV_PRIME, mixBits } from "./name_hash.ts";

const SLASH = 47;
const INODE_BYTES = 8;

/** A folder by its path below a root. */
type Place = Pick<FolderPair, "root" | "path">;

export class ShardOwner {
  /** Whether inode numbers are stable, by the device of the files. */
  readonly stableInodes = new Map<number, boolean>();
  #root: RootPair | null = null;
  #path: Uint8Array | null = null;
  /** Of the path of that folder, with the slash behind it. */
  #state = 0;

  constructor(private readonly shard: Shard) {}

  /** Whether a folder itself belongs to this shard. */
  ownsFolder({ root, path }: Place): boolean {
    return this.#isOwn(addBytes(FNV_OFFSET, reportPath(root, path)));
  }

  /** Whether an entry does by its path: the NUL-terminated name at `at`, in the folder. */
  ownsName(folder: Place, bytes: Uint8Array, at = 0): boolean {
    let hash = this.#stateOf(folder);
    for (let i = at; i < bytes.length && bytes[i] !== 0; i++) {
      hash = Math.imul(hash ^ bytes[i], FNV_PRIME);
    }
    return this.#isOwn(hash);
  }

  /** Whether an entry does by its inode number, whose bytes begin at `at`. */
  ownsInode(bytes: Uint8Array, at: number): boolean {
    let hash = FNV_OFFSET;
    for (let i = at; i < at + INODE_BYTES; i++) hash = Math.imul(hash ^ bytes[i], FNV_PRIME);
    return this.#isOwn(hash);
  }

  /** The same folder's is asked for with each of its entries. */
  #stateOf({ root, path }: Place): number {
    if (root === this.#root && path === this.#path) return this.#state;
    this.#root = root;
    this.#path = path;
    const whole = reportPath(root, path);
    const hash = addBytes(FNV_OFFSET, whole);
    return this.#state = whole.length === 0 ? hash : Math.imul(hash ^ SLASH, FNV_PRIME);
  }

  #isOwn(hash: number): boolean {
    return mixBits(hash) % this.shard.count + 1 === this.shard.index;
  }
}

/** The number of the shard to which a path belongs, of so many. */
export function shardOfPath(path: CString | Uint8Array, count: number): number {
  return mixBits(addBytes(FNV_OFFSET, withoutNul(path))) % count + 1;
}

function addBytes(state: number, bytes: Uint8Array): number {
  let hash = state;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], FNV_PRIME);
  return hash;
}
