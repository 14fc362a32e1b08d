// What a SOURCE stands for that is a link, a FIFO or an open descriptor, where the user named it. A link is
// copied as a link, as rsync and `cp -a` do, unless it is to be followed; a name of an open descriptor
// (/dev/stdin, `<(…)`) always is, since the link itself means nothing to anybody else.

import { S_IFIFO } from "../../../ffi/file_stat.ts";
import { FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import { leadsThroughDescriptors } from "../../named_path.ts";
import { callFailed, usage } from "./failures.ts";
import { statPath } from "./look.ts";
import { quote, type SplitPath, splitPath } from "./paths.ts";
import { realPath } from "./real_path.ts";
import type { RunRequest } from "./request.ts";
import { kindOfSpecial } from "./special_target.ts";

/** A SOURCE of `copy`. */
export interface TypedSource {
  readonly stat: FileStat;
  /** Where the entry is that is copied; not the path that was typed where a link was followed. */
  readonly entry: SplitPath;
}

/**
 * Looks at a SOURCE of `copy`, which nothing follows but `--dereference`.
 *
 * @param stat what the path names itself
 * @throws {FerryError} `usage`
 */
export function lookThroughLink(
  fs: NativeFileSystem,
  { options }: RunRequest,
  typed: string,
  stat: FileStat,
): TypedSource {
  const split = splitPath(typed, fs.paths);
  if (!stat.isSymlink) return { stat, entry: split };
  const isDescriptor = leadsThroughDescriptors(typed);
  if (!isDescriptor && !options.dereferenceArgs) return { stat, entry: split };
  const followed = new FileStat();
  const error = statPath(fs, typed, true, followed);
  if (error < 0) throw callFailed(fs, "read source", typed, error);
  if (isDescriptor && !followed.isFile && !followed.isFolder) throw isUnreadable(typed, followed);
  return { stat: followed, entry: followed.isFolder ? split : realEntry(fs, typed, followed) };
}

/** Refuses to copy a FIFO, unless it was asked for as one; of a move `guardRemoval` says so. @throws {FerryError} `usage` */
export function refuseFifo({ command, options }: RunRequest, typed: string, stat: FileStat): void {
  if (stat.type !== S_IFIFO || options.required.specials || command === "move") return;
  throw isUnreadable(typed, stat, "; --specials copies it as a FIFO");
}

/** What is said of links that are copied as links; null if there is none. */
export function linksNotice(links: readonly string[]): string | null {
  if (links.length === 0) return null;
  const what = links.length === 1
    ? `source ${quote(links[0])} is a symlink and copied as one`
    : `${links.length} sources, ${quote(links[0])} among them, are symlinks and copied as such`;
  return `${what}; --dereference-args copies what it leads to, -L what all links lead to`;
}

function isUnreadable(typed: string, stat: FileStat, orElse = "") {
  const kind = kindOfSpecial(stat) ?? "no file";
  return usage(
    "SOURCE_IS_SPECIAL",
    `source ${quote(typed)} is ${kind}, which is not read: cat ${quote(typed)} >FILE${orElse}`,
    null,
    typed,
  );
}

/** The name and the folder of what a link leads to. */
function realEntry(fs: NativeFileSystem, typed: string, followed: FileStat): SplitPath {
  const stat = new FileStat();
  const real = realPath(fs, typed);
  const isNamed = typeof real === "string" && statPath(fs, real, false, stat) === 0;
  if (isNamed && stat.hasSameInode(followed)) {
    return splitPath(real, fs.paths);
  }
  // An open file that was deleted.
  throw usage(
    "NO_NAME",
    `source ${quote(typed)} leads to a file that cannot be named: cat ${quote(typed)} >FILE`,
    null,
    typed,
  );
}
