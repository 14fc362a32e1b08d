// Compares two trees with what every system has: names, kinds, modes, owners, times to the millisecond,
// sizes, link counts and contents. Built trees differ in no smaller fraction of a second.

import { Buffer } from "node:buffer";
import { pathsBelow, yieldToSignals } from "../workloads/tree.ts";

const BUFFER_BYTES = 2 ** 20;
/** How many entries are compared between two looks for a signal. */
const ENTRIES_PER_YIELD = 1000;

/**
 * Compares two trees, or two files.
 *
 * @returns one line for each entry that differs, none if the trees are equal
 */
export async function compareTrees(source: string, target: string): Promise<string[]> {
  const [before, after] = [entriesBelow(source), entriesBelow(target)];
  const found: string[] = [];
  let count = 0;
  for (const [name, info] of before) {
    const other = after.get(name);
    if (!other) found.push(`${name}: missing`);
    else {
      const fields = differingFields(info, other);
      if (info.isFile && other.isFile && info.size === other.size) {
        if (!await hasSameContents(source + name, target + name)) fields.push("contents");
      }
      if (fields.length > 0) found.push(`${name || "."}: ${fields.join(", ")}`);
    }
    if (++count % ENTRIES_PER_YIELD === 0) await yieldToSignals();
  }
  for (const name of after.keys()) {
    if (!before.has(name)) found.push(`${name}: extra`);
  }
  return found;
}

/** Entries by their paths from the root, whose own path is empty. */
function entriesBelow(root: string): Map<string, Deno.FileInfo> {
  const entries = new Map<string, Deno.FileInfo>();
  for (const path of pathsBelow(root)) entries.set(path.slice(root.length), Deno.lstatSync(path));
  return entries;
}

/** Folders have sizes and link counts of their file system's own making. */
function differingFields(a: Deno.FileInfo, b: Deno.FileInfo): string[] {
  if (a.isFile !== b.isFile || a.isDirectory !== b.isDirectory) return ["kind"];
  const fields = [
    ["mode", a.mode, b.mode],
    ["uid", a.uid, b.uid],
    ["gid", a.gid, b.gid],
    ["mtime", a.mtime?.getTime(), b.mtime?.getTime()],
    ...(a.isDirectory ? [] : [["size", a.size, b.size], ["links", a.nlink, b.nlink]]),
  ];
  return fields.filter(([, one, other]) => one !== other).map(([name]) => String(name));
}

async function hasSameContents(a: string, b: string): Promise<boolean> {
  using one = Deno.openSync(a);
  using other = Deno.openSync(b);
  const [expected, actual] = [Buffer.alloc(BUFFER_BYTES), Buffer.alloc(BUFFER_BYTES)];
  for (let blocks = 1;; blocks++) {
    const [read, otherRead] = [fill(one, expected), fill(other, actual)];
    if (read !== otherRead) return false;
    if (expected.compare(actual, 0, read, 0, read) !== 0) return false;
    if (read < BUFFER_BYTES) return true;
    if (blocks % ENTRIES_PER_YIELD === 0) await yieldToSignals();
  }
}

/** Reads until the buffer is full or the file ends; gives the bytes read. */
function fill(file: Deno.FsFile, buffer: Uint8Array): number {
  let done = 0;
  while (done < buffer.length) {
    const read = file.readSync(buffer.subarray(done));
    if (read === null) break;
    done += read;
  }
  return done;
}
