// Builds source trees. The contents differ from file to file and are not zeros, so that no file system
// can store them for nothing.

import { interrupted } from "../cleanup.ts";

/** A tree of folders with the same number of equal files in each. */
export interface TreeShape {
  readonly folders: number;
  readonly filesPerFolder: number;
  readonly fileBytes: number;
}

/** Bytes written at a time into a large file. */
const BLOCK_BYTES = 2 ** 20;
/** The most that one call of getRandomValues gives. */
const RANDOM_BYTES = 2 ** 16;
/** How many files are written between two looks for a signal. */
const FILES_PER_YIELD = 2000;

/**
 * Seconds since the epoch of everything that is built; a binary fraction, exact in a number. Fresh
 * files would flatter rsync, which leaves the time of a folder alone when only its fraction differs.
 */
const OLD_S = 1_700_000_000.125;

/** Makes `root` and fills it; folders are d0, d1, …, files f0, f1, …. */
export async function buildTree(root: string, shape: TreeShape): Promise<void> {
  Deno.mkdirSync(root, { recursive: true });
  for (let folder = 0; folder < shape.folders; folder++) {
    const path = `${root}/${folderName(folder)}`;
    Deno.mkdirSync(path);
    await fillFolder(path, shape.filesPerFolder, shape.fileBytes);
  }
  await setOldTimes(root);
}

/** Writes files of one size into an existing folder. */
export async function fillFolder(path: string, files: number, bytes: number): Promise<void> {
  const block = randomBlock(bytes);
  for (let file = 0; file < files; file++) {
    writeFile(`${path}/${fileName(file)}`, block, file);
    if (file % FILES_PER_YIELD === FILES_PER_YIELD - 1) await yieldToSignals();
  }
}

/** Writes one large file without holes. */
export async function buildFile(path: string, bytes: number): Promise<void> {
  const block = randomBlock(BLOCK_BYTES);
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  for (let at = 0, index = 0; at < bytes; at += BLOCK_BYTES, index++) {
    markBlock(block, index);
    writeAll(file, block.subarray(0, Math.min(BLOCK_BYTES, bytes - at)));
    if (index % FILES_PER_YIELD === FILES_PER_YIELD - 1) await yieldToSignals();
  }
  file.utimeSync(OLD_S, OLD_S);
}

/** Gives everything below and including `root` the same old times. */
export async function setOldTimes(root: string): Promise<void> {
  let count = 0;
  for (const path of pathsBelow(root)) {
    setOldTime(path);
    if (++count % FILES_PER_YIELD === 0) await yieldToSignals();
  }
}

/** The path of everything below and including `root`. */
export function* pathsBelow(root: string): Generator<string> {
  yield root;
  if (!Deno.lstatSync(root).isDirectory) return;
  for (const { name, isDirectory } of Deno.readDirSync(root)) {
    const path = `${root}/${name}`;
    if (isDirectory) yield* pathsBelow(path);
    else yield path;
  }
}

/** Gives one entry the old time. */
export function setOldTime(path: string): void {
  Deno.utimeSync(path, OLD_S, OLD_S);
}

/** The name of a tree's n-th folder. */
export function folderName(index: number): string {
  return `d${index}`;
}

/** The name of a folder's n-th file. */
export function fileName(index: number): string {
  return `f${index}`;
}

/** Bytes that do not compress. */
export function randomBlock(bytes: number): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += RANDOM_BYTES) {
    crypto.getRandomValues(block.subarray(at, Math.min(at + RANDOM_BYTES, bytes)));
  }
  return block;
}

/** Writes a block that differs from the one of every other index. */
export function writeFile(path: string, block: Uint8Array<ArrayBuffer>, index: number): void {
  if (block.length >= Uint32Array.BYTES_PER_ELEMENT) markBlock(block, index);
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  writeAll(file, block);
}

/** Lets signal handlers run. @throws {Interrupted} after a signal */
export async function yieldToSignals(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  interrupted.throwIfAborted();
}

function markBlock(block: Uint8Array<ArrayBuffer>, index: number): void {
  new DataView(block.buffer, block.byteOffset).setUint32(0, index);
}

function writeAll(file: Deno.FsFile, block: Uint8Array): void {
  for (let done = 0; done < block.length;) done += file.writeSync(block.subarray(done));
}
