// One entry of the least JavaScript's tree (least_tree.ts): a folder with all that is below it, or a file that the target may
// have already.

import {
  c,
  close,
  CREATE,
  done,
  FOLDER,
  hasSameTime,
  listingOf,
  LISTXATTRAT,
  NOFOLLOW,
  none,
  open,
  openFile,
  source,
  sourceBytes,
  sourceTimes,
  target,
  targetBytes,
  text,
  WORD,
} from "./least_calls.ts";
import { closeTarget, copyFile, fill } from "./least_files.ts";
import type { Bytes, Listing } from "./least_listing.ts";

/** How the entries of a thread's part are done. */
export interface Manner {
  readonly looksForAttributes: boolean;
  /** A number that no thread has had before. */
  nextNumber(): number;
}

let looksForAttributes = false;
let nextNumber: () => number;

/** Begins a thread's part. */
export function beginEntries(manner: Manner): void {
  ({ looksForAttributes, nextNumber } = manner);
}

/** Whether the target had it. */
export function doEntry(
  listing: Listing,
  at: number,
  from: number,
  to: number,
  isHidden: boolean,
  isNew: boolean,
): boolean {
  const name = listing.name(at);
  if (listing.isFolder(at)) return doFolder(name, from, to, isHidden, isNew);
  if (!isNew) return mirrorFile(name, from, to);
  copyFile(name, from, to, isHidden);
  return false;
}

function doFolder(
  name: Bytes,
  above: number,
  aboveTarget: number,
  isHiddenAbove: boolean,
  isNewAbove: boolean,
): boolean {
  const from = open(above, name);
  let to = isNewAbove ? -1 : c.openat(aboveTarget, name, FOLDER, 0);
  const isNew = to < 0;
  const isHidden = isHiddenAbove || isNew;
  const temporary = isNew && !isHiddenAbove ? temporaryName() : null;
  if (isNew) {
    done(c.mkdirat(aboveTarget, temporary ?? name, 0o700));
    to = open(aboveTarget, temporary ?? name);
  }
  const listing = listingOf(from);
  const others = isNew ? null : listingOf(to);
  let extra = 0;
  if (others) { for (let at = others.first(); at >= 0; at = others.after(at)) extra++; }
  for (let at = listing.first(); at >= 0; at = listing.after(at)) {
    if (doEntry(listing, at, from, to, isHidden, isNew)) extra--;
  }
  if (others && extra > 0) deleteExtra(to, listing, others);
  finish(from, to);
  if (temporary) done(c.renameat(aboveTarget, temporary, aboveTarget, name));
  return !isNew;
}

/** Gives a folder what the source's has, and closes both. */
export function finish(from: number, to: number): void {
  done(c.fstat(from, sourceBytes));
  done(c.fstat(to, targetBytes));
  if (looksForAttributes) {
    none(c.flistxattr(from, null, 0n));
    none(c.flistxattr(to, null, 0n));
  }
  if (source[WORD.mode] !== target[WORD.mode]) done(c.fchmod(to, source[WORD.mode] & 0o7777));
  if (!hasSameTime()) done(c.futimens(to, sourceTimes));
  close(from);
  closeTarget(to);
}

/** Whether the target had it. */
function mirrorFile(name: Bytes, from: number, to: number): boolean {
  done(c.fstatat(from, name, sourceBytes, NOFOLLOW));
  if (c.fstatat(to, name, targetBytes, NOFOLLOW) < 0) {
    copyFile(name, from, to, false);
    return false;
  }
  if (source[WORD.links] > 1) throw new Error("hard links");
  if (source[WORD.size] !== target[WORD.size] || !hasSameTime()) {
    replaceFile(name, from, to);
    return true;
  }
  for (const word of [WORD.mode, WORD.uid, WORD.gid]) {
    if (source[word] !== target[word]) throw new Error("rights");
  }
  if (looksForAttributes) {
    none(c.listxattrat(LISTXATTRAT, from, name, NOFOLLOW, null, 0n));
    none(c.listxattrat(LISTXATTRAT, to, name, NOFOLLOW, null, 0n));
  }
  return true;
}

function replaceFile(name: Bytes, from: number, to: number): void {
  const file = openFile(from, name);
  const temporary = temporaryName();
  const made = done(c.openat(to, temporary, CREATE, source[WORD.mode] & 0o7777));
  fill(file, made);
  done(c.renameat(to, temporary, to, name));
  close(made);
  close(file);
}

/** Deletes what the target alone has. */
function deleteExtra(to: number, listing: Listing, others: Listing): void {
  const kept = new Set<string>();
  for (let at = listing.first(); at >= 0; at = listing.after(at)) kept.add(listing.text(at));
  for (let at = others.first(); at >= 0; at = others.after(at)) {
    if (!kept.has(others.text(at))) done(c.unlinkat(to, others.name(at), 0));
  }
}

function temporaryName(): Bytes {
  return text(`.least-${Deno.pid}-${nextNumber()}.tmp`);
}
