// Obstacles, which no deletion goes through: mount points, other file systems, and folders of the source that are also in
// the target.

import { binaryText, bytesOfBinaryText, type FileStat, isInode } from "../../../ffi/mod.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import { isWithin } from "../../entry/guarded_paths.ts";
import type { CopyContext } from "../context.ts";
import { IS_SHOWN, isShownInSource } from "../target/untold_view.ts";

export interface Obstacle {
  readonly code: string;
  readonly message: string;
  /** Below the root. */
  readonly path: Uint8Array;
}

/** The known obstacle to deleting the entry at `path`: the entry itself or one below it. Null if there is none. */
export function obstacleBelow({ guarded }: RootPair, path: Uint8Array): Obstacle | null {
  if (guarded.sources.length === 0 && guarded.mounts.length === 0) return null;
  const own = binaryText(path);
  for (const source of guarded.sources) {
    if (source === "") return isInSource(path);
    if (isWithin(own, source)) return isTheSource(path);
    if (isWithin(source, own)) return isTheSource(bytesOfBinaryText(source));
  }
  const mount = guarded.mounts.find((mount) => isWithin(mount, own));
  return mount === undefined ? null : isMounted(bytesOfBinaryText(mount));
}

/**
 * The obstacle that an open folder of the target is itself, or null.
 *
 * @param dev the device of the folder above it
 */
export function obstacleIn(
  ctx: CopyContext,
  root: RootPair,
  path: Uint8Array,
  stat: FileStat,
  dev: number,
): Obstacle | null {
  const source = ctx.sourceInode(root);
  if (source === null || isInode(stat, source)) return isTheSource(path.slice());
  const isMount = (stat.attributes & ctx.fs.can.mountRootAttribute) !== 0;
  return isMount || stat.dev !== dev ? isMounted(path.slice()) : null;
}

function isMounted(path: Uint8Array): Obstacle {
  return { path, code: "MOUNT_POINT", message: "Another file system begins there" };
}

/** The target shows all of the source, as a union does of one of its disks: what only the others have would go. */
function isInSource(path: Uint8Array): Obstacle {
  const message =
    "The target shows the source itself, so nothing is deleted in it; to add only, use copy";
  return { path, code: "SAME_FILE", message };
}

/** The obstacle that a source shows the open folder, which is about to be emptied, by a file system that does not tell; or null. */
export function obstacleShown(
  ctx: CopyContext,
  root: RootPair,
  path: Uint8Array,
  folder: number,
  stat: FileStat,
): Obstacle | null {
  if (!isShownInSource(ctx, root, path, folder, stat)) return null;
  return { path: path.slice(), code: "SAME_FILE", message: IS_SHOWN };
}

function isTheSource(path: Uint8Array): Obstacle {
  return { path, code: "SAME_FILE", message: "It is the source itself" };
}
