// Very many small files: nearly all of the cost of a file is system calls. Once with whole files under
// their names, as ferry promises, once in place, as every rival writes.

import { type Scale, scaled } from "../options.ts";
import { buildTree, type TreeShape } from "./tree.ts";
import { ALL_COPIERS, number, removeTarget, roomOf, size, type Workload } from "./workload.ts";

const FOLDERS = 100;
const FULL_FILES = 100_000;
/** A quarter, so that a quick run takes three minutes. Start-up (45 ms) is then a sixth of ferry's time. */
const QUICK_FILES = 25_000;
const FILE_BYTES = 4 * 1024;

/** The tree that several workloads start from. */
export function smallTree(scale: Scale): TreeShape {
  const filesPerFolder = scaled(scale, FULL_FILES / FOLDERS, QUICK_FILES / FOLDERS);
  return { folders: FOLDERS, filesPerFolder, fileBytes: FILE_BYTES };
}

/** Three times as large: beside the tree above it tells what a file costs from what a start does. */
export function largerTree(scale: Scale): TreeShape {
  const shape = smallTree(scale);
  return { ...shape, folders: 3 * shape.folders };
}

/** For example "100,000 × 4 KiB in 100 folders". */
export function treeTitle({ folders, filesPerFolder, fileBytes }: TreeShape): string {
  const files = `${number(folders * filesPerFolder)} × ${size(fileBytes)}`;
  return folders === 1 ? `${files} in 1 folder` : `${files} in ${number(folders)} folders`;
}

/** A copy with the default settings. */
export function small(scale: Scale): Workload {
  return copyOf("small", smallTree(scale), {
    rivals: ["cp -a", "rsync -a", "xcp", "cpz", "roofline"],
    others: [...ALL_COPIERS, "rsync -aHAX", "cp"],
  });
}

/** The same of three times as many files. */
export function smallLarger(scale: Scale): Workload {
  return copyOf("small-300k", largerTree(scale), { rivals: ["roofline"], fileSystems: ["tmpfs"] });
}

/** The same with `--inplace`. */
export function smallInPlace(scale: Scale): Workload {
  return copyOf("small-in-place", smallTree(scale), {
    ferryFlags: ["--inplace"],
    rivals: ["cp -a", "roofline in place"],
    others: ["rsync -a whole-file in place"],
  });
}

/** Smaller and larger small files, on both sides of the threshold between the methods. */
export function smallSizes(scale: Scale): Workload[] {
  return [1, 10, 64].map((kib) =>
    copyOf(`small-${kib}k`, { ...smallTree(scale), fileBytes: kib * 1024 }, {
      rivals: ["cp -a", "rsync -a", "roofline"],
      fileSystems: ["tmpfs", "ext4"],
    })
  );
}

/** A copy of a regular tree to where nothing is. */
export function copyOf(
  name: string,
  shape: TreeShape,
  more: Partial<Workload> & Pick<Workload, "rivals">,
): Workload {
  return {
    name,
    title: treeTitle(shape),
    work: "tree",
    files: shape.folders * shape.filesPerFolder,
    room: roomOf(shape.folders * shape.filesPerFolder, shape.fileBytes),
    ferryFlags: [],
    build: ({ source }) => buildTree(source, shape),
    reset: removeTarget,
    ...more,
  };
}
