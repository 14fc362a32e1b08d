// Finds the folders of a target that must not be treated as its own, by the table of mounts: mount points, and
// folders of a source that a bind mount shows in the target, or the reverse. Done once, before anything is
// changed. A folder is recognised by its path inside its file system, which bind mounts do not change.

import {
  binaryText,
  type Mount,
  type MountedPlace,
  type NativeFileSystem,
  pathBytes,
} from "../../../ffi/mod.ts";
import { type GuardedPaths, isWithin, NOTHING_GUARDED } from "../../entry/guarded_paths.ts";
import type { Options } from "../../options.ts";
import type { Filter } from "../../plan/filter.ts";
import { certainFilterOf } from "../../plan/selection.ts";
import type { NewTarget } from "./new_in_source.ts";
import type { OpenedRoot } from "./open.ts";
import { type Shown, ShownFolders } from "./shown_folders.ts";

/**
 * What to guard in the target of each root.
 *
 * @param absent of each root where its target would be made; null where it is there
 */
export function guardedIn(
  fs: NativeFileSystem,
  options: Options,
  opened: readonly OpenedRoot[],
  absent: readonly (NewTarget | null)[],
): GuardedPaths[] {
  const mounts = fs.mounts();
  if (mounts !== null && mounts.length === 0) return opened.map(() => NOTHING_GUARDED);
  const shown = (handle: number) => mounts === null ? null : shownBelow(fs, handle, mounts);
  const { oneFileSystem } = options;
  const filter = certainFilterOf(options);
  const sources: Shown[] = [];
  let isKnown = true, isSourceMixed = false;
  for (const { root, names } of opened) {
    if (names !== null) continue; // entries of the folder, not the folder
    const [own, ...below] = shown(root.source) ?? [];
    isKnown &&= own !== undefined;
    if (own !== undefined) sources.push(own);
    const isEntered = (folder: Shown) =>
      !(oneFileSystem && folder.fileSystem !== own.fileSystem) && !leavesOut(filter, folder.below);
    sources.push(...below.filter(isEntered));
    isSourceMixed ||= below.some(isEntered);
  }
  const shownNew = ({ above, name }: NewTarget) => {
    const [own] = shown(above) ?? [];
    return own === undefined
      ? null
      : [{ ...own, inside: joined(own.inside, binaryText(pathBytes(name))) }];
  };
  const shownSources = new ShownFolders(sources);
  return opened.map(({ root: { target } }, i) => {
    const to = absent[i];
    if (target < 0 && to === null) return NOTHING_GUARDED;
    const here = to === null ? shown(target) : shownNew(to);
    if (here === null || !isKnown) {
      return { ...NOTHING_GUARDED, isKnown: false, isSourceMixed };
    }
    const mountsBelow = here.slice(1).map(({ below }) => below);
    const meeting = meetings(shownSources, here, filter);
    return { isKnown: true, isSourceMixed, mounts: mountsBelow, ...meeting };
  });
}

/** Whether the filters leave out a path, or a folder above it. */
function leavesOut(filter: Filter | null, path: string): boolean {
  if (filter === null || path === "") return false;
  const parts = path.split("/");
  return parts.some((_, i) => filter.excludes(parts.slice(0, i + 1).join("/"), true));
}

/** The folder itself, then what is mounted below it; null where the system does not tell. */
function shownBelow(
  fs: NativeFileSystem,
  handle: number,
  mounts: readonly Mount[],
): Shown[] | null {
  const place = fs.placeOf(handle);
  const own = mounts.find(({ id }) => id === place?.mountId);
  if (place === null || own === undefined) return null;
  const inside = joined(own.root, pathBelow(place.path, own.point));
  const below = mounts.filter(({ point }) => point !== place.path && isBelow(point, place));
  return [
    { fileSystem: own.fileSystem, inside, below: "" },
    ...below.map(({ fileSystem, root, point }) => ({
      fileSystem,
      inside: joined(root, ""),
      below: pathBelow(point, place.path),
    })),
  ];
}

function isBelow(point: string, { path }: MountedPlace): boolean {
  return isWithin(point, path === "/" ? "" : path);
}

/** Where folders of a source are folders of a target. */
function meetings(
  sources: ShownFolders,
  target: readonly Shown[],
  filter: Filter | null,
): Pick<GuardedPaths, "sources" | "targets"> {
  const inTarget: string[] = [], inSource: string[] = [];
  for (const folder of target) {
    const { inside, below } = folder;
    for (const source of sources.holding(folder)) {
      const path = joined(source.below, pathBelow(inside, source.inside));
      if (!leavesOut(filter, path)) inTarget.push(below);
    }
    for (const source of sources.within(folder)) {
      inTarget.push(joined(below, pathBelow(source.inside, inside)));
      if (source.below !== "") inSource.push(source.below);
    }
  }
  return { sources: inTarget, targets: inSource };
}

/** `path` as seen from `above`, which it lies in or is. */
function pathBelow(path: string, above: string): string {
  return withoutOuterSlashes(path.slice(above === "/" ? 0 : above.length));
}

/** Two parts of a path put together, without a slash at either end. */
function joined(above: string, below: string): string {
  const outer = withoutOuterSlashes(above), inner = withoutOuterSlashes(below);
  return outer === "" || inner === "" ? outer + inner : `${outer}/${inner}`;
}

/** By hand: this is asked once a run, and a regular expression takes longer to compile than that to answer. */
function withoutOuterSlashes(path: string): string {
  let from = 0, to = path.length;
  while (path[from] === "/") from++;
  while (to > from && path[to - 1] === "/") to--;
  return path.slice(from, to);
}
