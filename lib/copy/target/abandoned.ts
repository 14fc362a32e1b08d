// What killed runs have left in folders that no run sweeps: a SOURCE in which it was tried whether DEST shows it, what
// `ferry capabilities` has looked at, and where a list is written. The next run that would make the like removes it.

import { EAGAIN } from "../../../ffi/errno.ts";
import {
  type CString,
  FILE_SYSTEM_KINDS,
  FileStat,
  type NativeFileSystem,
} from "../../../ffi/mod.ts";
import { FIRST_BATCHES, namesIn } from "./names_in.ts";
import { MADE_BY, makerOf, ownerOf } from "./temporary_names.ts";
import { LOCKED_WITHIN, tryLockOf } from "./try_lock_of.ts";

const found = new FileStat();
/** Makers of folders. */
const FOLDERS: readonly number[] = [MADE_BY.workplace, MADE_BY.backups];

/**
 * Names in an open folder by a maker, one of MADE_BY, whose entries are this user's and no living process holds.
 *
 * @param givenTo the number of another user to whom such entries are given before they are done, if they are
 */
export function abandonedIn(
  fs: NativeFileSystem,
  folder: number,
  maker: number,
  givenTo: number | null = null,
): CString[] {
  const owners = [fs.identity.uid, ...givenTo === null ? [] : [givenTo]];
  // The folder is not listed otherwise, and may be a cloud's.
  return namesIn(fs, folder, (name) => makerOf(name) === maker, FIRST_BATCHES)
    .filter((name) => isAbandoned(fs, folder, name, { maker, owners }));
}

/** Whether a living process neither holds an entry nor is about to: in containers its number may be anybody's. */
function isAbandoned(
  fs: NativeFileSystem,
  folder: number,
  name: CString,
  made: Made,
): boolean {
  if (fs.stat(folder, name, found) < 0 || !isMadeBy(fs, folder, found, made)) return false;
  const { ctimeSec } = found;
  const locked = tryLockOf(fs, folder, name, found);
  if (locked === null || locked === -EAGAIN) return false;
  if (locked === 0 && Date.now() / 1000 - ctimeSec > LOCKED_WITHIN) return true;
  const owner = ownerOf(name)!;
  return owner !== Deno.pid && !fs.isRunning(owner);
}

/** Who makes an entry, and whose it can be. */
interface Made {
  readonly maker: number;
  readonly owners: readonly number[];
}

/** Whether an entry is what a maker makes, and of one of its owners: root may remove anybody's, but has not made them all. */
function isMadeBy(
  fs: NativeFileSystem,
  folder: number,
  entry: FileStat,
  { maker, owners }: Made,
): boolean {
  if (FOLDERS.includes(maker) ? !entry.isFolder : !entry.isFile) return false;
  if (maker === MADE_BY.probe && entry.size > 0) return false;
  return owners.includes(entry.uid) || !tellsOwners(fs, folder);
}

/** Whether the owner of an entry in a folder is who made it: FAT gives all entries the one that its mount was given. */
export function tellsOwners(fs: NativeFileSystem, folder: number): boolean {
  return fs.can.owners && FILE_SYSTEM_KINDS[fs.fileSystemKind(folder)].keepsOwners !== false;
}
