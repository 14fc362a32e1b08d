// A mark in the target of a folder that is moved by copying, as long as that is under way. Without it the same command
// again, after the first was killed, would find a new DEST as a folder that is there and put SOURCE into it. The mark is a
// file with a temporary name, made from the source's inode. It is locked, so that no run sweeps it and a second one knows
// that this one is at work; what it holds tells a mark from a file of `--resume`, and whether SOURCE is being removed.

import { EAGAIN, EEXIST } from "../../../ffi/errno.ts";
import {
  binaryText,
  bytesOfBinaryText,
  type CString,
  cString,
  FileStat,
  type NativeFileSystem,
  pathBytes,
  WORD,
} from "../../../ffi/mod.ts";
import { partialName } from "../../copy/file/partial_file.ts";
import { tellsOwners } from "../../copy/target/abandoned.ts";
import { createMark, type Mark } from "../../copy/target/make_mark.ts";
import { realPath } from "./real_path.ts";
import type { SplitPath } from "./paths.ts";

/** A folder that is moved, as plain data. */
export interface MovedFolder {
  /** What the name of its mark is made from; null where no number tells it. */
  readonly id: string | null;
  /** Its real path, in binary text; empty where that cannot be told. */
  readonly path: string;
}

/** What a mark tells. */
export interface MarkContents {
  /** The device that the source was on; null where the run was killed before it had written that. */
  readonly dev: number | null;
  /** The source's path, in binary text; empty where the run was killed before it had written that. */
  readonly path: string;
  /** Since when the source is being removed, in seconds by the target's clock; null where that has not begun. */
  readonly removedSince: number | null;
}

/** Of one that a run made when it was killed, or whose bytes a loss of power has taken: it is empty, or of zeros. */
const UNWRITTEN: MarkContents = { dev: null, path: "", removedSince: null };

/** Answer of `takeMark`: another run has the mark. */
export const TAKEN = "taken";

/** What is being done, of one length: the one is written over the other. */
const COPYING = "copying ", REMOVING = "removing";
/** Bytes of a mark at most: a path, and a line before it. */
const LONGEST = 8192;

/** The source of a move. */
export function movedFolder(
  fs: NativeFileSystem,
  { parent, name }: SplitPath,
  stat: FileStat,
): MovedFolder {
  const real = realPath(fs, parent);
  const path = typeof real === "string" ? binaryText(pathBytes(`${real}/${name}`)) : "";
  return { id: idOf(stat), path };
}

/** The time of birth tells another folder that has got the inode number since. */
function idOf({ dev, words, hasInode }: FileStat): string | null {
  if (!hasInode) return null;
  const inode = `${words[WORD.ino + 1]}:${words[WORD.ino]}`;
  const born = `${words[WORD.btime + 1]}:${words[WORD.btime]}:${words[WORD.btimeNsec]}`;
  return `move of ${dev}:${inode}:${born}`;
}

/** The name of the mark of a source. */
export function markName(id: string): CString {
  return partialName(cString(id));
}

/** What a file under a mark's name tells; null for one that ferry has not made, or not as a mark. */
export function readMark(fs: NativeFileSystem, folder: number, name: CString): MarkContents | null {
  const stat = new FileStat();
  if (fs.stat(folder, name, stat) < 0 || !stat.isFile || stat.size > LONGEST) return null;
  if (stat.uid !== fs.identity.uid && tellsOwners(fs, folder)) return null;
  if (stat.size === 0) return UNWRITTEN;
  const handle = fs.openForReading(folder, name, false);
  if (handle < 0) return null;
  const bytes = new Uint8Array(LONGEST);
  const length = fs.read(handle, bytes, LONGEST, 0);
  fs.close(handle);
  const written = bytes.subarray(0, Math.max(length, 0));
  if (length >= 0 && written.every((byte) => byte === 0)) return UNWRITTEN;
  const text = binaryText(written);
  const [id, state] = text.split("\n", 2);
  if (binaryText(markName(id)) !== binaryText(name)) return null;
  const path = text.slice(id.length + COPYING.length + 2);
  const seconds = stat.mtimeSec + stat.mtimeNsec / 1e9;
  const dev = Number(/^move of (\d+):/.exec(id)?.[1]);
  return { dev, path, removedSince: state === REMOVING ? seconds : null };
}

/** Whether the folder `dest` is the new name of a source whose move was broken off. */
export function isMarked(fs: NativeFileSystem, dest: string, source: FileStat): boolean {
  const id = idOf(source);
  const folder = id === null ? -1 : fs.openFolder(cString(dest));
  if (folder < 0) return false;
  const found = readMark(fs, folder, markName(id!));
  fs.close(folder);
  return found !== null;
}

/** Makes the mark in an open folder, or takes over the one that is there; null where that is impossible. */
export function takeMark(
  fs: NativeFileSystem,
  folder: number,
  source: MovedFolder,
): Mark | typeof TAKEN | null {
  if (source.id === null) return null;
  const name = markName(source.id);
  const open = () =>
    readMark(fs, folder, name) !== null ? fs.openForWriting(folder, name) : -EEXIST;
  const before = new FileStat();
  let handle = createMark(fs, folder, name, before);
  const isNew = handle >= 0;
  if (handle === -EEXIST) handle = open();
  if (handle < 0) return null;
  const isTaken = fs.tryLock(handle) === -EAGAIN;
  // Whoever had it may have removed it since.
  const mark = isTaken ? TAKEN : isStillAt(fs, folder, name, handle) ? { name, handle } : null;
  if (mark === TAKEN || mark === null) {
    fs.close(handle);
    return mark;
  }
  if (isNew) fs.setTimes(folder, before); // once no other run sets them
  if (isNew || readMark(fs, folder, name)?.path === "") write(fs, handle, source, COPYING);
  return mark;
}

/** Whether a name in a folder leads to what is open. */
export function isStillAt(
  fs: NativeFileSystem,
  folder: number,
  name: CString,
  handle: number,
): boolean {
  const there = new FileStat(), own = new FileStat();
  return fs.stat(folder, name, there) === 0 && fs.statHandle(handle, own) === 0 &&
    there.hasSameInode(own);
}

function write(
  fs: NativeFileSystem,
  handle: number,
  { id, path }: MovedFolder,
  state: string,
): number {
  const bytes = bytesOfBinaryText(`${id}\n${state}\n${path}`);
  return fs.write(handle, bytes, bytes.length, 0);
}

/** Notes in a mark that the source begins to be removed: its folders change their times by that. */
export function noteRemoval(
  fs: NativeFileSystem,
  { handle }: Mark,
  source: MovedFolder,
  isSynced: boolean,
): void {
  if (write(fs, handle, source, REMOVING) > 0 && isSynced) fs.sync(handle);
}
