// A folder of the source that the target gets, in a mirror also in place of another kind of entry.

import { EEXIST, ENOENT, EPERM } from "../../../../ffi/errno.ts";
import { type CString, cString, withoutNul } from "../../../../ffi/mod.ts";
import type { CopyContext } from "../../../copy/context.ts";
import { modeOfNewFolder } from "../../../copy/metadata/folder_mode.ts";
import { isAppendOnly } from "../../../copy/target/append_only.ts";
import { keepReplaced } from "../../../copy/target/keep_replaced.ts";
import { removeLeftover } from "../../../copy/target/remove_leftover.ts";
import { displace } from "../../../copy/target/displace.ts";
import { inWritableFolder } from "../../../copy/target/writable_folder.ts";
import type { Entry } from "../../../entry/entry.ts";
import { targetOf } from "../../../entry/subject.ts";
import { FOLDER } from "../../worker/performer.ts";
import { reportFolderMade } from "../report.ts";

/** Makes the target folder; one of FOLDER. */
export function makeFolder(ctx: CopyContext, entry: Entry): number {
  const { pair, name } = entry;
  if (entry.replaces) ctx.inodes.rememberReplaced(entry.target);
  const mode = modeOfNewFolder(ctx, entry);
  const makeOver = ctx.options.shard === null ? makeInPlace : makeAfter;
  const make = entry.replaces
    ? () => makeOver(ctx, entry, mode)
    : () => ctx.fs.makeFolder(pair.target, name, mode);
  const made = inWritableFolder(ctx, pair, make);
  if (made === -EEXIST) return FOLDER.wasThere; // somebody made it since the target was looked at
  if (made < 0) {
    ctx.fail(targetOf(pair, name), "create folder", "mkdirat", made);
    return FOLDER.failed;
  }
  pair.touched = true;
  reportFolderMade(ctx, entry);
  return FOLDER.made;
}

/** Makes a folder that takes the name of another entry. 0 or a negated errno: then that still has it. */
function makeInPlace(ctx: CopyContext, entry: Entry, mode: number): number {
  const { pair, name } = entry;
  const { fs } = ctx;
  if (isAppendOnly(fs, pair.targetStat)) return -EPERM;
  const temporary = ctx.temporaryNames.next();
  const made = fs.makeFolder(pair.target, temporary, mode);
  if (made < 0) return made;
  const kept = keepReplaced(ctx, entry);
  const removeMade = () => fs.removeFolder(pair.target, temporary);
  if (kept < 0) {
    removeLeftover(ctx, pair, temporary, removeMade);
    return kept;
  }
  const remove = (aside: CString) => fs.unlink(pair.target, aside) === 0;
  const error = displace(ctx, pair, temporary, cString(withoutNul(name)), remove);
  if (error < 0) removeLeftover(ctx, pair, temporary, removeMade);
  return error;
}

/**
 * The same where other shards may be making the folder: an exchange of names would take theirs out of its place. Unlinking
 * takes no folder, so that whoever comes late does no harm; for a moment the name is nobody's.
 */
function makeAfter(ctx: CopyContext, entry: Entry, mode: number): number {
  const { pair, name } = entry;
  const { fs, checkStat } = ctx;
  if (isAppendOnly(fs, pair.targetStat)) return -EPERM;
  if (fs.stat(pair.target, name, checkStat) === 0 && checkStat.isFolder) return -EEXIST;
  const kept = keepReplaced(ctx, entry);
  if (kept < 0 && kept !== -ENOENT) return kept;
  const error = fs.unlink(pair.target, name);
  if (error < 0 && error !== -ENOENT) {
    const isFolder = fs.stat(pair.target, name, checkStat) === 0 && checkStat.isFolder;
    return isFolder ? -EEXIST : error;
  }
  pair.touched = true;
  return fs.makeFolder(pair.target, name, mode);
}
