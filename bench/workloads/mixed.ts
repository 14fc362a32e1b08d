// One large file among very many tiny ones: the thread that copies the large one must not be the last one
// at work.

import { type Scale, scaled } from "../options.ts";
import { buildFile, buildTree, setOldTime } from "./tree.ts";
import { ALL_COPIERS, number, removeTarget, roomOf, size, type Workload } from "./workload.ts";

const MIB = 2 ** 20;
const FULL_LARGE_MIB = 512;
const QUICK_LARGE_MIB = 200;
const FOLDERS = 50;
const FULL_FILES = 50_000;
const QUICK_FILES = 20_000;
const FILE_BYTES = 2 * 1024;

/** 512 MiB + 50,000 × 2 KiB. */
export function mixed(scale: Scale): Workload {
  const largeBytes = scaled(scale, FULL_LARGE_MIB, QUICK_LARGE_MIB) * MIB;
  const filesPerFolder = scaled(scale, FULL_FILES / FOLDERS, QUICK_FILES / FOLDERS);
  const files = FOLDERS * filesPerFolder;
  return {
    name: "mixed",
    title: `${size(largeBytes)} + ${number(files)} × ${size(FILE_BYTES)}`,
    work: "tree",
    files: files + 1,
    room: roomOf(files, FILE_BYTES) + largeBytes,
    hasLargeFile: true,
    ferryFlags: [],
    rivals: ["cp -a", "roofline"],
    others: ALL_COPIERS,
    async build({ source }) {
      await buildTree(source, { folders: FOLDERS, filesPerFolder, fileBytes: FILE_BYTES });
      await buildFile(`${source}/large`, largeBytes);
      setOldTime(source);
    },
    reset: removeTarget,
  };
}
