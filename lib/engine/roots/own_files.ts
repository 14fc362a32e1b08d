// Guards the files that the caller of a run writes to while it goes on: a list of digests, a log. None may be among what is
// copied, deleted or verified, by any name: it would change meanwhile, or be replaced.

import {
  binaryText,
  bytesOfBinaryText,
  cString,
  FileStat,
  type Inode,
  inodeOf,
  type NativeFileSystem,
  pathBytes,
  pathText,
} from "../../../ffi/mod.ts";
import type { FerryError } from "../../errors.ts";
import { pathExclusion } from "../../plan/selection.ts";
import type { Destination } from "./destinations.ts";
import { usage } from "./failures.ts";
import { isOne, type Place } from "./guards.ts";
import { statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote, splitPath } from "./paths.ts";
import { realPath } from "./real_path.ts";
import type { OwnFile, RunRequest } from "./request.ts";
import { belowAsListed } from "./spelled_otherwise.ts";

/** Code of a refusal that is found only during a verification; its message is what was to be written. */
export const OWN_FILE_MET = "LIST_IS_VERIFIED";

/** One of the files, looked at. */
interface Looked {
  readonly own: OwnFile;
  readonly path: string;
  readonly stat: FileStat;
  readonly exists: boolean;
}

/**
 * Refuses own files in one of the trees, unless the filters leave them out.
 *
 * @returns the inodes of those that exist already: no verified file may have one
 * @throws {FerryError}
 */
export function guardOwnFiles(
  fs: NativeFileSystem,
  request: RunRequest,
  operand: Operand,
  to: Destination,
): readonly Inode[] {
  const target = new FileStat();
  return request.ownFiles.flatMap((own) => {
    const looked = look(fs, own);
    const { path, stat, exists } = looked;
    const hasTarget = statPath(fs, to.path, to.isNamed, target) === 0;
    const isIt = (path: string, stat: FileStat) => isOne(fs, looked, { path, stat });
    if (exists && (isIt(operand.typed, operand.stat) || (hasTarget && isIt(to.path, target)))) {
      throw isOneOf(request, own, path);
    }
    refuseInSource(fs, request, looked, operand);
    if (hasTarget && target.isFolder) {
      refuseInTarget(fs, request, looked, { path: to.path, stat: target, source: operand.typed });
    }
    return exists && stat.isFile ? [inodeOf(stat)] : [];
  });
}

/** The same where DEST alone is read. @throws {FerryError} */
export function guardOwnFilesIn(fs: NativeFileSystem, request: RunRequest): void {
  const target = new FileStat();
  if (request.ownFiles.length === 0 || statPath(fs, request.dest, true, target) < 0) return;
  for (const own of request.ownFiles) {
    const place = { path: request.dest, stat: target, source: "" };
    refuseInTarget(fs, request, look(fs, own), place);
  }
}

/** @param file path of one of the files that a run is about */
export function isOneOf(
  { command }: Pick<RunRequest, "command">,
  { what }: OwnFile,
  file: string,
): FerryError {
  const message = `cannot write ${what} to ${quote(file)}: it is one of the files that are`;
  return usage(OWN_FILE_MET, `${message} ${done(command)}`, ELSEWHERE, file);
}

const ELSEWHERE = "take another place, or --exclude that file";

function look(fs: NativeFileSystem, own: OwnFile): Looked {
  const path = fs.paths.withSlashes(own.path), stat = new FileStat();
  const exists = statPath(fs, path, true, stat) === 0 && !stat.isFolder;
  return { own, path, stat, exists };
}

function done(command: RunRequest["command"]): string {
  return command === "verify" ? "verified" : "copied";
}

function refuseInSource(
  fs: NativeFileSystem,
  request: RunRequest,
  { own, path, stat, exists }: Looked,
  operand: Operand,
): void {
  if (!operand.stat.isFolder) return;
  const below = pathBelow(fs, path, { path: operand.typed, stat: operand.stat });
  if (below === null || pathExclusion(request.options)(below)) return;
  const isElsewhere = exists && stat.dev !== operand.stat.dev;
  if (request.options.oneFileSystem && isElsewhere) return;
  throw liesIn(own, path, operand.typed, `which is ${done(request.command)}`);
}

/** A tree of the target, and the SOURCE that it is copied from. */
interface Target {
  readonly path: string;
  readonly stat: FileStat;
  readonly source: string;
}

function refuseInTarget(
  fs: NativeFileSystem,
  { command, options }: RunRequest,
  { own, path }: Looked,
  target: Target,
): void {
  const below = pathBelow(fs, path, target);
  if (below === null) return;
  const isExcluded = pathExclusion(options)(below);
  if (isExcluded && !options.deleteExcluded) return;
  if (command === "verify") {
    if (!isExcluded) throw liesIn(own, path, target.path, "which is verified");
    return;
  }
  if (options.delete) throw liesIn(own, path, target.path, "which a mirror makes equal to SOURCE");
  const isInSource = statPath(fs, `${target.source}/${nameOf(below)}`, false, new FileStat()) === 0;
  if (isInSource) throw liesIn(own, path, target.path, "where SOURCE has a file by that name");
}

/** Of binary text. */
function nameOf(below: string): string {
  return pathText(bytesOfBinaryText(below));
}

function liesIn({ what }: OwnFile, path: string, root: string, why: string): FerryError {
  const message = `cannot write ${what} to ${quote(path)}: it lies in ${quote(root)}, ${why}`;
  return usage(OWN_FILE_MET, message, ELSEWHERE, path);
}

/** The path of `path` below the folder `outer`, in binary text; null where it lies elsewhere. */
function pathBelow(fs: NativeFileSystem, path: string, outer: Place): string | null {
  const stat = new FileStat();
  const names: string[] = [];
  const whole = absolute(fs, path);
  for (let at = whole;;) {
    const { parent, name } = splitPath(at, fs.paths);
    if (name === null || parent === at) break;
    names.unshift(binaryText(cString(name)));
    const isFound = statPath(fs, parent, true, stat) === 0 && stat.hasSameInode(outer.stat);
    if (isFound) return names.join("/");
    at = parent;
  }
  const real = realPath(fs, outer.path);
  const below = typeof real === "number" ? null : belowAsListed(fs, whole, real);
  return below === null ? null : binaryText(pathBytes(below));
}

/** With no link in it but perhaps the last name; the folder must be there. */
function absolute(fs: NativeFileSystem, path: string): string {
  const { parent, name } = splitPath(path, fs.paths);
  const folder = realPath(fs, parent);
  if (typeof folder === "number") return path; // it will be told when it is written
  return name === null ? folder : `${folder.replace(/\/$/, "")}/${name}`;
}
