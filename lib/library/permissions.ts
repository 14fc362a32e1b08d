// Deno's permissions for the paths of a run. They are looked at before anything is opened, so that Deno asks nothing in
// the middle of a run, and a script that lacks one is told which. FFI needs none of them for its calls: they are
// insisted on all the same, because a script is not to reach by ferry what it may not reach itself.

import type { RunRequest } from "../engine/roots/request.ts";
import { PermissionError } from "../errors.ts";
import { isFolder } from "../is_folder.ts";
import { shownPath } from "./path.ts";
import { isGranted as isPermitted } from "../../ffi/permission.ts";

/**
 * Checks that a run may do what it is asked for.
 *
 * @param readsOnly whether nothing is written, whatever the options say
 * @throws {PermissionError} naming the flags that are missing
 */
export function checkPermissions(request: RunRequest, readsOnly: boolean): void {
  insistOn(wantedBy(request, readsOnly));
}

/**
 * Checks that files may be made at these paths.
 *
 * @throws {PermissionError} naming the flags that are missing
 */
export function checkFoldersPermissions(paths: readonly string[]): void {
  insistOn(paths.flatMap((path) => [{ access: "read", path }, { access: "write", path }]));
}

function insistOn(wanted: readonly Wanted[]): void {
  const missing = wanted.filter(({ access, path }) => !isGranted(access, path));
  if (missing.length === 0) return;
  const [{ access, path }] = missing;
  const flags = (["read", "write"] as const).flatMap((kind) => {
    const paths = missing.filter((one) => one.access === kind).map((one) => shownPath(one.path));
    return paths.length === 0 ? [] : [`--allow-${kind}=${[...new Set(paths)].join(",")}`];
  });
  const needed = flags.join(" ");
  const message = `cannot ${access} '${shownPath(path)}': Deno was not started with ${needed}`;
  throw new PermissionError(needed, message, { path: shownPath(path) });
}

/** What is to be done with a path. */
interface Wanted {
  readonly access: "read" | "write";
  readonly path: string;
}

function wantedBy({ sources, dest, options }: RunRequest, readsOnly: boolean): Wanted[] {
  const { dryRun, removeSource, backupDir, linkDest } = options;
  const removed = removeSource === "nothing" ? [] : sources;
  const written = readsOnly || dryRun ? [] : [dest, ...removed];
  if (written.length > 0 && backupDir !== null) written.push(fromDest(dest, backupDir));
  const roots = [...sources, dest, ...linkDest.map((path) => fromDest(dest, path))];
  const hasFfi = isPermitted({ name: "ffi" });
  const read = hasFfi ? roots : [...roots, ...roots.map(folderOf)];
  if (!hasFfi && written.length > 0 && isMadeInFolder(sources, dest)) written.push(folderOf(dest));
  return [
    ...read.map((path) => ({ access: "read", path }) as const),
    ...written.map((path) => ({ access: "write", path }) as const),
  ];
}

/** A path of an option that starts at DEST. */
function fromDest(dest: string, path: string): string {
  const isAbsolute = /^([/\\]|[A-Za-z]:)/.test(path);
  return isAbsolute ? path : `${dest.replace(/(?<=.)[/\\]+$/, "")}/${path}`;
}

/** Whether a file is to be DEST: it has another name until it is whole. */
function isMadeInFolder(sources: readonly string[], dest: string): boolean {
  if (!sources.every((path) => isGranted("read", path)) || !isGranted("read", dest)) return false;
  return !isFolder(dest) && !sources.every(isFolder);
}

/** The folder that an entry stands in, as far as its path tells. */
function folderOf(path: string): string {
  const [, folder, name] = /^(.*?)([^/\\]*)[/\\]*$/s.exec(path)!;
  if (name === "" || name === "." || name === "..") return path;
  return folder === "" ? "." : folder.replace(/(?<=.)[/\\]+$/, "");
}

function isGranted(name: "read" | "write", path: string): boolean {
  // The names that Deno knows lack bytes that are not UTF-8: what holds for all paths holds for them.
  return isPermitted(path.isWellFormed() ? { name, path } : { name });
}

/** The error of a call of Deno's that lacked a permission; null where it is another one. */
export function permissionErrorOf(error: unknown): PermissionError | null {
  if (!(error instanceof Deno.errors.NotCapable)) return null;
  const flag = /--allow-[a-z]+/.exec(error.message)?.[0] ?? "--allow-all";
  return new PermissionError(flag, error.message, { cause: error });
}
