// Finds the folders of a target that must not be treated as its own, by the table of mounts: mount points, and
// folders of a source that a bind mount or a view shows in the target, or the reverse. Done once, before anything is
// changed, by a dry run as well. A folder is recognised by its path inside its file system.

import { binaryText, type NativeFileSystem, pathBytes } from "../../../ffi/mod.ts";
import { type GuardedPaths, NOTHING_GUARDED } from "../../entry/guarded_paths.ts";
import type { Options } from "../../options.ts";
import type { Filter } from "../../plan/filter.ts";
import { certainFilterOf } from "../../plan/selection.ts";
import { joined, type MountedFolder, MountedFolders, pathBelow } from "./mounted_folders.ts";
import type { NewTarget } from "./new_in_source.ts";
import type { OpenedRoot } from "./open.ts";
import { type Shown, ShownFolders } from "./shown_folders.ts";

/**
 * What to guard in the target of each root.
 *
 * @param absent of each root where its target would be made; null where it is there
 */
export function pathsToGuard(
  fs: NativeFileSystem,
  options: Options,
  opened: readonly OpenedRoot[],
  absent: readonly (NewTarget | null)[],
): GuardedPaths[] {
  const mounts = fs.mounts();
  if (mounts !== null && mounts.length === 0) return opened.map(() => NOTHING_GUARDED);
  const mounted = mounts === null ? null : new MountedFolders(fs, mounts);
  const { oneFileSystem, removeSource } = options;
  // What one side has would be taken from both.
  const takesAway = options.delete || removeSource !== "nothing";
  const filter = certainFilterOf(options);
  const sources: Shown[] = [];
  const untold: string[][] = opened.map(() => []);
  let isKnown = true, isSourceMixed = false;
  for (const [i, { root, names }] of opened.entries()) {
    if (names !== null) continue; // entries of the folder, not the folder
    const [first, ...below] = mounted?.at(root.source) ?? [];
    isKnown &&= first !== undefined;
    if (first === undefined) continue;
    const isEntered = ({ own }: MountedFolder) =>
      !(oneFileSystem && own.fileSystem !== first.own.fileSystem) && !leavesOut(filter, own.below);
    const entered = below.filter(isEntered);
    const shown = [first, ...entered].flatMap(shownIn);
    sources.push(...shown.filter((folder) => !leavesOut(filter, folder.below)));
    isSourceMixed ||= entered.length > 0;
    untold[i] = [first, ...entered].filter((one) => one.isUntold()).map(({ own }) => own.below);
  }
  const shownSources = new ShownFolders(sources);
  return opened.map(({ root: { target } }, i) => {
    const to = absent[i];
    if (target < 0 && to === null) return NOTHING_GUARDED;
    const here = to === null
      ? mounted?.at(target)
      : mounted?.atNew(to.above, binaryText(pathBytes(to.name)));
    if (here === undefined || here === null || !isKnown) {
      return { ...NOTHING_GUARDED, isKnown: false, isSourceMixed };
    }
    const mountsBelow = here.slice(1).map(({ own }) => own.below);
    const meeting = meetings(shownSources, here.flatMap(shownIn), filter, takesAway);
    return { isKnown: true, isSourceMixed, untold: untold[i], mounts: mountsBelow, ...meeting };
  });
}

function shownIn({ own, views }: MountedFolder): Shown[] {
  return [own, ...views()];
}

/** Whether the filters leave out a path, or a folder above it. */
function leavesOut(filter: Filter | null, path: string): boolean {
  if (filter === null || path === "") return false;
  const parts = path.split("/");
  return parts.some((_, i) => filter.excludes(parts.slice(0, i + 1).join("/"), true));
}

/**
 * Where folders of a source are folders of a target.
 *
 * @param takesAway whether anything may be removed: then nothing is where the two are one
 */
function meetings(
  sources: ShownFolders,
  target: readonly Shown[],
  filter: Filter | null,
  takesAway: boolean,
): Pick<GuardedPaths, "sources" | "targets"> {
  const inTarget: string[] = [], inSource: string[] = [];
  for (const folder of target) {
    const { inside, below } = folder;
    const isMet = (source: Shown) => source.isConfirmed() && folder.isConfirmed();
    for (const source of sources.holding(folder).filter(isMet)) {
      const path = joined(source.below, pathBelow(inside, source.inside));
      // One of a union's disks may be copied to the union, and the reverse.
      const areRoots = path === "" && below === "" && !takesAway;
      if (areRoots || leavesOut(filter, path)) continue;
      inTarget.push(below);
      if (below === "" && path !== "") inSource.push(path);
    }
    for (const source of sources.within(folder).filter(isMet)) {
      inTarget.push(joined(below, pathBelow(source.inside, inside)));
      if (source.below !== "") inSource.push(source.below);
    }
  }
  return { sources: inTarget, targets: inSource };
}
