// Files without a name until they are whole (open(2), O_TMPFILE): what a killed run leaves of them is nothing.

import {
  EACCES,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOSYS,
  EOPNOTSUPP,
  EPERM,
  EXDEV,
} from "../../../../ffi/errno.ts";
import type { CString } from "../../../../ffi/mod.ts";
import type { Entry } from "../../../entry/entry.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import type { CopyContext } from "../../context.ts";
import { inWritableFolder } from "../../target/writable_folder.ts";
import { TARGET_KIND } from "../target_file.ts";
import { NEXT_KIND, type TargetKind, UNNAMEABLE } from "./target_kind.ts";

/** Codes with which a file system or kernel says that it has no unnamed files. */
const NO_UNNAMED_FILES = new Set([-EOPNOTSUPP, -EISDIR, -ENOENT, -EINVAL, -ENOSYS]);
/** Codes with which linkat(2) says that an unnamed file cannot have a name here: no /proc, a filter. */
const CANNOT_BE_NAMED = new Set([-ENOENT, -EPERM, -EACCES, -ENOSYS, -EOPNOTSUPP, -EXDEV]);

/** Opens one. 0, a negated errno or NEXT_KIND. */
export function openUnnamed({ fs, targetFile }: CopyContext, { pair }: Entry, mode: number) {
  targetFile.reset(TARGET_KIND.unnamed);
  targetFile.failedCall = "open(O_TMPFILE)";
  const handle = fs.createUnnamed(pair.target, mode);
  if (handle >= 0) {
    targetFile.handle = handle;
    return 0;
  }
  if (!NO_UNNAMED_FILES.has(handle)) return handle;
  targetFile.withoutUnnamed.add(pair.targetStat.dev);
  return NEXT_KIND;
}

export const unnamed: TargetKind = {
  commit(ctx, { pair, targetName }) {
    const { fs, targetFile } = ctx;
    targetFile.failedCall = "linkat";
    const error = ctx.options.shard === null
      ? fs.nameUnnamed(targetFile.handle, pair.target, targetName)
      : nameAmongOthers(ctx, pair, targetName);
    if (!CANNOT_BE_NAMED.has(error)) return error;
    targetFile.withoutUnnamed.add(pair.targetStat.dev);
    return UNNAMEABLE;
  },

  discard() {},
};

/** By itself, because a closure costs each call of the function that may make one. */
function nameAmongOthers(ctx: CopyContext, pair: FolderPair, name: CString): number {
  const { fs, targetFile } = ctx;
  return inWritableFolder(ctx, pair, () => fs.nameUnnamed(targetFile.handle, pair.target, name));
}
