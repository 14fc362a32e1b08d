// File systems with inode numbers of their own that tell of each folder which local ones they show as it: by that a target in
// the source is recognised before anything is touched. A union of disks (mergerfs) tells it for each of them, whichever it
// would put a new file on; what rclone mounts it remembers for minutes, so that it would not show a mark in time.

import {
  bytesOfBinaryText,
  cString,
  FileStat,
  type NativeFileSystem,
  pathText,
  WORD,
} from "../../../ffi/mod.ts";
import type { Destination } from "./destinations.ts";
import { usage } from "./failures.ts";
import { isInside, isOne, type Place } from "./guards.ts";
import { mayShowOthers, statApart, statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote } from "./paths.ts";
import type { RunRequest } from "./request.ts";
import { Views } from "./views.ts";

const UNION = "a union of disks";
/** What they are called in messages. */
const CALLED: Readonly<Record<string, string>> = {
  "fuse.mergerfs": UNION,
  "fuse.rclone": "rclone",
};

/** A place that a file system shows elsewhere, and what that file system is, for messages. */
interface Branch extends Place {
  readonly shownBy: string;
}

/**
 * Refuses a target in the source, and the reverse, where such a file system shows one of them.
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
  const shown = [branchesOf(fs, from), branchesOf(fs, into)];
  const shownBy = shown.flat()[0]?.shownBy;
  if (shownBy === undefined) return;
  const sources = [from, ...shown[0]], targets = [into, ...shown[1]];
  const exists = statPath(fs, to.path, true, new FileStat()) === 0;
  for (const source of sources) {
    for (const target of targets) {
      if (source === from && target === into) continue; // looked at before
      const isSame = isOne(fs, source, target);
      // One of a union's disks may take what the others have.
      if (isSame && exists && shownBy === UNION) continue;
      // What rclone shows may lack what has come to the folder of late.
      if (isSame && exists) {
        const what = `${quote(typed)} and ${quote(to.path)} are the same folder`;
        throw usage("SAME_FILE", `${what}, seen through ${shownBy}`);
      }
      if (isInside(fs, target.path, source)) {
        const what = `target ${quote(to.path)} is inside source ${quote(typed)}`;
        throw usage("TARGET_IN_SOURCE", `${what}, seen through ${shownBy}`);
      }
      if (exists && options.delete && isInside(fs, source.path, target)) {
        const what = `source ${quote(typed)} is inside target ${quote(to.path)}`;
        throw usage("SOURCE_IN_TARGET", `${what}, seen through ${shownBy}`);
      }
    }
  }
}

/** Whether it is told of two folders that what the one has is in the other, too, or would be removed from both. */
export function areToldOne(fs: NativeFileSystem, one: string, other: string): boolean {
  const stats = statApart(fs, one, other);
  if (stats === null) return false;
  const [ones, others] = [one, other].map((path, i) => ({ path, stat: stats[i] }))
    .map((place) => [place, ...branchesOf(fs, place)]);
  if (ones.length === 1 && others.length === 1) return false;
  return ones.some((place) => others.some((otherPlace) => isOne(fs, place, otherPlace)));
}

/** The folders that are shown as the one at a place; none where its file system tells of none. */
function branchesOf(fs: NativeFileSystem, { path, stat }: Place): Branch[] {
  const folder = stat.words[WORD.devMajor] === 0 ? fs.openFolder(cString(path)) : -1;
  if (folder < 0) return [];
  const branches = mayShowOthers(fs, folder, stat) ? shownAs(fs, folder) : [];
  fs.close(folder);
  return branches;
}

function shownAs(fs: NativeFileSystem, folder: number): Branch[] {
  const place = fs.placeOf(folder);
  const mount = place === null ? undefined : fs.mounts()?.find(({ id }) => id === place.mountId);
  const shownBy = mount === undefined ? undefined : CALLED[mount.type];
  if (mount === undefined || shownBy === undefined) return [];
  return new Views(fs).shownAs(mount, place!.path)
    .flatMap(({ path }) => branchAt(fs, pathText(bytesOfBinaryText(path)), shownBy));
}

function branchAt(fs: NativeFileSystem, path: string, shownBy: string): Branch[] {
  const stat = new FileStat();
  return statPath(fs, path, true, stat) === 0 ? [{ path, stat, shownBy }] : [];
}
