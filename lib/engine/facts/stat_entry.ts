// What stands under a name in the source and in the target.

import { ENOENT } from "../../../ffi/errno.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { CString } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";
import { TARGET } from "../../entry/found.ts";

const SHORT_NAME =
  "The target folder has another entry, of which this is the short name; rename one of them";

/**
 * Whether what the target folder has under a name of the source is another entry, whose short name that is. A name that a
 * user has typed means what the system takes it for.
 */
export function isAnothers({ fs }: CopyContext, pair: FolderPair, name: CString): boolean {
  return pair.isOfTree && fs.isShortName(pair.target, name);
}

/** Reads the source's metadata; false when that failed, which was reported. */
export function statSource(ctx: CopyContext, { pair, name, source }: Entry): boolean {
  const { fs, options } = ctx;
  const error = options.dereference
    ? fs.statFollowing(pair.source, name, source)
    : fs.stat(pair.source, name, source);
  if (error < 0) {
    const isLink = options.dereference && fs.stat(pair.source, name, source) === 0 &&
      source.isSymlink;
    const op = isLink ? "follow symlink" : "read metadata of";
    ctx.fail(sourceOf(pair, name), op, "statx", error);
  }
  return error === 0;
}

/**
 * Looks for the target entry of that name, as the first step of an entry: forgets `pair.removeOld` of the one before.
 *
 * @returns one of TARGET; a failure was reported
 */
export function statTarget(ctx: CopyContext, { pair, targetName, target }: Entry): number {
  pair.removeOld = null;
  if (pair.fresh || pair.target < 0) return TARGET.absent;
  const error = ctx.fs.stat(pair.target, targetName, target);
  if (error === -ENOENT) return TARGET.absent;
  if (error < 0) {
    ctx.fail(targetOf(pair, targetName), "read metadata of", "statx", error);
    return TARGET.failed;
  }
  if (isAnothers(ctx, pair, targetName)) {
    ctx.failWith(targetOf(pair, targetName), "copy", "NAME_CLASH", SHORT_NAME);
    return TARGET.failed;
  }
  return TARGET.present;
}
