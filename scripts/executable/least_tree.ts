// The least JavaScript that does roofline.c's work, call by call and with as many threads: what no program in this
// language that makes these calls can be below. The names in the root and in the uppermost folders that have folders
// are shared out, and whatever the workloads do not have ends it.
//
//   least-tree SOURCE TARGET THREADS atomic|mirror|mirror-bare     SOURCE may be a file with atomic

import * as k from "../../ffi/linux/constants.ts";
import {
  c,
  close,
  done,
  FOLDER,
  listingOf,
  NOFOLLOW,
  open,
  openFile,
  source,
  sourceBytes,
  text,
  WORD,
} from "./least_calls.ts";
import { beginEntries, doEntry, finish } from "./least_entries.ts";
import { beginFiles, closeTarget, copyOpened } from "./least_files.ts";
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
const umask = Deno.umask(0);
let isMirror = false, shared = 0, threads = 1;
let taken: Int32Array<SharedArrayBuffer>;

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
  threads = task.threads;
  taken = new Int32Array(task.taken);
  const nextNumber = () => Atomics.add(taken, NAMES, 1);
  beginEntries({ looksForAttributes: mode !== "mirror-bare", nextNumber });
  beginFiles(new LeastLinks(task.links));
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

if (isWorker) {
  scope.onmessage = ({ data }) => {
    work(data);
    scope.close();
  };
} else await main();
