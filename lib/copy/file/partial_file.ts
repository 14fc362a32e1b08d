// `--resume`: an unfinished large file has a name that the next run finds again, derived from its own. Its contents are
// never trusted: each block is compared with the source (resume.ts), so that it does not matter who wrote it, when, or
// from which version of the source. But nobody else may be able to read what will be written into it.

import { EAGAIN, EEXIST, ENOENT } from "../../../ffi/errno.ts";
import { binaryText, type CString, cString, type Listing } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { OTHERS, PRIVATE_MODE } from "../../preserve/private_mode.ts";
import type { CopyContext } from "../context.ts";
import { nameHash } from "../target/name_hash.ts";
import { PARTIAL_PREFIX, PARTIAL_SUFFIX } from "../target/temporary_names.ts";

/** The name of the target `name` until it is whole. Two names with one hash share a partial file, one after the other. */
export function partialName(name: CString): CString {
  return cString(`${PARTIAL_PREFIX}${nameHash(name)}${PARTIAL_SUFFIX}`);
}

/** The names of the partial files of all listed entries, computed when the first one is asked for. */
export class PartialNames {
  #names: Set<string> | null = null;

  constructor(private readonly listing: Listing) {}

  /** True if `partial` belongs to one of the entries. */
  has(partial: CString): boolean {
    this.#names ??= this.#ofAll();
    return this.#names.has(binaryText(partial));
  }

  #ofAll(): Set<string> {
    const names = new Set<string>();
    for (let i = 0; i < this.listing.count; i++) {
      names.add(binaryText(partialName(this.listing.name(i))));
    }
    return names;
  }
}

/**
 * Opens the partial file of an earlier run, or makes a new one, and locks it.
 *
 * @returns a handle, a negated errno, or null if another run has it or ferry did not make it
 */
export function openPartialFile(
  ctx: CopyContext,
  pair: FolderPair,
  partial: CString,
): number | null {
  const { fs } = ctx;
  let handle = fs.openForWriting(pair.target, partial);
  if (handle === -ENOENT) handle = fs.createNamed(pair.target, partial, PRIVATE_MODE);
  else if (handle < 0) return null;
  if (handle < 0) return handle === -EEXIST ? null : handle;
  const isLocked = fs.tryLock(handle) !== -EAGAIN;
  if (isLocked && isOurs(ctx, pair, partial, handle)) return handle;
  fs.close(handle);
  if (isLocked) fs.unlink(pair.target, partial);
  return null;
}

/**
 * True if the open file is this user's, private, has no other name and still this one: the run that held the lock before
 * may have given it its final name.
 */
function isOurs(
  { fs, checkStat, openedStat }: CopyContext,
  pair: FolderPair,
  partial: CString,
  handle: number,
): boolean {
  const isFile = fs.statHandle(handle, checkStat) === 0 && checkStat.isFile &&
    checkStat.nlink === 1;
  // Where files have no owners, the folder's own access list says who may read them.
  const isPrivate = !fs.can.owners ||
    (checkStat.uid === fs.identity.uid && (checkStat.permissions & OTHERS) === 0);
  return isFile && isPrivate && fs.stat(pair.target, partial, openedStat) === 0 &&
    openedStat.hasSameInode(checkStat);
}
