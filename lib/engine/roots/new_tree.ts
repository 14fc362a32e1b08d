// `mirror --swap`: the new tree beside DEST, under a temporary name that tells which DEST it is for, and the step in which
// it takes the place of the old one. A run that is killed leaves one of the two under such a name, and the next one
// removes it; or, where names cannot be exchanged in one step and DEST is not there, gives the old tree its name back.

import { EAGAIN, EINVAL, ENOENT, ENOSYS, EOPNOTSUPP } from "../../../ffi/errno.ts";
import { type CString, FileStat, type NativeFileSystem, textOf } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { removeTree } from "../../copy/deletion/remove_tree.ts";
import { modeOfNewRoot } from "../../copy/metadata/folder_mode.ts";
import { moveNew } from "../../copy/target/rename_new.ts";
import { MADE_BY, makerOf, TemporaryNames, tokenOf } from "../../copy/target/temporary_names.ts";
import { eachLeft, isNewTree, KEEPING, keepingName } from "./left_trees.ts";
import type { SwapPlace } from "./swap_place.ts";

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
  const aside = kept === null
    ? new TemporaryNames(tokenOf(name), MADE_BY.aside).next()
    : nameToKeep(fs, { parent, name, kept }, fresh, MADE_BY.keptAside);
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
  place: SwapPlace,
  fresh: NewTree,
): NewTree | number {
  const { parent } = place;
  const name = nameToKeep(fs, place, fresh, MADE_BY.kept);
  const error = fs.rename(parent, fresh.name, parent, name);
  return error < 0 ? error : { ...fresh, name };
}

function nameToKeep(
  fs: NativeFileSystem,
  { name, kept }: Pick<SwapPlace, "parent" | "name" | "kept">,
  fresh: NewTree,
  maker: number,
): CString {
  const stat = new FileStat();
  fs.statHandle(fresh.handle, stat);
  return keepingName(maker, name, stat, kept!.token);
}

/** Gives the old tree the name under which it is kept; 0 or a negated errno. */
export function keepOld(
  fs: NativeFileSystem,
  { parent, kept }: SwapPlace,
  { name }: NewTree,
): number {
  return moveNew(fs, parent, name, kept!.parent, kept!.name);
}

/** A tree that may be the only one of its kind: nobody removes it. */
export interface KeptTree {
  readonly name: string;
  /** Whether it is known to be an old tree. */
  readonly isOld: boolean;
}

/** Such trees that killed runs have left. */
export function keptTrees(fs: NativeFileSystem, place: SwapPlace): KeptTree[] {
  const trees: KeptTree[] = [];
  eachLeft(fs, place, KEEPING, (name) => {
    const isNew = isNewTree(fs, place.parent, name);
    if (isNew !== true) trees.push({ name: textOf(name), isOld: isNew === false });
  });
  return trees;
}

/** Removes trees that killed runs have left for the same DEST; the names of those that cannot be removed. */
export function sweepTrees(ctx: CopyContext, place: SwapPlace): string[] {
  const { fs } = ctx;
  const staying: string[] = [];
  eachLeft(fs, place, [MADE_BY.fresh, MADE_BY.aside, ...KEEPING], (name) => {
    const isKept = KEEPING.includes(makerOf(name)!);
    if (isKept && isNewTree(fs, place.parent, name) !== true) return;
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
