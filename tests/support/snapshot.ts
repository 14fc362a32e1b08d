// A tree as plain data, walked by descriptor so that no path is too deep and no name is mangled, and
// the strict comparison of two of them. Sees what rsync does not: holes, access times, change times.

import { createHash } from "node:crypto";
import { binaryText, cString, FileStat, Listing, WORD } from "../../ffi/mod.ts";
import { readXattrs } from "../../lib/copy/metadata/xattrs.ts";
import { XattrPolicy } from "../../lib/copy/metadata/xattr_policy.ts";
import { xattrsOfHandle, xattrsOfName } from "../../lib/copy/metadata/xattr_holder.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { native, rawName, succeeded } from "./entries.ts";

/** One entry; times are text of seconds and nanoseconds. */
export interface Entry {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: string;
  readonly atime: string;
  readonly ctime: string;
  readonly inode: string;
  readonly nlink: number;
  readonly device: string;
  /** A symlink's text, or a digest of a file's contents. */
  readonly contents: string;
  /** Spans of data, in bytes; empty for all that is no file. */
  readonly spans: string;
  readonly allocated: number;
  readonly xattrs: string;
}

/** Entries by path; the root's is empty. */
export type Snapshot = Map<string, Entry>;

/** What a faithful copy has in common with its source. */
const KEPT = ["mode", "uid", "gid", "size", "mtime", "device", "contents", "xattrs"] as const;
/** Bytes by which a copy may occupy more: what a file system allocates ahead. */
const ALLOCATION_SLACK = 128 * 1024;

const policy = new XattrPolicy(DEFAULT_OPTIONS.keep, native);
const block = new Uint8Array(1 << 20);

/** Reads a whole tree. */
export function snapshot(root: string, readsContents = true): Snapshot {
  const entries: Snapshot = new Map();
  const handle = succeeded(native.openFolder(rawName(root)), `open ${root}`);
  const stat = new FileStat();
  native.statHandle(handle, stat);
  entries.set("", entryOf(stat, "", "", xattrText(xattrsOfHandle(native, handle))));
  walk(handle, "", entries, readsContents);
  return entries;
}

/** How `copy` falls short of `source`: one line for each difference, none if it is faithful. */
export function differences(source: Snapshot, copy: Snapshot): string[] {
  const lines = [...copy.keys()].filter((path) => !source.has(path)).map((path) => `extra ${path}`);
  for (const [path, entry] of source) {
    const other = copy.get(path);
    if (other === undefined) {
      lines.push(`missing ${path}`);
      continue;
    }
    for (const field of KEPT) {
      if (entry[field] !== other[field]) {
        lines.push(`${field} of ${path}: ${entry[field]} became ${other[field]}`);
      }
    }
    if (entry.spans !== other.spans) {
      lines.push(`holes of ${path}: ${entry.spans} became ${other.spans}`);
    }
    if (entry.size > 0 && other.allocated > entry.allocated + ALLOCATION_SLACK) {
      lines.push(`blocks of ${path}: ${entry.allocated} became ${other.allocated}`);
    }
  }
  const [groups, others] = [linkGroups(source), linkGroups(copy)];
  if (groups !== others) lines.push(`hard links: ${groups} became ${others}`);
  return lines;
}

/** Files whose access time the copy did not take over; call with a source looked at before it was read. */
export function accessTimeDifferences(source: Snapshot, copy: Snapshot): string[] {
  return [...source]
    .filter(([path, entry]) =>
      (entry.mode & 0o170000) === 0o100000 && copy.get(path)?.atime !== entry.atime
    )
    .map(([path, entry]) => `atime of ${path}: ${entry.atime} became ${copy.get(path)?.atime}`);
}

/** Entries that were touched in any way between two looks at the same tree. */
export function touched(before: Snapshot, after: Snapshot): string[] {
  const lines: string[] = [];
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(path), after.get(path)];
    if (a === undefined || b === undefined || a.ctime !== b.ctime || a.inode !== b.inode) {
      lines.push(path);
    }
  }
  return lines;
}

/** Names that share an inode, group by group. */
function linkGroups(entries: Snapshot): string {
  const groups = new Map<string, string[]>();
  for (const [path, { inode, nlink, mode }] of entries) {
    if (nlink < 2 || (mode & 0o170000) === 0o040000) continue;
    groups.set(inode, [...groups.get(inode) ?? [], path]);
  }
  return JSON.stringify([...groups.values()].map((names) => names.sort()).sort());
}

/** Adds what is below an open folder, and closes it. */
function walk(handle: number, path: string, entries: Snapshot, readsContents: boolean): void {
  const names: string[] = [];
  const listing = new Listing(64 * 1024);
  for (let end = 0; end === 0;) {
    listing.clear();
    end = succeeded(native.list(handle, listing), `list ${path}`);
    for (let i = 0; i < listing.count; i++) names.push(binaryText(listing.name(i)));
  }
  for (const binary of names) {
    const name = rawName(binary);
    const own = path === "" ? binary : `${path}/${binary}`;
    const stat = new FileStat();
    succeeded(native.stat(handle, name, stat), `stat ${own}`);
    const xattrs = xattrText(xattrsOfName(native, handle, name));
    if (stat.isFile) {
      const [contents, spans] = readsContents && stat.size > 0
        ? readFile(handle, name, stat.size)
        : ["", ""];
      entries.set(own, entryOf(stat, contents, spans, xattrs));
    } else {entries.set(
        own,
        entryOf(stat, stat.isSymlink ? readSymlink(handle, name) : "", "", xattrs),
      );}
    if (!stat.isFolder) continue;
    const below = succeeded(native.openFolderBeneath(handle, name, false), `open ${own}`);
    walk(below, own, entries, readsContents);
  }
  native.close(handle);
}

function entryOf(stat: FileStat, contents: string, spans: string, xattrs: string): Entry {
  const { words } = stat;
  const time = (at: number, nsecAt: number) =>
    `${words[at] + (words[at + 1] | 0) * 2 ** 32}.${words[nsecAt]}`;
  return {
    mode: stat.mode,
    uid: stat.uid,
    gid: stat.gid,
    size: stat.isFolder ? 0 : stat.size,
    mtime: time(WORD.mtime, WORD.mtimeNsec),
    atime: time(WORD.atime, WORD.atimeNsec),
    ctime: time(WORD.ctime, WORD.ctimeNsec),
    inode: `${words[WORD.ino + 1]}:${words[WORD.ino]}`,
    nlink: stat.nlink,
    device: `${words[WORD.rdevMajor]}:${words[WORD.rdevMinor]}`,
    contents,
    spans,
    allocated: stat.allocatedBytes,
    xattrs,
  };
}

/** Digest of the bytes, and where there are some. */
function readFile(
  folder: number,
  name: Uint8Array,
  size: number,
): [contents: string, spans: string] {
  const file = succeeded(native.openForReading(folder, name, false), `open ${binaryText(name)}`);
  const spans: string[] = [];
  for (let at = 0; at < size;) {
    const data = native.seekData(file, at);
    if (data < 0) break;
    at = native.seekHole(file, data);
    spans.push(`${data}-${Math.min(at, size)}`);
  }
  const hash = createHash("sha1");
  for (let at = 0;;) {
    const count = succeeded(native.read(file, block, block.length, at), "read");
    if (count === 0) break;
    hash.update(block.subarray(0, count));
    at += count;
  }
  native.close(file);
  return [hash.digest("hex"), spans.join(",")];
}

function readSymlink(folder: number, name: Uint8Array): string {
  const length = succeeded(native.readSymlink(folder, name, block), "readlink");
  return binaryText(cString(block.subarray(0, length)));
}

function xattrText(holder: Parameters<typeof readXattrs>[0]): string {
  const xattrs = readXattrs(holder, policy);
  if (typeof xattrs === "number") return native.errorName(xattrs);
  return [...xattrs].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, value]) => `${name}=${createHash("sha1").update(value).digest("base64")}`).join(
      " ",
    );
}
