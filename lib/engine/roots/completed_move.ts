// A move that was broken off when SOURCE was gone already: all that is left of it is its mark, and no run goes on with that.
// The same command again finds no SOURCE, and removes the mark.

import { EAGAIN, ENOENT } from "../../../ffi/errno.ts";
import {
  commonErrorName,
  type CString,
  cString,
  FileStat,
  type NativeFileSystem,
} from "../../../ffi/mod.ts";
import { FIRST_BATCHES, namesIn } from "../../copy/target/names_in.ts";
import { isPartialName } from "../../copy/target/temporary_names.ts";
import { tryLockOf } from "../../copy/target/try_lock_of.ts";
import { FerryError } from "../../errors.ts";
import { runModeOf } from "../../run_mode.ts";
import { callFailed } from "./failures.ts";
import { statPath } from "./look.ts";
import { removeMark } from "../../copy/target/make_mark.ts";
import { type MarkContents, movedFolder, readMark } from "./move_mark.ts";
import { lookAtSource, type Operand } from "./operands.ts";
import { quote, splitPath, withoutSlash } from "./paths.ts";
import type { RunRequest } from "./request.ts";

/** Looks at a SOURCE; if it is not there, at what a move of it has left. @throws {FerryError} */
export function lookAtMoved(fs: NativeFileSystem, request: RunRequest, typed: string): Operand {
  try {
    return lookAtSource(fs, request, typed);
  } catch (error) {
    const isAbsent = error instanceof FerryError && commonErrorName(error.code) === "ENOENT";
    if (!isAbsent || request.command !== "move") throw error;
    const target = completedIn(fs, request, typed);
    if (target === null) throw error;
    throw callFailed(fs, "read source", typed, -ENOENT, {
      advice: `a move of it to ${quote(target)} was broken off as it removed it`,
    });
  }
}

/** Where a move of a path that is not there any more was completed; null where no mark tells of it. The mark is removed. */
function completedIn(
  fs: NativeFileSystem,
  { dest, options }: RunRequest,
  typed: string,
): string | null {
  const split = splitPath(withoutSlash(typed), fs.paths);
  const { path } = movedFolder(fs, split, new FileStat());
  const above = new FileStat();
  if (path === "" || split.name === null || statPath(fs, split.parent, true, above) < 0) {
    return null;
  }
  const source = { path, dev: above.dev };
  const isToRemove = runModeOf(options) === "apply";
  for (const target of [dest, `${withoutSlash(dest)}/${split.name}`]) {
    const folder = fs.openFolder(cString(target));
    if (folder < 0) continue;
    const marks = namesIn(fs, folder, isPartialName, FIRST_BATCHES).filter((name) =>
      isCompleted(fs, folder, name, source)
    );
    if (isToRemove) marks.forEach((name) => removeMark(fs, folder, { name, handle: -1 }));
    fs.close(folder);
    if (marks.length > 0) return target;
  }
  return null;
}

/**
 * Whether a file is the mark of a move that has removed a source, and no run is at it. Of one on a disk that is not mounted now
 * nothing is known.
 */
function isCompleted(
  fs: NativeFileSystem,
  folder: number,
  name: CString,
  { path, dev }: Pick<MarkContents, "path" | "dev">,
): boolean {
  const mark = readMark(fs, folder, name);
  if (mark === null || mark.path !== path || mark.dev !== dev) return false;
  if (mark.removedSince === null) return false;
  const stat = new FileStat();
  return fs.stat(folder, name, stat) === 0 &&
    tryLockOf(fs, folder, name, stat) !== -EAGAIN;
}
