// `--link-dest DIR`: finds the folders of earlier copies, each as it is meant: as in rsync a relative DIR starts at DEST,
// also where DEST is not there yet.

import { ENOENT, ENOTDIR } from "../../../ffi/errno.ts";
import { cString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { FerryError } from "../../errors.ts";
import { runModeOf } from "../../run_mode.ts";
import type { Destination } from "./destinations.ts";
import { callFailed, usage } from "./failures.ts";
import { fromTarget } from "./from_target.ts";
import { isInside, isOne } from "./guards.ts";
import { statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote } from "./paths.ts";
import { realPath } from "./real_path.ts";
import type { RunRequest } from "./request.ts";
import type { SharedFolders } from "./shared_folders.ts";

/**
 * The folders of the earlier copies, as paths that can be opened.
 *
 * @param folder the one that is filled: DEST, or the folder that DEST stands in
 * @throws {FerryError} `usage` where one is not there or of no use
 */
export function earlierPaths(
  fs: NativeFileSystem,
  { options }: RunRequest,
  folder: string,
): readonly string[] {
  if (runModeOf(options) === "verify") return [];
  const dest = new FileStat();
  const exists = statPath(fs, folder, true, dest) === 0;
  return options.linkDest.map((typed) => {
    const path = fromTarget(fs, typed, folder, exists);
    const stat = new FileStat();
    const error = statPath(fs, path, true, stat);
    if (error < 0) throw notThere(fs, typed, path, error);
    if (!stat.isFolder) throw notThere(fs, typed, path, -ENOTDIR);
    if (exists) refuseTarget(fs, options.delete, path, { path: folder, stat: dest, own: stat });
    return path;
  });
}

function notThere(fs: NativeFileSystem, typed: string, path: string, error: number): FerryError {
  const isHere = path !== typed && error === -ENOENT &&
    statPath(fs, fs.paths.withSlashes(typed), true, new FileStat()) === 0;
  const advice = isHere
    ? `a relative DIR of --link-dest starts at DEST; for the one in this folder type ${
      quote(String(realPath(fs, typed)))
    }`
    : null;
  return callFailed(fs, "open --link-dest", path, error, { advice });
}

/** What the run fills, and an earlier copy beside it. */
interface Both {
  readonly path: string;
  readonly stat: FileStat;
  /** Of the earlier copy. */
  readonly own: FileStat;
}

function refuseTarget(
  fs: NativeFileSystem,
  deletes: boolean,
  earlier: string,
  { path, stat, own }: Both,
): void {
  if (isOne(fs, { path: earlier, stat: own }, { path, stat })) {
    throw usage("SAME_FILE", `--link-dest ${quote(earlier)} is target ${quote(path)} itself`);
  }
  if (!deletes || !isInside(fs, earlier, { path, stat })) return;
  throw usage(
    "LINK_DEST_IN_TARGET",
    `--link-dest ${quote(earlier)} is inside target ${quote(path)}, and a mirror would delete it`,
    "move it out of there, or keep it with --no-delete",
  );
}

/** Opens what corresponds to one SOURCE in each earlier copy; what is missing there is left out. @throws {FerryError} */
export function openEarlier(
  folders: SharedFolders,
  paths: readonly string[],
  { stat, split }: Operand,
  to: Destination,
): readonly number[] {
  const isNested = stat.isFolder && !to.isNamed && split.name !== null;
  return paths.flatMap((path) => {
    const { fs } = folders;
    const folder = isNested ? fs.openFolder(cString(path)) : folders.open(path);
    if (folder < 0) throw callFailed(fs, "open --link-dest", path, folder);
    if (!isNested) return [folder];
    const nested = fs.openFolderBeneath(folder, cString(split.name!), false);
    fs.close(folder);
    return nested < 0 ? [] : [nested];
  });
}
