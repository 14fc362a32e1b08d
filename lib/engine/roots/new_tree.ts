// `mirror --swap`: the new tree beside DEST, under a temporary name that tells which DEST it is for, and the step in which
// it takes the place of the old one. A run that is killed leaves one of the two under such a name, and the next one
// removes it; or, where names cannot be exchanged in one step and DEST is not there, gives the old tree its name back.

import { EAGAIN, EINVAL, ENOENT, ENOSYS, EOPNOTSUPP } from "../../../ffi/errno.ts";
import {
  type CString,
  cString,
  FileStat,
  Listing,
  type NativeFileSystem,
  textOf,
  withoutNul,
} from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { removeTree } from "../../copy/deletion/remove_tree.ts";
import { modeOfNewRoot } from "../../copy/metadata/folder_mode.ts";
import { moveNew } from "../../copy/target/rename_new.ts";
import { MADE_BY, ownerOf, TemporaryNames, tokenOf } from "../../copy/target/temporary_names.ts";
import type { SwapPlace } from "./swap_place.ts";

const LISTING_BYTES = 64 * 1024;
/** Codes with which a file system says that it exchanges no names. */
const EXCHANGES_NOTHING = new Set([-EINVAL, -ENOSYS, -EOPNOTSUPP]);

/** A tree under its temporary name. */
export interface NewTree {
  readonly handle: number;
  readonly name: CString;
}

/** Makes the folder of the new tree, or answers a negated errno. */
export function makeNewTree(
  fs: NativeFileSystem,
  { parent, name }: SwapPlace,
  source: number,
): NewTree | number {
  const stat = new FileStat();
  const known = fs.statHandle(source, stat);
  if (known < 0) return known;
  const temporary = new TemporaryNames(tokenOf(name), MADE_BY.fresh).next();
  const made = fs.makeFolder(parent, temporary, modeOfNewRoot(fs, parent, stat));
  if (made < 0) return made;
  const handle = fs.openFolderBeneath(parent, temporary, false);
  if (handle < 0) return handle;
  fs.tryLock(handle); // tells another run that it is in use
  return { handle, name: temporary };
}

/** How a new tree has taken the place of the old one. */
export const SWAPPED = { inOneStep: 0, inTwoSteps: 1 } as const;

/**
 * Gives the new tree the name of DEST, and the old one the temporary name; where DEST is not there, only the former.
 *
 * @param old what has the name of DEST, or null
 * @returns one of SWAPPED, or a negated errno: then DEST is as it was
 */
export function exchangeTrees(
  fs: NativeFileSystem,
  { parent, name, kept }: SwapPlace,
  fresh: NewTree,
  old: FileStat | null,
): number {
  if (old === null) {
    const renamed = moveNew(fs, parent, fresh.name, parent, name);
    return renamed < 0 ? renamed : SWAPPED.inOneStep;
  }
  const stat = new FileStat();
  const found = fs.stat(parent, name, stat);
  if (found < 0 || !stat.hasSameInode(old)) return found < 0 ? found : -EAGAIN;
  const exchanged = fs.exchange(parent, fresh.name, name);
  if (!EXCHANGES_NOTHING.has(exchanged)) return exchanged < 0 ? exchanged : SWAPPED.inOneStep;
  const maker = kept === null ? MADE_BY.aside : MADE_BY.keptAside;
  const aside = new TemporaryNames(tokenOf(name), maker).next();
  const moved = fs.rename(parent, name, parent, aside);
  if (moved < 0) return moved;
  const named = fs.rename(parent, fresh.name, parent, name);
  if (named < 0) {
    fs.rename(parent, aside, parent, name);
    return named;
  }
  fs.rename(parent, aside, parent, fresh.name);
  return SWAPPED.inTwoSteps;
}

/** Gives a new tree a temporary name from which no run removes what stands there; the tree, or a negated errno. */
export function renameToKeep(
  fs: NativeFileSystem,
  { parent, name }: SwapPlace,
  fresh: NewTree,
): NewTree | number {
  const kept = new TemporaryNames(tokenOf(name), MADE_BY.kept).next();
  const error = fs.rename(parent, fresh.name, parent, kept);
  return error < 0 ? error : { ...fresh, name: kept };
}

/** Gives the old tree the name under which it is kept; 0 or a negated errno. */
export function keepOld(
  fs: NativeFileSystem,
  { parent, kept }: SwapPlace,
  { name }: NewTree,
): number {
  return moveNew(fs, parent, name, kept!.parent, kept!.name);
}

/** Names of trees that killed runs have left, and that may be the only ones of their kind: nobody removes them. */
export function keptTrees(fs: NativeFileSystem, place: SwapPlace): string[] {
  const names: string[] = [];
  eachLeft(fs, place, [MADE_BY.kept, MADE_BY.keptAside], (name) => void names.push(textOf(name)));
  return names;
}

/** Removes trees that killed runs have left for the same DEST; the names of those that cannot be removed. */
export function sweepTrees(ctx: CopyContext, place: SwapPlace): string[] {
  const { fs } = ctx;
  const staying: string[] = [];
  eachLeft(fs, place, [MADE_BY.fresh, MADE_BY.aside], (name) => {
    const handle = fs.openFolderBeneath(place.parent, name, false);
    if (handle < 0) return;
    const isInUse = fs.tryLock(handle) === -EAGAIN;
    fs.close(handle);
    if (!isInUse && removeTree(ctx, place.parent, name) < 0) staying.push(textOf(name));
  });
  return staying;
}

/** Gives an old tree its name back that a killed run has left aside, where DEST is not there. */
export function restoreTree(fs: NativeFileSystem, place: SwapPlace): void {
  const { parent, name } = place;
  const stat = new FileStat();
  if (fs.stat(parent, name, stat) !== -ENOENT) return;
  eachLeft(fs, place, [MADE_BY.aside, MADE_BY.keptAside], (left) => {
    moveNew(fs, parent, left, parent, name);
  });
}

/** Visits the temporary names of trees for the same DEST, unless their maker still runs. */
function eachLeft(
  fs: NativeFileSystem,
  { parent, name }: SwapPlace,
  makers: readonly number[],
  visit: (name: CString) => void,
): void {
  const isOne = nameTest(name, makers);
  const folder = fs.openFolderBeneath(parent, cString(""), false);
  if (folder < 0) return;
  const listing = new Listing(LISTING_BYTES);
  for (let end = 0; end === 0;) {
    listing.clear();
    end = fs.list(folder, listing);
    for (let i = 0; i < listing.count; i++) {
      const found = cString(withoutNul(listing.name(i)));
      if (!isOne(found)) continue;
      const owner = ownerOf(found);
      if (owner !== null && (owner === Deno.pid || !fs.isRunning(owner))) visit(found);
    }
  }
  fs.close(folder);
}

/** Tells the names of trees for a DEST. */
function nameTest(dest: CString, makers: readonly number[]): (name: CString) => boolean {
  const marks = makers.map((maker) => `-${tokenOf(dest)}-${maker.toString(16)}-`);
  return (name) => {
    if (ownerOf(name) === null) return false;
    const text = String.fromCharCode(...withoutNul(name));
    return marks.some((mark) => text.includes(mark));
  };
}
