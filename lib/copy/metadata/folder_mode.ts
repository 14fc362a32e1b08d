// The mode that a folder is made with: private until it is whole. Where modes cannot be set later, it is made with its
// final mode, for it would stay private for good.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import { FILE_SYSTEM_KINDS, type FileStat } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { CopyContext } from "../context.ts";

/** Only the owner may use it. */
const PRIVATE_FOLDER_MODE = 0o700;

/** For the counterpart of a source folder, which is made in the pair's target. */
export function modeOfNewFolder(ctx: CopyContext, { pair, name }: Entry): number {
  const { fs, options: { dereference }, policy, checkStat } = ctx;
  if (!ctx.limits.learn(pair).has(DEVICE.losesModes)) return PRIVATE_FOLDER_MODE;
  const error = dereference
    ? fs.statFollowing(pair.source, name, checkStat)
    : fs.stat(pair.source, name, checkStat);
  return error < 0 ? PRIVATE_FOLDER_MODE : asMade(policy.permissions(checkStat));
}

/** For another folder that stands for the pair's target. */
export function modeOfTarget({ limits, policy }: CopyContext, pair: FolderPair): number {
  return limits.of(pair.targetStat.dev).has(DEVICE.losesModes)
    ? asMade(policy.permissions(pair.sourceStat))
    : PRIVATE_FOLDER_MODE;
}

/** For a target root, which is made in the open folder `parent` before the device's limits are known. */
export function modeOfNewRoot(fs: NativeFileSystem, parent: number, source: FileStat): number {
  const { keepsModes } = FILE_SYSTEM_KINDS[fs.fileSystemKind(parent)];
  return keepsModes === null ? asMade(source.permissions) : PRIVATE_FOLDER_MODE;
}

function asMade(permissions: number): number {
  return permissions & 0o777 | PRIVATE_FOLDER_MODE;
}
