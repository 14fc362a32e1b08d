// One file of the least JavaScript's copy (least_tree.ts), and the further names of one that has several.

import * as k from "../../ffi/linux/constants.ts";
import {
  c,
  close,
  CREATE,
  done,
  hasSameTime,
  NOFOLLOW,
  none,
  openFile,
  source,
  sourceBytes,
  sourceTimes,
  target,
  targetBytes,
  text,
  WORD,
} from "./least_calls.ts";
import { copyContents } from "./least_contents.ts";
import type { LeastLinks } from "./least_links.ts";
import type { Bytes } from "./least_listing.ts";

const EMPTY = text(""), HERE = text(".");
/** Folders that have a first name: links are made to it. */
const linkFolders = new Set<number>();
/** Whether the file before had several names: then the next may not have to be opened. */
let meetsLinks = false;
let links: LeastLinks;

/** Begins a thread's part. */
export function beginFiles(shared: LeastLinks): void {
  links = shared;
}

export function copyFile(name: Bytes, from: number, to: number, isHidden: boolean): void {
  let file = -1;
  if (meetsLinks) done(c.fstatat(from, name, sourceBytes, NOFOLLOW));
  else file = openFile(from, name);
  meetsLinks = source[WORD.links] > 1;
  const link = meetsLinks ? links.claim(source) : -1;
  if (link >= 0 && links.isComplete(link)) {
    addName(link, to, name);
    if (file >= 0) close(file);
    return;
  }
  copyOpened(file < 0 ? openFile(from, name) : file, to, name, isHidden);
  if (link < 0) return;
  linkFolders.add(to);
  links.complete(link, to, name, target);
}

/** Copies and closes it; `target` is the new file if that is to have more names. */
export function copyOpened(file: number, to: number, name: Bytes, isHidden: boolean): void {
  const mode = source[WORD.mode] & 0o7777;
  const made = isHidden
    ? done(c.openat(to, name, CREATE, mode))
    : done(c.openat(to, HERE, k.O_RDWR | k.O_TMPFILE | k.O_CLOEXEC, mode));
  fill(file, made);
  if (source[WORD.links] > 1) done(c.fstat(made, targetBytes));
  if (!isHidden) done(c.linkat(made, EMPTY, to, name, k.AT_EMPTY_PATH));
  close(made);
  close(file);
}

function addName(link: number, to: number, name: Bytes): void {
  done(c.linkat(links.folderOf(link), links.nameOf(link), to, name, 0));
  done(c.fstatat(to, name, targetBytes, NOFOLLOW));
  if (!links.isTarget(link, target)) throw new Error("the target changed");
}

/** Contents, and what `source` has; the source must be the same after it was read. */
export function fill(from: number, to: number): void {
  none(c.flistxattr(from, null, 0n));
  copyContents(from, to);
  done(c.fstat(from, targetBytes));
  if (target[WORD.size] !== source[WORD.size] || !hasSameTime()) {
    throw new Error("the source changed");
  }
  done(c.futimens(to, sourceTimes));
}

export function closeTarget(folder: number): void {
  if (!linkFolders.has(folder)) close(folder);
}
