// From the paths as typed to open roots and the first jobs. Everything that can be wrong with them is
// found here, before anything is touched.

import { cString, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import { runModeOf } from "../../run_mode.ts";
import type { Job } from "../worker/job.ts";
import type { RunRequest } from "./request.ts";
import { destinationOf, refuseDuplicates, type Target } from "./destinations.ts";
import { refuseBackupClashes } from "./backup_clashes.ts";
import { backupFolder, backupsOf } from "./backup_folder.ts";
import { guardBackupsBeside } from "./backup_guards.ts";
import { earlierPaths, openEarlier } from "./earlier.ts";
import { filledFolder } from "./from_target.ts";
import { guard } from "./guards.ts";
import { jobsOf, type OpenedRoot, openRoot, openTree } from "./open.ts";
import { guardOwnFiles, guardOwnFilesIn } from "./own_files.ts";
import { nameKeyAt } from "./look.ts";
import { lookAtMoved } from "./completed_move.ts";
import { isMarked } from "./move_mark.ts";
import { checkNamed, type ExistingDest, lookAtDest, type Operand } from "./operands.ts";
import { restoreTree } from "./new_tree.ts";
import { markNested } from "./moved_root.ts";
import { newTarget, refuseNewInSource } from "./new_in_source.ts";
import { splitPath, withoutSlash } from "./paths.ts";
import { pathsToGuard } from "./paths_to_guard.ts";
import { SharedFolders } from "./shared_folders.ts";
import {
  guardShownSource,
  type KnownPairs,
  refuseKnownOne,
  refuseShownBelow,
} from "./shown_source_guard.ts";
import { type SwapPlace, swapPlace } from "./swap_place.ts";
import { markTargets, removeTargetMarks } from "./target_marks.ts";
import { guardBranches } from "./told_views.ts";
import { guardRemoval } from "./removal_guards.ts";
import { mayRename, type Renamed, renameRoot } from "./rename_root.ts";
import { linksNotice } from "./typed_source.ts";
import { closeUntoldViews, withUntoldViews } from "./untold_views.ts";

export interface Roots {
  readonly roots: readonly RootPair[];
  readonly jobs: readonly Job[];
  /** What became of each SOURCE that was moved by a rename. */
  readonly renamed: readonly Renamed[];
  /** Where the target is exchanged for a new tree; null where it is not. */
  readonly swap: SwapPlace | null;
}

/** Opens the roots of a request. @throws {FerryError} */
export function prepareRoots(fs: NativeFileSystem, asked: RunRequest): Roots {
  if (asked.readsDestOnly) {
    guardOwnFilesIn(fs, asked);
    return rootsOf([openTree(fs, asked.dest)]);
  }
  const { withSlashes } = fs.paths;
  const sources = asked.sources.map(withSlashes);
  const request = { ...asked, sources, dest: withSlashes(asked.dest) };
  checkNamed(request);
  if (request.options.swap) restoreOld(fs, request);
  const existing = lookAtDest(fs, request);
  const operands = sources.map((typed) => lookAtMoved(fs, request, typed));
  const goesOn = isGoingOn(fs, request, operands, existing);
  const destinations = operands.map((operand) => destinationOf(request, existing, operand, goesOn));
  if (operands.length > 1) refuseDuplicates(destinations, nameKeyAt(fs, request.dest));
  const isFolder = existing.stat?.isFolder ?? operands.some(({ stat }) => stat.isFolder);
  const filled = filledFolder(fs, request.dest, isFolder);
  const earlier = earlierPaths(fs, request, filled);
  guardBackupsBeside(fs, request, operands, destinations);
  const backups = backupFolder(fs, request, operands, filled, earlier);
  refuseBackupClashes(fs, request, operands, destinations, backups);
  operands.forEach((operand, i) => {
    const into = guard(fs, request, operand, destinations[i]);
    if (into !== null) guardBranches(fs, request, operand, destinations[i], into);
  });
  const own = operands.map((operand, i) => guardOwnFiles(fs, request, operand, destinations[i]));
  operands.forEach((operand) => guardRemoval(fs, request, operand));
  const known: KnownPairs = new Map();
  operands.forEach((operand, i) => guardShownSource(fs, request, operand, destinations[i], known));
  const opened: OpenedRoot[] = [];
  const folders = new SharedFolders(fs);
  const openedFor: Target[] = [];
  const open = (i: number) => {
    const handles = openEarlier(folders, earlier, operands[i], destinations[i]);
    const one = openRoot(folders, request, operands[i], destinations[i], opened.length);
    if (one === null) return;
    const places = backups === null ? {} : backupsOf(backups, operands[i], destinations[i]);
    const root = { ...one.root, ...places, earlier: handles, apartFrom: own[i] };
    opened.push({ ...one, root });
    openedFor.push({ operand: operands[i], to: destinations[i] });
  };
  // What fails to open ends the run, and then nothing must have been renamed.
  const toRename = operands.map((operand, i) => mayRename(fs, request, operand, destinations[i]));
  operands.forEach((_, i) => toRename[i] || open(i));
  const renamed: Renamed[] = [];
  operands.forEach((operand, i) => {
    if (!toRename[i] || renamed.some(isFatal)) return;
    const result = renameRoot(fs, request, operand, destinations[i]);
    if (result === null) open(i);
    else renamed.push(result);
  });
  if (request.command === "copy") reportLinks(request, operands);
  if (goesOn) {
    const message = `the move to '${request.dest}' that was broken off goes on`;
    request.onEvent({ type: "notice", message });
  }
  const isVerify = runModeOf(request.options) === "verify";
  try {
    const guarded = isVerify ? opened : guarding(fs, request, opened, openedFor);
    const swap = request.options.swap ? swapPlace(fs, request, guarded[0].root, backups) : null;
    markNested(fs, request, guarded.map(({ root }) => root), openedFor);
    // Nothing is refused from here on: a mark would stay.
    const viewed = withUntoldViews(fs, request.options, guarded);
    return { ...rootsOf(markTargets(fs, request.options, viewed)), renamed, swap };
  } catch (error) {
    closeRoots(fs, opened.map(({ root }) => root));
    throw error;
  }
}

/** Gives an old tree its name back that a killed run has left without one. */
function restoreOld(fs: NativeFileSystem, { dest, options }: RunRequest): void {
  const { parent, label, name } = splitPath(withoutSlash(dest), fs.paths);
  if (runModeOf(options) !== "apply" || name === null) return;
  const folder = fs.openFolder(cString(parent));
  if (folder < 0) return; // it is told when it is opened again
  restoreTree(fs, { parent: folder, parentLabel: label, name: cString(name), kept: null });
  fs.close(folder);
}

/** Whether this is a move of a folder to a new name that was broken off and goes on. */
function isGoingOn(
  fs: NativeFileSystem,
  { command, placement, dest }: RunRequest,
  operands: readonly Operand[],
  existing: ExistingDest,
): boolean {
  const mayBe = command === "move" && placement === "auto" && operands.length === 1 &&
    operands[0].stat.isFolder && existing.stat?.isFolder === true;
  return mayBe && isMarked(fs, dest, operands[0].stat);
}

/** Says which sources are links and copied as such, unless that was asked for. */
function reportLinks({ options, onEvent }: RunRequest, operands: readonly Operand[]): void {
  if (options.dereferenceArgs === false) return;
  const links = operands.filter(({ stat }) => stat.isSymlink).map(({ typed }) => typed);
  const message = linksNotice(links);
  if (message !== null) onEvent({ type: "notice", message });
}

/** With what is to be guarded in their targets. @throws {FerryError} */
function guarding(
  fs: NativeFileSystem,
  { options }: RunRequest,
  opened: readonly OpenedRoot[],
  targets: readonly Target[],
): OpenedRoot[] {
  const absent = opened.map((root, i) => newTarget(fs, root, targets[i]));
  const guarded = pathsToGuard(fs, options, opened, absent);
  absent.forEach((to) => to !== null && fs.close(to.above));
  opened.forEach((root, i) => {
    refuseNewInSource(fs, targets[i], root, guarded[i]);
    refuseShownBelow(fs, options, targets[i], guarded[i]);
    if (options.removeSource !== "nothing") refuseKnownOne(root, guarded[i]);
  });
  return opened.map((one, i) => ({ ...one, root: { ...one.root, guarded: guarded[i] } }));
}

function rootsOf(opened: readonly OpenedRoot[]): Roots {
  return {
    renamed: [],
    swap: null,
    roots: opened.map(({ root }) => root),
    jobs: jobsOf(opened),
  };
}

/** Whether it ends the run. */
function isFatal(renamed: Renamed): boolean {
  return "fatal" in renamed && renamed.fatal;
}

/** Closes them, each handle once. */
export function closeRoots(fs: NativeFileSystem, roots: readonly RootPair[]): void {
  removeTargetMarks(fs, roots);
  closeUntoldViews(fs, roots);
  const handles = new Set<number>();
  for (const { source, target, removal, earlier = [] } of roots) {
    if (source >= 0) handles.add(source);
    earlier.forEach((folder) => handles.add(folder));
    if (removal !== undefined) handles.add(removal.above);
    if (removal?.mark && removal.mark.handle >= 0) handles.add(removal.mark.handle);
    if (target >= 0) handles.add(target);
  }
  handles.forEach((handle) => fs.close(handle));
}
