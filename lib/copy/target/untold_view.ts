// Folders of the target that a source shows by a file system which does not tell so (unionfs-fuse, sshfs, a share of the same
// machine): what is deleted or replaced in them would be gone from the source. Before the first such change in a folder a
// file is made there, and looked for where these file systems begin; a run that changes nothing makes none.

import type { CString, FileStat, NativeFileSystem } from "../../../ffi/mod.ts";
import type { RootPair, UntoldView } from "../../entry/root_pair.ts";
import type { CopyContext } from "../context.ts";
import { seesNew, showsNew } from "./shown_twice.ts";

/** What is said of such a folder. */
export const IS_SHOWN = "It is a folder of the source, seen through another file system";

/**
 * Whether a source shows an open folder of the target as the one in which another file system begins.
 *
 * @param path of the folder below the root
 */
export function isShownInSource(
  { fs, temporaryNames }: CopyContext,
  { index, untoldViews = [] }: RootPair,
  path: Uint8Array,
  folder: number,
  { dev }: FileStat,
): boolean {
  if (untoldViews.length === 0) return false;
  const isRoot = path.length === 0;
  // The roots were looked at before; within one file system inode numbers tell.
  const others = untoldViews.filter((view) =>
    view.dev !== dev && !(isRoot && view.path === "" && view.root === index)
  );
  return others.length > 0 && isShownBy(fs, others, folder, temporaryNames.next());
}

/** @param name of a file that is made in the folder */
export function isShownBy(
  fs: NativeFileSystem,
  views: readonly UntoldView[],
  folder: number,
  name: CString,
): boolean {
  const live = views.filter(({ remembers }) => !remembers).map((view) => view.folder);
  return (live.length > 0 && showsNew(fs, folder, name, live)) ||
    views.some((view) => view.remembers && seesNew(fs, view.folder, folder) === true);
}
