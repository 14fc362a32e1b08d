// SOURCE and DEST as the user named them, looked at.

import { ELOOP, ENOENT, ENOTDIR } from "../../../ffi/errno.ts";
import { FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { FerryError } from "../../errors.ts";
import { isCopying, type RunRequest } from "./request.ts";
import { callFailed, usage } from "./failures.ts";
import { statPath } from "./look.ts";
import { quote, type SplitPath, splitPath, withoutSlash } from "./paths.ts";
import { refuseSpecial } from "./special_target.ts";
import { lookThroughLink, refuseFifo } from "./typed_source.ts";

/** Codes with which a link says that it leads nowhere. */
const LEADS_NOWHERE = new Set([-ENOENT, -ELOOP, -ENOTDIR]);

/** One SOURCE. */
export interface Operand {
  readonly typed: string;
  readonly split: SplitPath;
  /** Where the entry is that is read: elsewhere than `split` where a typed link is followed to a file. */
  readonly entry: SplitPath;
  /** Whether a typed link was, or would have been, followed: the real name may be another than the typed one. */
  readonly isFollowed: boolean;
  readonly stat: FileStat;
}

/** Refuses a request that names nothing. @throws {FerryError} */
export function checkNamed({ sources, dest }: RunRequest): void {
  for (const source of sources) {
    if (source === "") throw usage("EMPTY_PATH", "an empty SOURCE names nothing");
  }
  if (sources.length === 0) throw usage("NO_SOURCE", "no SOURCE was given");
  if (dest === "") throw usage("EMPTY_PATH", "an empty DEST names nothing");
}

/** @throws {FerryError} */
export function lookAtSource(fs: NativeFileSystem, request: RunRequest, typed: string): Operand {
  const { command, options } = request;
  const split = splitPath(typed, fs.paths);
  const stat = new FileStat();
  // Listed paths are below SOURCE, which is a folder then.
  const isFolder = split.mustBeFolder || options.onlyPaths !== null;
  const follows = !isCopying(command) || options.dereference || isFolder;
  const error = statPath(fs, typed, follows, stat);
  if (error < 0) throw callFailed(fs, "read source", typed, error);
  if (command === "mirror" && !stat.isFolder) {
    throw usage(
      "ENOTDIR",
      `source ${quote(typed)} is not a folder`,
      "use 'ferry copy' for a single file",
      typed,
    );
  }
  if (!isCopying(command)) return { typed, split, entry: split, isFollowed: follows, stat };
  const source = follows ? { stat, entry: split } : lookThroughLink(fs, request, typed, stat);
  refuseFifo(request, typed, source.stat);
  return { typed, split, isFollowed: follows || source.stat !== stat, ...source };
}

/** What DEST names. */
export interface ExistingDest {
  /** Its metadata, through links; null where there is nothing. */
  readonly stat: FileStat | null;
  /** It is a link itself. */
  readonly isLink: boolean;
  /** What is wrong with a link that leads nowhere. */
  readonly dangling: FerryError | null;
}

/** @throws {FerryError} */
export function lookAtDest(fs: NativeFileSystem, { command, dest }: RunRequest): ExistingDest {
  const own = new FileStat();
  const isLink = statPath(fs, withoutSlash(dest), false, own) === 0 && own.isSymlink;
  const stat = new FileStat();
  const error = statPath(fs, dest, true, stat);
  if (error === 0) {
    if (command !== "verify") refuseSpecial(dest, stat);
    return { stat, isLink, dangling: null };
  }
  // Worded only where it is said: the system's texts cost a call that has to be bound.
  const failure = () => callFailed(fs, "look at target", dest, error);
  if (command === "verify") throw failure();
  if (isLink && LEADS_NOWHERE.has(error)) {
    const dangling = error === -ENOENT
      ? usage("DANGLING_SYMLINK", `target ${quote(dest)} is a symlink that leads nowhere`)
      : failure();
    return { stat: null, isLink, dangling };
  }
  if (error !== -ENOENT) throw failure();
  return { stat: null, isLink, dangling: null };
}
