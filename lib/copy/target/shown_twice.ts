// Whether two folders on different file systems are one: a server's folder that is mounted on the server itself, a union
// of disks and one of them, a FUSE mount that shows a folder once more. Inode numbers do not tell, and what is removed
// from the one is gone from the other.

import { type CString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import { PRIVATE_MODE } from "../../preserve/private_mode.ts";
import { abandonedIn } from "./abandoned.ts";
import { keepFolderTimes } from "./keep_folder_times.ts";
import { makeMark, removeMark } from "./make_mark.ts";
import { createRunToken, MADE_BY, TemporaryNames } from "./temporary_names.ts";

const found = new FileStat();

/** Whether what is made in one of two open folders is seen in the other. */
export function isShownTwice(fs: NativeFileSystem, source: number, target: number): boolean {
  // A union of disks has its own mind about where a new file goes, so that the source comes first; fuse-overlayfs lists its layers
  // once, and does not see what is made in them.
  return seesNew(fs, source, target) === true || seesNew(fs, target, source) === true;
}

/** Whether a new file in `from`, which no run sweeps, is seen in `to`; null where none can be made. */
export function seesNew(fs: NativeFileSystem, from: number, to: number): boolean | null {
  const name = new TemporaryNames(createRunToken(), MADE_BY.probe).next();
  let isSeen: boolean | null = null;
  keepFolderTimes(fs, from, () => {
    for (const left of abandonedIn(fs, from, MADE_BY.probe)) fs.unlink(from, left);
    const handle = fs.createNamed(from, name, PRIVATE_MODE);
    if (handle < 0) return handle;
    fs.close(handle); // rclone shows it elsewhere only then
    isSeen = fs.stat(to, name, found) === 0;
    return fs.unlink(from, name);
  });
  return isSeen;
}

/** Whether one of other folders shows what is made in a folder of the target, where leftovers are swept. */
export function showsNew(
  fs: NativeFileSystem,
  folder: number,
  name: CString,
  others: readonly number[],
): boolean {
  const handle = makeMark(fs, folder, name);
  if (handle < 0) return false;
  fs.close(handle);
  const isSeen = others.some((other) => fs.stat(other, name, found) === 0);
  removeMark(fs, folder, { name, handle: -1 });
  return isSeen;
}
