// Opens what a run works on, each once: from here on everything is relative to these handles. A SOURCE
// that is a folder becomes a root; any other is one entry of the folder that it stands in.

import { EAGAIN, EEXIST, ENOENT } from "../../../ffi/errno.ts";
import {
  type CString,
  cString,
  FileStat,
  type NativeFileSystem,
  pathBytes,
  withoutNul,
} from "../../../ffi/mod.ts";
import { runModeOf } from "../../run_mode.ts";
import { NOTHING_GUARDED } from "../../entry/guarded_paths.ts";
import { lookAtFolder } from "../../copy/target/folder_above.ts";
import { mayCompress, usableRoom } from "../../copy/target/usable_room.ts";
import { modeOfNewRoot } from "../../copy/metadata/folder_mode.ts";
import { makeMarkedFolder } from "./marked_folder.ts";
import { type MovedFolder, movedFolder } from "./move_mark.ts";
import type { FolderAbove, RootPair } from "../../entry/root_pair.ts";
import { firstJob, JOB, type Job } from "../worker/job.ts";
import { packNames } from "../worker/packed_entries.ts";
import type { FerryError } from "../../errors.ts";
import { SLICE_ENTRIES } from "../../thresholds.ts";
import { isCopying, type RunRequest } from "./request.ts";
import type { Destination } from "./destinations.ts";
import { callFailed, usage } from "./failures.ts";
import { beingMoved, openRemoval } from "./moved_root.ts";
import type { Operand } from "./operands.ts";
import { howToMake, quote, splitPath, withoutSlash } from "./paths.ts";
import type { SharedFolders } from "./shared_folders.ts";

/** A root, and what of it is copied. */
export interface OpenedRoot {
  readonly root: RootPair;
  /** The target folder was just made, or would be. */
  readonly fresh: boolean;
  /** The entries that were named, without their NULs; null for the whole folder. */
  readonly names: Uint8Array[] | null;
}

/** The jobs that all else in the roots follows from. */
export function jobsOf(opened: readonly OpenedRoot[]): Job[] {
  return opened.flatMap(({ root: { index }, fresh, names }) => {
    if (names === null) return [firstJob(JOB.folder, index, fresh)];
    const starts = names.map((_, i) => i).filter((i) => i % SLICE_ENTRIES === 0);
    return starts.map((start) => {
      const entries = packNames(names.slice(start, start + SLICE_ENTRIES));
      return firstJob(JOB.slice, index, fresh, entries);
    });
  });
}

/**
 * @returns the root; null for an entry that was added to those of a root that `folders` has already
 * @throws {FerryError}
 */
export function openRoot(
  folders: SharedFolders,
  request: RunRequest,
  operand: Operand,
  to: Destination,
  index: number,
): OpenedRoot | null {
  return operand.stat.isFolder
    ? openFolders(folders, request, operand, to, index)
    : openEntry(folders, operand, to, index);
}

/** Opens one tree that is not compared with another. @throws {FerryError} */
export function openTree(fs: NativeFileSystem, path: string): OpenedRoot {
  const handle = fs.openFolder(cString(path));
  if (handle < 0) throw callFailed(fs, "open folder", path, handle);
  const label = pathBytes(path);
  const root = {
    index: 0,
    source: handle,
    target: -1,
    sourceLabel: label,
    targetLabel: label,
    targetName: null,
    targetDev: 0,
    guarded: NOTHING_GUARDED,
    reportPrefix: new Uint8Array(),
  };
  return { root, fresh: true, names: null };
}

function openFolders(
  folders: SharedFolders,
  request: RunRequest,
  operand: Operand,
  to: Destination,
  index: number,
): OpenedRoot {
  const { fs } = folders;
  const { typed, split, stat } = operand;
  const source = fs.openFolder(cString(typed));
  if (source < 0) throw callFailed(fs, "open source", typed, source);
  const removes = request.options.removeSource === "everything";
  // Whether it is made now or was marked before: DEST is a new name, and no folder to put SOURCE into.
  const isMoved = removes && to.isNamed && request.placement === "auto";
  const moved = removes ? movedFolder(fs, split, stat) : null;
  const asNew = isMoved ? moved : null;
  const { target, fresh, above } = openTargetRoot(fs, request, source, to, asNew);
  const nested = !to.isNamed && isCopying(request.command);
  const removal = moved === null
    ? {}
    : { removal: openRemoval(folders, request, operand, { to, moved, source, target, isMoved }) };
  const root = {
    index,
    source,
    target,
    sourceLabel: pathBytes(withoutSlash(typed)),
    targetLabel: pathBytes(withoutSlash(to.path)),
    targetName: null,
    above,
    targetDev: deviceOf(fs, target),
    guarded: NOTHING_GUARDED,
    reportPrefix: pathBytes(nested ? `${split.name}/` : ""),
    ...removal,
  };
  return { root, fresh, names: null };
}

function openEntry(
  folders: SharedFolders,
  { typed, entry }: Operand,
  to: Destination,
  index: number,
): OpenedRoot | null {
  const { fs } = folders;
  if (entry.name === null) {
    throw usage("ENOTDIR", `source ${quote(typed)} is not a folder`, null, typed);
  }
  const source = folders.open(entry.parent);
  if (source < 0) throw callFailed(fs, "open folder", entry.parent, source);
  const named = splitPath(to.path, fs.paths);
  const target = folders.open(named.parent);
  if (target < 0) throw targetFolderFailed(fs, named.parent, target);
  const name = withoutNul(cString(entry.name));
  const targetName = named.name === entry.name ? null : cString(named.name ?? "");
  const others = `${source} ${target} ${entry.label}\0${named.label}`;
  const known = targetName === null ? folders.named.get(others) : undefined;
  if (known !== undefined) {
    known.push(name);
    return null;
  }
  const names = [name];
  if (targetName === null) folders.named.set(others, names);
  const root = {
    index,
    source,
    target,
    sourceLabel: pathBytes(entry.label),
    targetLabel: pathBytes(named.label),
    targetDev: deviceOf(fs, target),
    guarded: NOTHING_GUARDED,
    targetName,
    reportPrefix: new Uint8Array(),
  };
  return { root, fresh: false, names };
}

/**
 * Opens the target folder, making it where it is not there; -1 where a dry run would make it, and for a swap.
 *
 * @param moved the source whose new name it is, if it is to be marked so
 */
function openTargetRoot(
  fs: NativeFileSystem,
  { options, sources: [typed] }: RunRequest,
  source: number,
  to: Destination,
  moved: MovedFolder | null,
): { target: number; fresh: boolean; above?: FolderAbove } {
  const existing = openNamedOrNested(fs, to);
  if (existing >= 0) return { target: existing, fresh: false };
  if (existing !== -ENOENT) throw callFailed(fs, "open target", to.path, existing);
  const { parent, name } = splitPath(to.path, fs.paths);
  const folder = openTargetFolder(fs, parent);
  if (runModeOf(options) !== "apply" || options.swap) {
    const room = mayCompress(fs, folder) ? null : usableRoom(fs, folder);
    const above = { ...lookAtFolder(fs, folder), room };
    fs.close(folder);
    return { target: -1, fresh: true, above };
  }
  const stat = new FileStat();
  const known = fs.statHandle(source, stat);
  const newName = cString(name ?? ".");
  const isPart = options.onlyPaths !== null;
  const made = known < 0 ? known : makeRoot(fs, folder, newName, stat, { moved, isPart });
  if (made === -EAGAIN) throw beingMoved(typed, to);
  const target = made < 0 && made !== -EEXIST ? made : fs.openFolderBeneath(folder, newName, false);
  const synced = made === 0 && options.fsync ? fs.sync(folder) : 0;
  fs.close(folder);
  if (synced < 0) throw callFailed(fs, "write to disk", parent, synced, { kind: "stopped" });
  if (target < 0) throw callFailed(fs, "create target", to.path, target, { kind: "stopped" });
  return { target, fresh: made === 0 };
}

/** @returns 0 or a negated errno: -EAGAIN while another run makes it that moves all of the same source */
function makeRoot(
  fs: NativeFileSystem,
  folder: number,
  name: CString,
  source: FileStat,
  { moved, isPart }: { readonly moved: MovedFolder | null; readonly isPart: boolean },
): number {
  const mode = modeOfNewRoot(fs, folder, source);
  const made = moved === null ? null : makeMarkedFolder(fs, folder, name, mode, moved);
  return made === null || (made === -EAGAIN && isPart) ? fs.makeFolder(folder, name, mode) : made;
}

/** Opens the target folder; a link is followed only where the user named it. */
function openNamedOrNested(fs: NativeFileSystem, to: Destination): number {
  if (to.isNamed) return fs.openFolder(cString(to.path));
  const { parent, name } = splitPath(to.path, fs.paths);
  const folder = fs.openFolder(cString(parent));
  if (folder < 0) return folder;
  const handle = fs.openFolderBeneath(folder, cString(name!), false);
  fs.close(folder);
  return handle;
}

/** Opens the folder that a target stands in, or is to. */
function openTargetFolder(fs: NativeFileSystem, path: string): number {
  const folder = fs.openFolder(cString(path));
  if (folder < 0) throw targetFolderFailed(fs, path, folder);
  return folder;
}

function targetFolderFailed(fs: NativeFileSystem, path: string, error: number): FerryError {
  return callFailed(fs, "open target folder", path, error, { advice: howToMake(path) });
}

function deviceOf(fs: NativeFileSystem, handle: number): number {
  const stat = new FileStat();
  return handle >= 0 && fs.statHandle(handle, stat) === 0 ? stat.dev : 0;
}
