// What it costs that several machines share a tree: all shards one after the other against one run. Each of them starts
// anew and lists every folder.

import { type Scale, scaled } from "../options.ts";
import { copyOf } from "./small.ts";
import type { Workload } from "./workload.ts";

const SHARDS = 8;
const FOLDERS = 200;
const FILES_PER_FOLDER = 1000;
const FILE_BYTES = 4 * 1024;

/** 200,000 files: of fewer, eight starts would be a large part. */
export function shards(scale: Scale): Workload {
  const folders = scaled(scale, FOLDERS);
  return copyOf("shards", { folders, filesPerFolder: FILES_PER_FOLDER, fileBytes: FILE_BYTES }, {
    rivals: [],
    shards: SHARDS,
  });
}
