// The least JavaScript that does roofline.c's work on a tree, call by call and with as many threads: what no program
// in this language that makes these calls can be below. Folders are shared out by the names in the root, and whatever
// the workloads do not have ends it.
//
//   least-tree SOURCE TARGET THREADS atomic|mirror|mirror-bare

import * as k from "../../ffi/linux/constants.ts";
import { type Bytes, Listing } from "./least_listing.ts";

/** What each thread is told: the command line, and the number of names that are taken. */
interface Task {
  readonly source: string;
  readonly target: string;
  readonly mode: string;
  readonly taken: SharedArrayBuffer;
}

const READ = k.O_RDONLY | k.O_NONBLOCK | k.O_NOFOLLOW | k.O_CLOEXEC;
const FOLDER = k.O_RDONLY | k.O_DIRECTORY | k.O_NOFOLLOW | k.O_CLOEXEC;
const CREATE = k.O_RDWR | k.O_CREAT | k.O_EXCL | k.O_NOFOLLOW | k.O_CLOEXEC;
const NOFOLLOW = k.AT_SYMLINK_NOFOLLOW;
const LISTXATTRAT = 465n;
/** 32-bit words of struct stat on x86-64: the number of names, mode, owner, group, size, atime and mtime. */
const WORD = {
  links: 4,
  mode: 6,
  uid: 7,
  gid: 8,
  size: 12,
  atime: 18,
  mtime: 22,
  all: 36,
} as const;

const { symbols: c } = Deno.dlopen("libc.so.6", {
  openat: { parameters: ["i32", "buffer", "i32", "u32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  fstat: { parameters: ["i32", "buffer"], result: "i32" },
  fstatat: { parameters: ["i32", "buffer", "buffer", "i32"], result: "i32" },
  flistxattr: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  copy_file_range: {
    parameters: ["i32", "buffer", "i32", "buffer", "usize", "u32"],
    result: "i32",
  },
  futimens: { parameters: ["i32", "buffer"], result: "i32" },
  mkdirat: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  fchmod: { parameters: ["i32", "u32"], result: "i32" },
  renameat: { parameters: ["i32", "buffer", "i32", "buffer"], result: "i32" },
  unlinkat: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  linkat: { parameters: ["i32", "buffer", "i32", "buffer", "i32"], result: "i32" },
  getdents64: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  listxattrat: {
    name: "syscall",
    parameters: ["i64", "i32", "buffer", "u32", "buffer", "usize"],
    result: "i32",
  },
});

const isWorker = "postMessage" in globalThis;
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Task>) => void;
  close(): void;
};
const source = new Uint32Array(WORD.all), target = new Uint32Array(WORD.all);
const sourceBytes = new Uint8Array(source.buffer), targetBytes = new Uint8Array(target.buffer);
const timesOf = (words: Uint32Array<ArrayBuffer>) =>
  new Uint8Array(words.buffer, 4 * WORD.atime, 32);
const sourceTimes = timesOf(source);
const EMPTY = text(""), HERE = text(".");
const umask = Deno.umask(0);
let isMirror = false, looksForAttributes = false, names = 0;

async function main(): Promise<void> {
  const [sourcePath, targetPath, threads, mode] = Deno.args;
  const task = { source: sourcePath, target: targetPath, mode, taken: new SharedArrayBuffer(8) };
  if (mode === "atomic") done(c.mkdirat(k.AT_FDCWD, text(targetPath), 0o700));
  for (let i = 1; i < Number(threads); i++) {
    const worker = new Worker(import.meta.url, { type: "module" });
    worker.postMessage(task);
  }
  work(task);
  // The last thread that has nothing left gives the root its times; this one looks when all are done.
  const finished = new Int32Array(task.taken);
  while (Atomics.load(finished, 1) < Number(threads)) {
    await new Promise((end) => setTimeout(end, 1));
  }
  const from = open(k.AT_FDCWD, text(sourcePath)), to = open(k.AT_FDCWD, text(targetPath));
  finish(from, to);
  Deno.umask(umask);
  Deno.exit(0);
}

/** Does what is left of the root's entries; each is taken by one thread. */
function work({ source, target, mode, taken }: Task): void {
  isMirror = mode !== "atomic";
  looksForAttributes = mode !== "mirror-bare";
  const counters = new Int32Array(taken);
  const from = open(k.AT_FDCWD, text(source)), to = open(k.AT_FDCWD, text(target));
  const entries = listingOf(from);
  let next = Atomics.add(counters, 0, 1);
  let index = 0;
  for (let at = entries.first(); at >= 0; at = entries.after(at)) {
    if (index++ < next) continue;
    doEntry(entries, at, from, to, false, !isMirror);
    next = Atomics.add(counters, 0, 1);
  }
  close(from);
  close(to);
  Atomics.add(counters, 1, 1);
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
  close(to);
}

function copyFile(name: Bytes, from: number, to: number, isHidden: boolean): void {
  const file = done(c.openat(from, name, READ, 0));
  done(c.fstat(file, sourceBytes));
  const mode = source[WORD.mode] & 0o7777;
  const made = isHidden
    ? done(c.openat(to, name, CREATE, mode))
    : done(c.openat(to, HERE, k.O_RDWR | k.O_TMPFILE | k.O_CLOEXEC, mode));
  fill(file, made);
  if (!isHidden) done(c.linkat(made, EMPTY, to, name, k.AT_EMPTY_PATH));
  close(made);
  close(file);
}

/** Contents, and what `source` has; the source must be the same after it was read. */
function fill(from: number, to: number): void {
  if (source[WORD.links] > 1) throw new Error("hard links");
  none(c.flistxattr(from, null, 0n));
  const size = source[WORD.size] + source[WORD.size + 1] * 2 ** 32;
  for (let left = size; left > 0;) {
    const copied = done(
      c.copy_file_range(from, null, to, null, BigInt(Math.min(left, 2 ** 30)), 0),
    );
    if (copied === 0) throw new Error("the source is shorter");
    left -= copied;
  }
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
  const file = done(c.openat(from, name, READ, 0));
  done(c.fstat(file, sourceBytes));
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

function hasSameTime(): boolean {
  for (let word = WORD.mtime as number; word < WORD.mtime + 4; word++) {
    if (source[word] !== target[word]) return false;
  }
  return true;
}

function temporaryName(): Bytes {
  return text(`.least-${Deno.pid}-${isWorker}-${names++}.tmp`);
}

function listingOf(folder: number): Listing {
  return new Listing((room) => done(c.getdents64(folder, room, BigInt(room.length))));
}

function open(folder: number, name: Bytes): number {
  return done(c.openat(folder, name, FOLDER, 0));
}

function close(file: number): void {
  done(c.close(file));
}

function done(result: number): number {
  if (result < 0) throw new Error("a call failed");
  return result;
}

function none(length: number): void {
  if (done(length) > 0) throw new Error("attributes");
}

function text(value: string): Bytes {
  return new TextEncoder().encode(`${value}\0`) as Bytes;
}

if (isWorker) {
  scope.onmessage = ({ data }) => {
    work(data);
    scope.close();
  };
} else await main();
