// Trees that killed runs of `mirror --swap` have left beside DEST. With --backup-dir a new tree has one name from the step
// before it takes the place of the old one to that in which the old one goes where it is kept. The name tells by an inode
// number which of the two stands there, and as what the old one is to be kept.

import {
  type CString,
  cString,
  FileStat,
  type NativeFileSystem,
  withoutNul,
} from "../../../ffi/mod.ts";
import { namesIn } from "../../copy/target/names_in.ts";
import { moveNew } from "../../copy/target/rename_new.ts";
import { MADE_BY, ownerOf, tellingName, tokenOf } from "../../copy/target/temporary_names.ts";
import { splitPath, withoutSlash } from "./paths.ts";
import { realPath } from "./real_path.ts";

const TOKEN_DIGITS = 8;

/** A folder, and the name of DEST in it. */
interface Place {
  readonly parent: number;
  readonly name: CString;
}

/** Where an old tree is kept: a descriptor and a name in it. */
export interface KeptPlace {
  readonly parent: number;
  readonly name: CString;
  /** `keptToken` */
  readonly token: string;
}

/** Makers of trees of which the old one is to be kept. */
export const KEEPING: readonly number[] = [MADE_BY.kept, MADE_BY.keptAside];

/**
 * @param maker one of KEEPING
 * @param fresh the new tree
 * @param kept `keptToken`
 */
export function keepingName(maker: number, dest: CString, fresh: FileStat, kept: string): CString {
  return tellingName(tokenOf(dest), maker, fresh.inode.toString(16) + kept);
}

/** What stands for the path that an old tree is to get: its last name alone may be that of another place, too. */
export function keptToken(fs: NativeFileSystem, path: string): string {
  const { parent, name } = splitPath(path, fs.paths);
  const real = realPath(fs, parent);
  const above = withoutSlash(typeof real === "string" ? real : parent);
  return tokenOf(cString(`${above}/${name}`));
}

/** What a tree under such a name is; null where that is not known. */
export function isNewTree(fs: NativeFileSystem, parent: number, name: CString): boolean | null {
  const told = toldBy(name);
  const stat = new FileStat();
  // Numbers that a file system makes up may be those of another tree by now.
  if (told === null || !fs.hasStableInodes(parent) || fs.stat(parent, name, stat) < 0) return null;
  // Of two large numbers the last digits may be lost.
  return Number.isSafeInteger(told.inode) ? stat.inode === told.inode : null;
}

/** Lets an old tree have the name under which a killed run was to keep it; true if there was one. */
export function keepLeft(
  fs: NativeFileSystem,
  place: Place,
  to: KeptPlace,
): boolean {
  let isKept = false;
  eachLeft(fs, place, KEEPING, (name) => {
    if (isKept || toldBy(name)?.kept !== to.token) return;
    if (isNewTree(fs, place.parent, name) !== false) return;
    isKept = moveNew(fs, place.parent, name, to.parent, to.name) === 0;
  });
  return isKept;
}

/** What such a name tells; null for one that tells nothing. */
function toldBy(name: CString): { readonly inode: number; readonly kept: string } | null {
  const digits = /-([0-9a-f]+)\.tmp$/.exec(String.fromCharCode(...withoutNul(name)))?.[1] ?? "";
  if (digits.length <= TOKEN_DIGITS) return null;
  return {
    inode: parseInt(digits.slice(0, -TOKEN_DIGITS), 16),
    kept: digits.slice(-TOKEN_DIGITS),
  };
}

/** Visits the temporary names of trees for the same DEST, unless their maker still runs. */
export function eachLeft(
  fs: NativeFileSystem,
  { parent, name }: Place,
  makers: readonly number[],
  visit: (name: CString) => void,
): void {
  for (const found of namesIn(fs, parent, nameTest(name, makers))) {
    const owner = ownerOf(found);
    if (owner !== null && (owner === Deno.pid || !fs.isRunning(owner))) visit(found);
  }
}

/** Tells the names of trees for a DEST. */
function nameTest(dest: CString, makers: readonly number[]): (name: Uint8Array) => boolean {
  const marks = makers.map((maker) => `-${tokenOf(dest)}-${maker.toString(16)}-`);
  return (name) => {
    if (ownerOf(name) === null) return false;
    const text = String.fromCharCode(...withoutNul(name));
    return marks.some((mark) => text.includes(mark));
  };
}
