// The least JavaScript that does roofline.c's work, call by call and with as many threads: what no program in this
// language that makes these calls can be below. The names in the root and in the uppermost folders that have folders
// are shared out, and whatever the workloads do not have ends it.
//
//   least-tree SOURCE TARGET THREADS atomic|mirror|mirror-bare     SOURCE may be a file with atomic

import * as k from "../../ffi/linux/constants.ts";
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
import { copyContents } from "./least_contents.ts";
import { LeastLinks } from "./least_links.ts";
import type { Bytes, Listing } from "./least_listing.ts";

/** What each thread is told: the command line, and what they share. */
interface Task {
  readonly source: string;
  readonly target: string;
  readonly threads: number;
  readonly mode: string;
  /** For each shared folder, in the order in which every thread meets them: names taken, and threads that have left it. */
  readonly taken: SharedArrayBuffer;
  readonly links: SharedArrayBuffer;
}

/** How far down folders are shared, and how many in all. */
const SHARED_LEVELS = 2, MOST_SHARED = 1 << 12;
/** In `Task.taken`. */
const NAMES = 2 * MOST_SHARED;

const isWorker = "postMessage" in globalThis;
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Task>) => void;
  close(): void;
};
const EMPTY = text(""), HERE = text(".");
const umask = Deno.umask(0);
/** Folders that have a first name: links are made to it. */
const linkFolders = new Set<number>();
let isMirror = false, looksForAttributes = false, shared = 0, threads = 1;
/** Whether the file before had several names: then the next may not have to be opened. */
let meetsLinks = false;
let taken: Int32Array<SharedArrayBuffer>, links: LeastLinks;

async function main(): Promise<void> {
  const [source, target, threads, mode] = Deno.args;
  const from = c.openat(k.AT_FDCWD, text(source), FOLDER, 0);
  if (from < 0) copyOneFile(source, target);
  else {
    const taken = new SharedArrayBuffer(4 * (NAMES + 1)), links = LeastLinks.share();
    await copyTree(from, { source, target, threads: Number(threads), mode, taken, links });
  }
  Deno.umask(umask);
  Deno.exit(0);
}

async function copyTree(from: number, task: Task): Promise<void> {
  const { target, threads, mode } = task;
  if (mode === "atomic") done(c.mkdirat(k.AT_FDCWD, text(target), 0o700));
  for (let i = 1; i < threads; i++) {
    const worker = new Worker(import.meta.url, { type: "module" });
    worker.postMessage(task);
  }
  work(task);
  // The last thread that has nothing left gives the root its times; this one looks when all are done.
  while (Atomics.load(taken, 1) < threads) await new Promise((end) => setTimeout(end, 1));
  finish(from, open(k.AT_FDCWD, text(target)));
}

function copyOneFile(source: string, target: string): void {
  const name = target.lastIndexOf("/") + 1;
  const folder = open(k.AT_FDCWD, text(target.slice(0, name) || "."));
  copyOpened(openFile(k.AT_FDCWD, text(source)), folder, text(target.slice(name)), false);
}

/** One thread's part. */
function work(task: Task): void {
  const { mode } = task;
  isMirror = mode !== "atomic";
  looksForAttributes = mode !== "mirror-bare";
  threads = task.threads;
  taken = new Int32Array(task.taken);
  links = new LeastLinks(task.links);
  const from = open(k.AT_FDCWD, text(task.source)), to = open(k.AT_FDCWD, text(task.target));
  share(from, to, 0);
  close(from);
  closeTarget(to);
}

/**
 * Does what is left of a folder's entries: each is taken by one thread, but folders that are shared, too, are done by all.
 *
 * @returns whether all other threads have left it
 */
function share(from: number, to: number, level: number): boolean {
  const place = 2 * shared++;
  const entries = listingOf(from);
  let next = Atomics.add(taken, place, 1);
  let index = 0;
  for (let at = entries.first(); at >= 0; at = entries.after(at)) {
    if (isShared(entries, at, from, level)) {
      doShared(entries.name(at), from, to, level + 1);
      continue;
    }
    if (index++ < next) continue;
    doEntry(entries, at, from, to, level > 0, !isMirror);
    next = Atomics.add(taken, place, 1);
  }
  return Atomics.add(taken, place + 1, 1) === threads - 1;
}

/** True of new folders that have folders, as their number of names tells; not on btrfs, where it is 1. */
function isShared(listing: Listing, at: number, from: number, level: number): boolean {
  if (isMirror || level === SHARED_LEVELS || shared === MOST_SHARED) return false;
  if (!listing.isFolder(at)) return false;
  done(c.fstatat(from, listing.name(at), sourceBytes, NOFOLLOW));
  return source[WORD.links] > 2;
}

function doShared(name: Bytes, above: number, aboveTarget: number, level: number): void {
  const from = open(above, name);
  const temporary = level > 1 ? null : text(`.least-${Deno.pid}-shared-${shared}.tmp`);
  c.mkdirat(aboveTarget, temporary ?? name, 0o700); // fails in all threads but one
  const to = open(aboveTarget, temporary ?? name);
  if (share(from, to, level)) {
    finish(from, to);
    if (temporary) done(c.renameat(aboveTarget, temporary, aboveTarget, name));
  } else {
    close(from);
    closeTarget(to);
  }
}

/** Whether the target had it. */
function doEntry(
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
function finish(from: number, to: number): void {
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

function copyFile(name: Bytes, from: number, to: number, isHidden: boolean): void {
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
function copyOpened(file: number, to: number, name: Bytes, isHidden: boolean): void {
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
function fill(from: number, to: number): void {
  none(c.flistxattr(from, null, 0n));
  copyContents(from, to);
  done(c.fstat(from, targetBytes));
  if (target[WORD.size] !== source[WORD.size] || !hasSameTime()) {
    throw new Error("the source changed");
  }
  done(c.futimens(to, sourceTimes));
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
  return text(`.least-${Deno.pid}-${Atomics.add(taken, NAMES, 1)}.tmp`);
}

function closeTarget(folder: number): void {
  if (!linkFolders.has(folder)) close(folder);
}

if (isWorker) {
  scope.onmessage = ({ data }) => {
    work(data);
    scope.close();
  };
} else await main();
