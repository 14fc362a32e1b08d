// How time and memory grow: with the number of files, with their size, and with the threads. Each axis
// is a row of workloads that differ in that one thing; curves.ts puts them into one table.

import { type Scale, scaled } from "../options.ts";
import { copyOf, smallTree } from "./small.ts";
import type { TreeShape } from "./tree.ts";
import { size, type Workload } from "./workload.ts";

const KIB = 2 ** 10;
const MIB = 2 ** 20;
const GIB = 2 ** 30;

const COUNTS: readonly number[] = [1_000, 10_000, 100_000, 1_000_000];
const FILES_PER_FOLDER = 1000;
/** Of each file while their number grows. A million of them, twice, take 8 GiB of pages. */
const COUNTED_BYTES = 1 * KIB;

const SIZES: readonly number[] = [1 * KIB, 16 * KIB, 256 * KIB, 4 * MIB, 64 * MIB, 1 * GIB];
/** Of all files while their size grows, unless that would be too many. */
const TOTAL_BYTES = 1 * GIB;
const MOST_FILES = 64_000;

const JOBS: readonly number[] = [1, 2, 4, 8];

/** All three axes, on tmpfs: what grows there is ferry and not the file system. */
export function scaling(scale: Scale): Workload[] {
  return [
    ...COUNTS.map((files) => byCount(scale, files)),
    ...SIZES.map((bytes) => bySize(scale, bytes)),
    ...JOBS.map((jobs) => byJobs(scale, jobs)),
  ];
}

function byCount(scale: Scale, files: number): Workload {
  const shape: TreeShape = {
    folders: Math.max(1, scaled(scale, files / FILES_PER_FOLDER)),
    filesPerFolder: FILES_PER_FOLDER,
    fileBytes: COUNTED_BYTES,
  };
  return copyOf(`files-${files}`, shape, {
    rivals: ["cp -a", "rsync -a", "cpz"],
    curve: { axis: "files", at: files },
    fileSystems: ["tmpfs"],
  });
}

function bySize(scale: Scale, bytes: number): Workload {
  const files = Math.min(MOST_FILES, TOTAL_BYTES / bytes);
  const folders = Math.ceil(files / FILES_PER_FOLDER);
  const shape = { folders, filesPerFolder: scaled(scale, files / folders), fileBytes: bytes };
  return copyOf(`size-${size(bytes).replace(" ", "-")}`, shape, {
    rivals: ["cp -a", "rsync -a", "cpz"],
    curve: { axis: "size", at: bytes },
    fileSystems: ["tmpfs"],
  });
}

function byJobs(scale: Scale, jobs: number): Workload {
  return copyOf(`jobs-${jobs}`, smallTree(scale), {
    rivals: [],
    ferryFlags: ["-j", String(jobs)],
    curve: { axis: "jobs", at: jobs },
    fileSystems: ["tmpfs"],
  });
}
