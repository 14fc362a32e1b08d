// A mirror after a day's work: of 100 files two touched, one deleted, one added. The source keeps its new state; the
// target gets its old one before every run.

import type { Scale } from "../options.ts";
import { largerTree, smallTree, treeTitle } from "./small.ts";
import {
  buildTree,
  fileName,
  folderName,
  randomBlock,
  setOldTime,
  type TreeShape,
  writeFile,
  yieldToSignals,
} from "./tree.ts";
import { copyByCp, number, type Paths, roomOf, type Workload } from "./workload.ts";

/** Of 100 files in a folder: 2 touched, 1 deleted, and 1 new one for it. */
const STRIDE = 100;
const TOUCHED: readonly number[] = [10, 60];
const DELETED = 35;

/** Touch 2,000, delete 1,000, add 1,000. */
export function incremental(scale: Scale): Workload {
  return {
    ...changed(smallTree(scale), "incremental", ["rsync -aHAX", "roofline"]),
    others: ["rsync -a", "rclone"],
  };
}

/** The same in three times as many files. */
export function incrementalLarger(scale: Scale): Workload {
  return {
    ...changed(largerTree(scale), "incremental-300k", ["roofline"]),
    fileSystems: ["tmpfs"],
  };
}

function changed(shape: TreeShape, name: string, rivals: readonly string[]): Workload {
  const deleted = paths(shape, [DELETED]).length;
  const touched = paths(shape, TOUCHED).length;
  return {
    name,
    title: `${treeTitle(shape)}: ${number(touched)} touched, ${number(deleted)} deleted, ` +
      `${number(deleted)} added`,
    work: "mirror",
    files: shape.folders * shape.filesPerFolder,
    room: roomOf(shape.folders * shape.filesPerFolder, shape.fileBytes),
    ferryFlags: [],
    rivals,
    build: (paths) => build(paths, shape),
    reset: ({ target }) => restoreOldState(target, shape),
  };
}

/** Copies the tree as the old state, and makes the new one of the source. */
async function build({ source, target }: Paths, shape: TreeShape): Promise<void> {
  await buildTree(source, shape);
  await copyByCp(source, target);
  const block = randomBlock(shape.fileBytes);
  for (const path of paths(shape, [DELETED])) Deno.removeSync(`${source}/${path}`);
  for (const [index, path] of added(shape).entries()) writeFile(`${source}/${path}`, block, index);
  const now = new Date();
  for (const path of paths(shape, TOUCHED)) Deno.utimeSync(`${source}/${path}`, now, now);
  await yieldToSignals();
}

/** Gives touched files their old times, makes the deleted ones and removes the added ones. */
async function restoreOldState(target: string, shape: TreeShape): Promise<void> {
  const block = randomBlock(shape.fileBytes);
  for (const path of paths(shape, TOUCHED)) setOldTime(`${target}/${path}`);
  for (const [index, path] of paths(shape, [DELETED]).entries()) {
    writeFile(`${target}/${path}`, block, index);
    setOldTime(`${target}/${path}`);
  }
  for (const path of added(shape)) removeIfThere(`${target}/${path}`);
  for (const folder of folders(shape)) setOldTime(`${target}/${folder}`);
  setOldTime(target);
  await yieldToSignals();
}

function paths({ folders, filesPerFolder }: TreeShape, which: readonly number[]): string[] {
  const found: string[] = [];
  for (let folder = 0; folder < folders; folder++) {
    for (let file = 0; file < filesPerFolder; file++) {
      if (which.includes(file % STRIDE)) found.push(`${folderName(folder)}/${fileName(file)}`);
    }
  }
  return found;
}

function added(shape: TreeShape): string[] {
  return paths(shape, [DELETED]).map((path) => `${path}.new`);
}

function folders(shape: TreeShape): string[] {
  return Array.from({ length: shape.folders }, (_, index) => folderName(index));
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
