// The machine's own disk, with nothing in memory: a thread that reads waits for the device.

import { DISK } from "../storage/cold_storage.ts";
import { run } from "../command.ts";
import { type Scale, scaled } from "../options.ts";
import { unchanged } from "./no_op.ts";
import { treeTitle } from "./small.ts";
import { buildFile, buildTree, setOldTime, type TreeShape } from "./tree.ts";
import { type Paths, roomOf, size, type Workload } from "./workload.ts";

const MIB = 2 ** 20;
const LARGE_MIB = 1024;
const QUICK_LARGE_MIB = 256;
const FOLDERS = 100;
const FULL_FILES = 10_000;
const QUICK_FILES = 2500;
const FILE_BYTES = 16 * 1024;
const FULL_EQUAL_FILES = 50_000;
const QUICK_EQUAL_FILES = 12_500;
const EQUAL_BYTES = 4 * 1024;
const JOBS = [2, 4, 8];

/** 10,000 × 16 KiB and one of 1 GiB copied; 50,000 × 4 KiB compared. */
export function cold(scale: Scale): Workload[] {
  const equal: TreeShape = {
    folders: FOLDERS,
    filesPerFolder: scaled(scale, FULL_EQUAL_FILES / FOLDERS, QUICK_EQUAL_FILES / FOLDERS),
    fileBytes: EQUAL_BYTES,
  };
  return [
    coldCopy(scale),
    {
      ...unchanged(equal, "cold-no-op", [], ["rsync -aHAX", "rsync -a", "rclone"]),
      fileSystems: [DISK],
      others: ["rclone by default"],
      ownJobs: JOBS,
    },
  ];
}

function coldCopy(scale: Scale): Workload {
  const shape: TreeShape = {
    folders: FOLDERS,
    filesPerFolder: scaled(scale, FULL_FILES / FOLDERS, QUICK_FILES / FOLDERS),
    fileBytes: FILE_BYTES,
  };
  const largeBytes = scaled(scale, LARGE_MIB, QUICK_LARGE_MIB) * MIB;
  const files = shape.folders * shape.filesPerFolder;
  return {
    name: "cold",
    title: `${treeTitle(shape)} + ${size(largeBytes)}`,
    work: "tree",
    files: files + 1,
    room: roomOf(files, FILE_BYTES) + largeBytes,
    fileSystems: [DISK],
    ferryFlags: [],
    rivals: ["cp -a", "rsync -a", "xcp", "cpz"],
    others: ["rsync -aHAX", "xcp -w 16", "rclone", "rclone by default", "tar | tar"],
    ownJobs: JOBS,
    async build({ source }) {
      await buildTree(source, shape);
      await buildFile(`${source}/large`, largeBytes);
      setOldTime(source);
    },
    reset: setAside,
  };
}

let setAsideSoFar = 0;

/**
 * Moves the target away and frees its room, but keeps its files: of inodes that were deleted lately, ext4 takes none
 * again for minutes, and passes over them one by one for each file that the next program makes.
 */
async function setAside({ target }: Paths): Promise<void> {
  const aside = `${target}-${setAsideSoFar++}`;
  try {
    Deno.renameSync(target, aside);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return; // before the first run
    throw error;
  }
  await run("find", aside, "-type", "f", "-exec", "truncate", "-s", "0", "{}", "+");
}
