// Guards the file that the digests of a verification are written to. It must be none of the verified files, by
// any name, nor lie among them: the next verification would report it as an extra one.

import {
  binaryText,
  cString,
  FileStat,
  type Inode,
  inodeOf,
  type NativeFileSystem,
} from "../../../ffi/mod.ts";
import type { FerryError } from "../../errors.ts";
import type { RunRequest } from "./request.ts";
import { pathExclusion } from "../../plan/selection.ts";
import type { Destination } from "./destinations.ts";
import { usage } from "./failures.ts";
import { statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote, splitPath } from "./paths.ts";

/** Code of the refusal, before the run or during it. */
export const LIST_IS_VERIFIED = "LIST_IS_VERIFIED";

/**
 * Refuses a list in one of the trees, unless the filters leave it out.
 *
 * @returns the inode of the list, if it exists already: no verified file may have it
 * @throws {FerryError}
 */
export function guardList(
  fs: NativeFileSystem,
  request: RunRequest,
  operand: Operand,
  to: Destination,
): Inode | null {
  if (request.listFile === undefined) return null;
  const list = fs.paths.withSlashes(request.listFile);
  const listStat = new FileStat();
  const exists = statPath(fs, list, true, listStat) === 0;
  const targetStat = new FileStat();
  const hasTarget = statPath(fs, to.path, to.isNamed, targetStat) === 0;
  const isExcluded = pathExclusion(request.options);
  const roots = [[operand.typed, operand.stat] as const];
  if (hasTarget) roots.push([to.path, targetStat]);
  for (const [root, stat] of roots) {
    if (exists && !listStat.isFolder && listStat.hasSameInode(stat)) throw isVerified(list, null);
    const below = stat.isFolder ? pathBelow(fs, list, stat) : null;
    if (below !== null && !isExcluded(below)) throw isVerified(list, root);
  }
  return exists && listStat.isFile ? inodeOf(listStat) : null;
}

/** @param root tree that it lies in, or null where it is one of the verified files */
export function isVerified(list: string, root: string | null): FerryError {
  const what = `cannot write the digests to ${quote(list)}`;
  const advice = "write them elsewhere, or --exclude that file";
  return root === null
    ? usage(LIST_IS_VERIFIED, `${what}: it is one of the files that are verified`, advice, list)
    : usage(
      LIST_IS_VERIFIED,
      `${what}: it lies in ${quote(root)}, which is verified`,
      advice,
      list,
    );
}

/** The path of `path` below the folder `outer`, in binary text; null where it lies elsewhere. */
function pathBelow(fs: NativeFileSystem, path: string, outer: FileStat): string | null {
  const stat = new FileStat();
  const names: string[] = [];
  let at = absolute(fs, path);
  for (;;) {
    const { parent, name } = splitPath(at, fs.paths);
    if (name === null || parent === at) return null;
    names.unshift(binaryText(cString(name)));
    if (statPath(fs, parent, true, stat) === 0 && stat.hasSameInode(outer)) return names.join("/");
    at = parent;
  }
}

/** With no link in it but perhaps the last name; the folder must be there. */
function absolute({ paths }: NativeFileSystem, path: string): string {
  const { parent, name } = splitPath(path, paths);
  try {
    const folder = paths.withSlashes(Deno.realPathSync(parent));
    return name === null ? folder : `${folder.replace(/\/$/, "")}/${name}`;
  } catch {
    return path; // it will be told when it is written
  }
}
