// Moving a whole SOURCE by one rename: within one file system, where nothing is asked for that needs a look at each
// entry. All else is copied and then removed.

import { EBUSY, EEXIST, ENOENT, ENOTEMPTY, EXDEV } from "../../../ffi/errno.ts";
import { cString, FileStat, type NativeFileSystem, pathBytes, WORD } from "../../../ffi/mod.ts";
import { endsRun } from "../../copy/failures.ts";
import { moveNew } from "../../copy/target/rename_new.ts";
import { entryTypeName } from "../../entry/entry_type_name.ts";
import type { ErrorEvent, OperationEvent } from "../../events.ts";
import { DEFAULT_OPTIONS, type Options } from "../../options.ts";
import { runModeOf } from "../../run_mode.ts";
import type { Destination } from "./destinations.ts";
import { isEmptyFolder, statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { type SplitPath, splitPath } from "./paths.ts";
import type { RunRequest } from "./request.ts";

/** What became of a SOURCE that was to be renamed. */
export type Renamed = OperationEvent | Omit<ErrorEvent, "type">;

/** Codes with which a rename says that the entry can be copied all the same. */
const TO_BE_COPIED = new Set([-EXDEV, -EEXIST, -ENOTEMPTY, -EBUSY]);

/** Whether a SOURCE can probably be moved by a rename. */
export function mayRename(
  fs: NativeFileSystem,
  { command, options }: RunRequest,
  { split, stat }: Operand,
  to: Destination,
): boolean {
  if (command !== "move" || !looksAtNoEntry(options)) return false;
  const from = new FileStat(), into = new FileStat(), existing = new FileStat();
  const named = splitPath(to.path, fs.paths);
  if (split.name === null || named.name === null) return false;
  if (statPath(fs, split.parent, true, from) < 0) return false;
  if (statPath(fs, named.parent, true, into) < 0) return false;
  if (from.dev !== into.dev || from.words[WORD.mntId] !== into.words[WORD.mntId]) return false;
  const found = statPath(fs, `${named.parent}/${named.name}`, false, existing);
  if (found === -ENOENT) return !options.existingOnly;
  if (found < 0 || options.update || options.ignoreExisting) return false;
  if (options.inplace || options.backup) return false;
  if ((existing.attributes & fs.can.mountRootAttribute) !== 0) return false;
  if (!stat.isFolder) return !existing.isFolder;
  if (options.existingOnly) return false; // what is in it would be new there
  return existing.isFolder && isEmptyFolder(fs, to.path);
}

/** Options that mean nothing to a rename, or are looked at by themselves. */
const HARMLESS: ReadonlySet<string> = new Set<keyof Options>([
  "removeSource",
  "dryRun",
  "reportOperations",
  "required",
  "update",
  "ignoreExisting",
  "existingOnly",
  "inplace",
  "backup",
  "suffix",
  "backupDir",
  "allowEmptySource",
  "comparison",
  "modifyWindowNs",
  "materialize",
  "reflink",
  "zeroCopy",
  "verify",
  "fsync",
  "resume",
  "bandwidthLimit",
  "retries",
  "retryWait",
  "jobs",
  "lowPriority",
  "dropCache",
]);

/** Whether the options ask for nothing that concerns single entries. */
function looksAtNoEntry(options: Options): boolean {
  const names = Object.keys(DEFAULT_OPTIONS) as (keyof Options)[];
  return names.every((name) =>
    HARMLESS.has(name) || JSON.stringify(options[name]) === JSON.stringify(DEFAULT_OPTIONS[name])
  );
}

/** Renames a SOURCE, or says in a dry run that it would be; null where it must be copied after all. */
export function renameRoot(
  fs: NativeFileSystem,
  { options }: RunRequest,
  { typed, split, stat }: Operand,
  to: Destination,
): Renamed | null {
  const isPreview = runModeOf(options) === "preview";
  const existing = new FileStat();
  const isTaken = statPath(fs, to.path, false, existing) === 0 && !existing.isFolder;
  const error = isPreview ? 0 : rename(fs, options, split, splitPath(to.path, fs.paths));
  if (TO_BE_COPIED.has(error)) return null;
  if (error < 0) {
    return {
      op: "move",
      path: pathBytes(to.path),
      from: pathBytes(typed),
      syscall: fs.callName("renameat"),
      code: fs.errorName(error),
      message: fs.errorText(error),
      fatal: endsRun(error),
    };
  }
  return {
    type: "operation",
    op: "rename",
    path: pathBytes(split.name!),
    entryType: entryTypeName(stat.entryType),
    size: stat.isFile ? stat.size : 0,
    method: null,
    changes: null,
    replaces: isTaken ? entryTypeName(existing.entryType) : null,
  };
}

/** Renames an entry, in place of another one as rename(2) does it; 0 or a negated errno. */
function rename(fs: NativeFileSystem, options: Options, from: SplitPath, to: SplitPath): number {
  const above = fs.openFolder(cString(from.parent));
  if (above < 0) return above;
  const into = fs.openFolder(cString(to.parent));
  const name = cString(from.name!), newName = cString(to.name!);
  let error = into < 0 ? into : moveNew(fs, above, name, into, newName);
  if (error === -EEXIST) error = fs.rename(above, name, into, newName);
  if (error === 0 && options.fsync) error = fs.sync(into) || fs.sync(above);
  if (into >= 0) fs.close(into);
  fs.close(above);
  return error;
}
