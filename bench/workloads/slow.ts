// Storage on which each call waits, as a NAS: what counts is how many calls wait at a time. Source and target
// are both there; a backup to it and a restore from it have one side on RAM.

import { type Scale, scaled } from "../options.ts";
import { BARE_FLAGS, unchanged } from "./no_op.ts";
import { copyOf } from "./small.ts";
import type { TreeShape } from "./tree.ts";
import type { Workload } from "./workload.ts";

const FOLDERS = 20;
const FULL_FILES = 2000;
const QUICK_FILES = 500;
const FILE_BYTES = 16 * 1024;
const FILE_SYSTEMS = ["slow-1ms", "slow-0.1ms"];
/** A run takes up to a minute, and waiting takes the same each time. */
const MOST_RUNS = 3;
const JOBS = [4, 8, 16];
/** Those that have many calls under way at a time. */
const COPIERS = ["xcp", "xcp -w 16", "rclone", "rclone by default", "cpz"];
const ONE_BY_ONE = ["cp -a", "rsync -a", "rsync -aHAX"];

/** 2,000 × 16 KiB copied, and compared where nothing is to do. */
export function slow(scale: Scale): Workload[] {
  const filesPerFolder = scaled(scale, FULL_FILES / FOLDERS, QUICK_FILES / FOLDERS);
  const shape: TreeShape = { folders: FOLDERS, filesPerFolder, fileBytes: FILE_BYTES };
  const inOne: TreeShape = { ...shape, folders: 1, filesPerFolder: FOLDERS * filesPerFolder };
  const copy = (name: string, tree: TreeShape, sides: Workload["sides"]) =>
    copyOf(name, tree, { ...onSlow, sides, rivals: COPIERS, others: ONE_BY_ONE, ownJobs: JOBS });
  return [
    copy("slow", shape, "both"),
    copy("slow-target", shape, "target"),
    copy("slow-source", shape, "source"),
    copy("slow-one-folder", inOne, "both"),
    {
      ...unchanged(shape, "slow-no-op", [], ["rsync -aHAX"]),
      ...onSlow,
      others: ["rsync -a", "rclone", "rclone by default"],
      ownJobs: JOBS,
    },
    {
      ...unchanged(shape, "slow-no-op-bare", BARE_FLAGS, ["rsync -a"]),
      ...onSlow,
      others: ["rclone", "rclone by default"],
    },
  ];
}

const onSlow = { fileSystems: FILE_SYSTEMS, mostRuns: MOST_RUNS } as const;
