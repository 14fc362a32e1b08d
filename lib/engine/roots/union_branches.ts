// A union of disks (mergerfs) with inode numbers of its own, which tells of each folder where it is on the disks: by that a
// target in the source is recognised before anything is touched, and on whichever disk the union would put a new file.

import { cString, FileStat, type NativeFileSystem, pathText, WORD } from "../../../ffi/mod.ts";
import type { Destination } from "./destinations.ts";
import { usage } from "./failures.ts";
import { isInside, isOne, type Place } from "./guards.ts";
import { mayShowOthers, statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote } from "./paths.ts";
import type { RunRequest } from "./request.ts";

/** The attribute that tells; of mergerfs (its manual, "XATTRS"). */
const ALL_PATHS = cString("user.mergerfs.allpaths");
const MOST_BYTES = 65536;

/**
 * Refuses a target in the source, and the reverse, where a union shows one of them.
 *
 * @param into the nearest folder of the target that is there
 * @throws {FerryError} `usage`
 */
export function guardBranches(
  fs: NativeFileSystem,
  { options }: RunRequest,
  { typed, stat }: Operand,
  to: Destination,
  into: Place,
): void {
  if (into.stat.dev === stat.dev) return;
  const from: Place = { path: typed, stat };
  const sources = [from, ...branchesOf(fs, from)], targets = [into, ...branchesOf(fs, into)];
  if (sources.length === 1 && targets.length === 1) return;
  const exists = statPath(fs, to.path, true, new FileStat()) === 0;
  for (const source of sources) {
    for (const target of targets) {
      if (source === from && target === into) continue; // looked at before
      const isSame = isOne(fs, source, target);
      // One of a union's disks may take what the others have.
      if (isSame && exists) continue;
      if (isInside(fs, target.path, source)) {
        const what = `target ${quote(to.path)} is inside source ${quote(typed)}`;
        throw usage("TARGET_IN_SOURCE", `${what}, seen through a union of disks`);
      }
      if (exists && options.delete && isInside(fs, source.path, target)) {
        const what = `source ${quote(typed)} is inside target ${quote(to.path)}`;
        throw usage("SOURCE_IN_TARGET", `${what}, seen through a union of disks`);
      }
    }
  }
}

/** The folders that a union shows as the one at a place; none where that is in no union. */
function branchesOf(fs: NativeFileSystem, { path, stat }: Place): Place[] {
  const folder = stat.words[WORD.devMajor] === 0 ? fs.openFolder(cString(path)) : -1;
  if (folder < 0) return [];
  const value = new Uint8Array(mayShowOthers(fs, folder, stat) ? MOST_BYTES : 0);
  const length = value.length === 0 ? 0 : fs.getXattr(folder, ALL_PATHS, value);
  fs.close(folder);
  if (length <= 0) return [];
  const paths = pathText(value.subarray(0, length)).split("\0").filter((path) => path !== "");
  return paths.flatMap((path) => placeAt(fs, path) ?? []);
}

function placeAt(fs: NativeFileSystem, path: string): Place | null {
  const stat = new FileStat();
  return statPath(fs, path, true, stat) === 0 ? { path, stat } : null;
}
