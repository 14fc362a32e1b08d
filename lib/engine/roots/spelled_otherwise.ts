// One entry under two spellings, where a file system takes names that differ in case or in Unicode's form for one: FUSE
// gives each spelling an inode number of its own there, so that these do not tell.

import {
  cString,
  FileStat,
  Listing,
  type NativeFileSystem,
  pathText,
  withoutNul,
} from "../../../ffi/mod.ts";
import { NameSet } from "../../plan/name_set.ts";
import { statPath } from "./look.ts";
import { withoutSlash } from "./paths.ts";

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

/**
 * The path of the real path `path` below the real path `outer`, however they are spelled, in the spelling that is listed;
 * null where it lies elsewhere. Its last parts need not be there.
 */
export function belowAsListed(fs: NativeFileSystem, path: string, outer: string): string | null {
  const start = outer.endsWith("/") ? outer : `${outer}/`;
  const isPlain = path.startsWith(start);
  if (!isPlain && !isWithinSpelled(fs, path, outer)) return null;
  const names = isPlain
    ? path.slice(start.length).split("/")
    : path.split("/").slice(outer.split("/").length);
  const listed: string[] = [];
  for (const name of names) listed.push(listedName(fs, start + listed.join("/"), name));
  return listed.length === 0 ? null : listed.join("/");
}

/** The spelling in which a folder lists a name; the name itself where it is not there, or case is told apart. */
function listedName(fs: NativeFileSystem, folder: string, name: string): string {
  const upper = name.toUpperCase(), other = upper === name ? name.toLowerCase() : upper;
  const isThere = (spelling: string) =>
    statPath(fs, `${withoutSlash(folder)}/${spelling}`, false, new FileStat()) === 0;
  if (other === name || !isThere(name) || !isThere(other)) return name;
  const spellings: string[] = [];
  const isWhole = eachListing(fs, folder, (listing) => {
    for (let i = 0; i < listing.count; i++) {
      const found = pathText(withoutNul(listing.name(i)));
      if (mayBeOneName(found, name)) spellings.push(found);
    }
  });
  return isWhole && spellings.length === 1 ? spellings[0] : name;
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
  const names = new NameSet();
  const isWhole = eachListing(fs, path, (listing) => names.addAll(listing));
  const has = (name: string) => names.typeOf(cString(name), 0) >= 0;
  return !isWhole || (has(a) && has(b));
}

/** Lists a folder part by part; false where that failed. */
function eachListing(
  fs: NativeFileSystem,
  path: string,
  use: (listing: Listing) => void,
): boolean {
  const folder = fs.openFolder(cString(path));
  if (folder < 0) return false;
  const listing = new Listing(LISTING_BYTES);
  let more: number;
  do {
    listing.clear();
    more = fs.list(folder, listing);
    use(listing);
  } while (more === 0);
  fs.close(folder);
  return more > 0;
}
