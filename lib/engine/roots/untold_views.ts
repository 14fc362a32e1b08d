// File systems in a source that may show folders of a target and do not tell which: unionfs-fuse, sshfs, shares. They are opened, so
// that a run asks them before it deletes or replaces anything (lib/copy/target/untold_view.ts). One that shows a folder
// above its own counterpart would be copied into itself, deeper by each run: that is looked for at once.

import { bytesOfBinaryText, cString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import { createRunToken, MADE_BY, TemporaryNames } from "../../copy/target/temporary_names.ts";
import { isShownBy } from "../../copy/target/untold_view.ts";
import type { RootPair, UntoldView } from "../../entry/root_pair.ts";
import type { Options } from "../../options.ts";
import { runModeOf } from "../../run_mode.ts";
import { mayShowOthers } from "./look.ts";
import type { OpenedRoot } from "./open.ts";

/** What lists a folder once and then goes by its own memory. */
const REMEMBERING: ReadonlySet<string> = new Set(["fuse.fuse-overlayfs"]);

/** The roots, with the views that no table explains, and what these show of what is above them. */
export function withUntoldViews(
  fs: NativeFileSystem,
  options: Options,
  opened: readonly OpenedRoot[],
): OpenedRoot[] {
  if (runModeOf(options) !== "apply") return [...opened];
  const untoldViews = opened.flatMap(({ root }) => viewsIn(fs, root));
  if (untoldViews.length === 0) return [...opened];
  const names = new TemporaryNames(createRunToken(options.shard), MADE_BY.probe, options.shard);
  return opened.map((one) => {
    const { root } = one, { guarded } = root;
    const sources = [...guarded.sources], targets = [...guarded.targets];
    for (const view of untoldViews) {
      const above = view.root === root.index ? shownAbove(fs, root, view, names) : null;
      if (above === null) continue;
      sources.push(above);
      targets.push(view.path);
    }
    return { ...one, root: { ...root, untoldViews, guarded: { ...guarded, sources, targets } } };
  });
}

function viewsIn(fs: NativeFileSystem, { index, source, guarded }: RootPair): UntoldView[] {
  const stat = new FileStat();
  return guarded.untold.flatMap((path) => {
    const name = cString(bytesOfBinaryText(path));
    const folder = path === "" ? source : fs.openFolderBeneath(source, name, false);
    if (folder < 0) return []; // it is told when it is opened again
    const mayShow = fs.statHandle(folder, stat) === 0 && mayShowOthers(fs, folder, stat, true);
    if (mayShow) {
      const remembers = REMEMBERING.has(fs.fileSystemOf(folder)?.type ?? "");
      return [{ root: index, path, folder, dev: stat.dev, remembers }];
    }
    if (folder !== source) fs.close(folder);
    return [];
  });
}

/** The path of the folder above a view's counterpart that the view shows; null where it shows none. The target itself is marked. */
function shownAbove(
  fs: NativeFileSystem,
  { target }: RootPair,
  view: UntoldView,
  names: TemporaryNames,
): string | null {
  if (target < 0) return null;
  const { path, folder, dev } = view;
  const parts = path.split("/"), stat = new FileStat();
  for (let depth = 1; depth < parts.length; depth++) {
    const above = parts.slice(0, depth).join("/");
    const next = cString(bytesOfBinaryText(parts[depth]));
    const handle = fs.openFolderBeneath(target, cString(bytesOfBinaryText(above)), false);
    if (handle < 0) return null;
    // A run that has been here before changes nothing: what it copied there is not in the view.
    const isApart = fs.stat(handle, next, stat) === 0 && fs.stat(folder, next, stat) < 0;
    const isShown = !isApart && fs.statHandle(handle, stat) === 0 && stat.dev !== dev &&
      isShownBy(fs, [view], handle, names.next());
    fs.close(handle);
    if (isShown) return above;
  }
  return null;
}

/** Closes what was opened for them. */
export function closeUntoldViews(fs: NativeFileSystem, [first]: readonly RootPair[]): void {
  for (const { path, folder } of first?.untoldViews ?? []) if (path !== "") fs.close(folder);
}
