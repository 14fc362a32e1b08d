// What it costs that several machines share a tree: all shards one after the other against one run. Each of them starts
// anew and lists every folder.

import { type Scale, scaled } from "../options.ts";
import { copyOf } from "./small.ts";
import type { Workload } from "./workload.ts";

const SHARDS = 8;
const FOLDERS = 350;
const QUICK_FOLDERS = 200;
const FILES_PER_FOLDER = 1000;
const FILE_BYTES = 4 * 1024;

/**
 * 350,000 files: the ext4 of the benchmark has inodes for two such trees. Shards are for far larger trees; of 200,000 files the
 * starts of eight programs, and what V8 compiles in each, are a third of the time (bench/NOTES.md has figures of several sizes).
 */
export function shards(scale: Scale): Workload {
  const folders = scaled(scale, FOLDERS, QUICK_FOLDERS);
  return copyOf("shards", { folders, filesPerFolder: FILES_PER_FOLDER, fileBytes: FILE_BYTES }, {
    rivals: [],
    shards: SHARDS,
  });
}
