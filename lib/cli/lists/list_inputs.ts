// Turns the options that name lists into what the engine takes: filter rules in the order typed, and the paths
// of `--files-from`. The files are read here and not while argv is parsed, so that parsing touches nothing.

import { binaryTextOf, bytesOfBinaryText } from "../../../ffi/c_string.ts";
import {
  type CString,
  cString,
  FileStat,
  type NativeFileSystem,
  openNative,
} from "../../../ffi/mod.ts";
import type { FilterRule } from "../../options.ts";
import { belowRoot } from "../../plan/path_list.ts";
import { usageError } from "../errors.ts";
import { FilterReader } from "./filter_reader.ts";
import { type List, readList } from "./list_reader.ts";
import type { FilterInput, Settings } from "../settings.ts";

type FilterSettings = Pick<Settings, "filterInputs" | "listsEndInNul">;

/**
 * Reads the filter files and joins everything.
 *
 * @param signal ends it: what is then thrown is its reason
 * @throws {FerryError} `usage` if a file cannot be read
 */
export async function resolveFilters(
  { filterInputs, listsEndInNul }: FilterSettings,
  signal: AbortSignal,
): Promise<readonly FilterRule[]> {
  const reader = new FilterReader(listsEndInNul, signal);
  const takenBack = new Set<string>();
  let cvs: FilterInput | null = null;
  for (const input of filterInputs) {
    if (input.kind === "without") takenBack.add(input.flag);
    else if ("flag" in input && takenBack.has(input.flag)) continue;
    else if (input.kind === "cvs") cvs ??= input;
    else await reader.add(input);
  }
  if (cvs !== null) await reader.add(cvs);
  return reader.all();
}

/** The paths of a list. */
export interface PathsOfList {
  /** Below SOURCE, in binary text; null where there is no list. */
  readonly paths: readonly string[] | null;
  /** Those of them that SOURCE does not have. */
  readonly missing: readonly string[];
}

/**
 * Reads the list of `--files-from`, as rsync does: paths are relative to SOURCE, whose end `..` does not pass;
 * empty lines do not count, nor do lines that begin with `#` or `;` unless names end in NUL.
 *
 * @param signal ends it: what is then thrown is its reason
 * @throws {FerryError} `usage` if the list cannot be read, or SOURCE is not a folder
 */
export async function resolvePaths(
  { filesFrom, listsEndInNul, sources: [source], options }: Settings,
  signal: AbortSignal,
): Promise<PathsOfList> {
  if (filesFrom === null) return { paths: null, missing: [] };
  const { paths: { withSlashes } } = await openNative();
  const paths = new Set<string>();
  await readList(listOf(filesFrom, "paths", listsEndInNul), signal, (line) => {
    const text = binaryTextOf(line);
    const isComment = !listsEndInNul && /^[#;]/.test(text);
    if (text !== "" && !isComment) paths.add(belowRoot(withSlashes(text)));
  });
  return { paths: [...paths], missing: await missingIn(source, [...paths], options.dereference) };
}

/** What of SOURCE is not there, or only through a link that is not followed. */
async function missingIn(
  source: string,
  paths: readonly string[],
  follows: boolean,
): Promise<readonly string[]> {
  const fs = await openNative();
  const root = fs.openFolder(cString(source));
  if (root < 0) {
    throw usageError(
      "BAD_VALUE",
      `--files-from: SOURCE '${source}' is not a folder that can be opened`,
    );
  }
  const stat = new FileStat();
  let last = "";
  let folder = root;
  const missing = paths.filter((path) => {
    if (path === "") return false;
    const slash = path.lastIndexOf("/");
    const above = path.slice(0, Math.max(0, slash));
    if (above !== last) {
      if (folder >= 0 && folder !== root) fs.close(folder);
      [last, folder] = [above, openBelow(fs, root, above, follows)];
    }
    return folder < 0 || fs.stat(folder, cBytes(path.slice(slash + 1)), stat) < 0;
  });
  if (folder >= 0 && folder !== root) fs.close(folder);
  fs.close(root);
  return missing;
}

/** Opens a folder by its path below another, folder by folder, as the run will come to it. */
function openBelow(fs: NativeFileSystem, root: number, path: string, follows: boolean): number {
  let handle = root;
  for (const name of path === "" ? [] : path.split("/")) {
    const next = fs.openFolderBeneath(handle, cBytes(name), follows);
    if (handle !== root) fs.close(handle);
    if (next < 0) return next;
    handle = next;
  }
  return handle;
}

function cBytes(name: string): CString {
  return cString(bytesOfBinaryText(name));
}

function listOf(path: string, what: string, endsInNul: boolean): List {
  return { path, what, ends: endsInNul ? "NUL" : "LF or CR" };
}
