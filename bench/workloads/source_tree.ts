// The shape of a large source repository: deep, few files in a folder, so the cost of a folder counts
// as much as that of its files.

import { type Scale, scaled } from "../options.ts";
import { fillFolder, folderName, setOldTimes, yieldToSignals } from "./tree.ts";
import { ALL_COPIERS, number, removeTarget, roomOf, size, type Workload } from "./workload.ts";

const FOLDERS = 7500;
const FILES_PER_FOLDER = 8;
/** Below each folder; 7,500 folders are then seven levels deep. */
const BRANCHES = 4;
const FILE_BYTES = 3 * 1024;

/** 60,000 files, 8 a folder. */
export function sourceTree(scale: Scale): Workload {
  const folders = scaled(scale, FOLDERS);
  const files = folders * FILES_PER_FOLDER;
  return {
    name: "source-tree",
    title: `${number(files)} × ${size(FILE_BYTES)}, ${FILES_PER_FOLDER} a folder, deep`,
    work: "tree",
    files,
    room: roomOf(files, FILE_BYTES),
    ferryFlags: [],
    rivals: ["cp -a", "rsync -a", "xcp", "roofline"],
    others: ALL_COPIERS,
    async build({ source }) {
      for (let folder = 0; folder < folders; folder++) {
        const path = source + pathOf(folder);
        Deno.mkdirSync(path);
        await fillFolder(path, FILES_PER_FOLDER, FILE_BYTES);
        if (folder % FILES_PER_FOLDER === 0) await yieldToSignals();
      }
      await setOldTimes(source);
    },
    reset: removeTarget,
  };
}

/** Folders numbered as in a heap: the parent of n is (n − 1) / BRANCHES; 0 is the root. */
function pathOf(folder: number): string {
  if (folder === 0) return "";
  return `${pathOf(Math.floor((folder - 1) / BRANCHES))}/${folderName(folder)}`;
}
