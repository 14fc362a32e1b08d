// Copies of one regular tree each, which differ in its shape or in where its target lies.

import { type Scale, scaled } from "../options.ts";
import { copyOf, smallTree } from "./small.ts";
import { ALL_COPIERS, type Workload } from "./workload.ts";

const FILE_BYTES = 4 * 1024;
const IN_ONE_FOLDER = 100_000;
/** A run takes 20 to 50 ms, and the machine's noise is as large as the difference looked for. */
const FEWEST_TINY_RUNS = 25;
const FILES_PER_EMPTY_FOLDER = 1000;

/**
 * A handful of files, as in scripts that call a copier again and again: all of it is start-up.
 * Ten files; the full run also takes one.
 */
export function tiny(scale: Scale): Workload[] {
  return scale.isQuick
    ? [filesAt(scale, "tiny", 10)]
    : [filesAt(scale, "tiny", 10), filesAt(scale, "tiny-1", 1)];
}

function filesAt(scale: Scale, name: string, files: number): Workload {
  return copyOf(name, { folders: 1, filesPerFolder: files, fileBytes: FILE_BYTES }, {
    rivals: ["rsync -a"],
    others: ["cp -a"],
    needsCompiled: true,
    fewestRuns: scale.shrink === 1 ? FEWEST_TINY_RUNS : undefined,
  });
}

/**
 * 100,000 files in one folder: all threads contend for the folder's lock in the kernel, and a copier
 * that hands out whole folders has nothing to share.
 */
export function oneFolder(scale: Scale): Workload {
  const filesPerFolder = scaled(scale, IN_ONE_FOLDER);
  return copyOf("one-folder", { folders: 1, filesPerFolder, fileBytes: FILE_BYTES }, {
    rivals: ["cp -a", "rsync -a", "roofline"],
    others: ALL_COPIERS,
  });
}

/**
 * The small files from a tmpfs to another file system, as a backup goes: no shared blocks, no copy
 * inside one file system, and on some kernels no copy_file_range at all.
 */
export function crossing(scale: Scale): Workload {
  return copyOf("crossing", smallTree(scale), {
    sides: "target",
    rivals: ["cp -a", "rsync -a", "roofline"],
    others: ALL_COPIERS,
  });
}

/**
 * Peak memory against the number of files: 100,000, and in the full run a million, 90 s of it. They are
 * empty, because a million of 4 KiB, twice, would not fit a machine's RAM; what a copier remembers of a
 * file does not depend on its size.
 */
export function memory(scale: Scale): Workload[] {
  return scale.isQuick
    ? [emptyFiles(scale, "memory-100k", 100)]
    : [emptyFiles(scale, "memory-100k", 100), emptyFiles(scale, "memory-1m", 1000)];
}

function emptyFiles(scale: Scale, name: string, folders: number): Workload {
  const filesPerFolder = scaled(scale, FILES_PER_EMPTY_FOLDER);
  return copyOf(name, { folders, filesPerFolder, fileBytes: 0 }, {
    rivals: [],
    fileSystems: ["tmpfs"],
  });
}
