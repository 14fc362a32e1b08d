// One entry under two spellings, where a file system takes names that differ in case or in Unicode's form for one: FUSE
// gives each spelling an inode number of its own there, so that these do not tell.

import { cString, FileStat, Listing, type NativeFileSystem } from "../../../ffi/mod.ts";
import { NameSet } from "../../plan/name_set.ts";
import { statPath } from "./look.ts";

const LISTING_BYTES = 65536;

/** Whether the real path `path`, spelled otherwise, is the real path `outer`, or lies below it. */
export function isWithinSpelled(fs: NativeFileSystem, path: string, outer: string): boolean {
  const names = path.split("/"), outerNames = outer.split("/");
  if (names.length < outerNames.length) return false;
  const differing = outerNames.flatMap((name, i) => name === names[i] ? [] : [i]);
  if (differing.length === 0) return false; // the inode tells
  if (differing.some((i) => folded(names[i]) !== folded(outerNames[i]))) return false;
  const above = names.slice(0, outerNames.length).join("/");
  if (!isOnOneDevice(fs, above, outer)) return false;
  return differing.every((i) => {
    const folder = names.slice(0, i).join("/") || fs.paths.systemFolder;
    return !hasBoth(fs, folder, names[i], outerNames[i]);
  });
}

/** Whether two names may be one to some file system. */
export function mayBeOneName(a: string, b: string): boolean {
  return a === b || folded(a) === folded(b);
}

function folded(name: string): string {
  return name.normalize("NFKC").toUpperCase().toLowerCase();
}

function isOnOneDevice(fs: NativeFileSystem, a: string, b: string): boolean {
  const one = new FileStat(), other = new FileStat();
  return statPath(fs, a, false, one) === 0 && statPath(fs, b, false, other) === 0 &&
    one.dev === other.dev && one.type === other.type;
}

/** Whether a folder lists both names; true as well where it cannot be listed. */
function hasBoth(fs: NativeFileSystem, path: string, a: string, b: string): boolean {
  const folder = fs.openFolder(cString(path));
  if (folder < 0) return true;
  const names = new NameSet(), listing = new Listing(LISTING_BYTES);
  let more: number;
  do {
    listing.clear();
    more = fs.list(folder, listing);
    names.addAll(listing);
  } while (more === 0);
  fs.close(folder);
  const has = (name: string) => names.typeOf(cString(name), 0) >= 0;
  return more < 0 || (has(a) && has(b));
}
