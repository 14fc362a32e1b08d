// Whether a place may be written to at the end of a run: it must lie outside of the trees of that run, and nobody else may
// be able to put a link there. Root's ferry may run with the home of a user.

import { isGranted } from "../../ffi/permission.ts";
import { type UserFile, userFilePath } from "../user_folders.ts";

const STICKY = 0o1000, GROUP_WRITES = 0o020, OTHERS_WRITE = 0o002;

/** Whether this program may read and write there without anyone being asked. */
export function isPermitted(path: string): boolean {
  const needed: Deno.PermissionDescriptor[] = [
    { name: "read" },
    { name: "write", path },
    { name: "sys", kind: "uid" },
    { name: "sys", kind: "gid" },
  ];
  return needed.every(isGranted);
}

/**
 * The path of the file, with no links above it.
 *
 * @returns null where the base is not there, or others than this user and root may change names on the way to the file
 * @throws where it cannot be looked at
 */
export function realPathIn(place: UserFile): string | null {
  const path = withSlashes(userFilePath(place));
  let there = "";
  for (const folder of foldersAbove(path).slice(0, -1)) {
    const info = look(folder, Deno.lstatSync);
    if (info === null) break;
    // In another one's folder even a link of this user's may be another one tomorrow.
    if (!(info.isSymlink ? isTrusted(info) : isOurs(info))) return null;
    there = folder;
  }
  if (there.length < withSlashes(place.base).replace(/\/+$/, "").length) return null;
  const real = realPath(there);
  const isSafe = () => foldersAbove(real).every((folder) => isOurs(Deno.lstatSync(folder)));
  if (real !== there && !isSafe()) return null;
  return `${real}/${path.slice(there.length)}`.replace(/\/{2,}/g, "/");
}

/**
 * Makes the folders above a file, for this user alone.
 *
 * @param path as `realPathIn` gives it
 * @returns false if the last one is another's
 * @throws where that fails
 */
export function makeFoldersAbove(path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf("/"));
  if (look(folder) === null) Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const info = Deno.lstatSync(folder);
  return isMine(info) && isOurs(info);
}

/** Whether a path is one of these entries, or lies in one. */
export function liesIn(path: string, entries: readonly string[]): boolean {
  const above = foldersAbove(path).flatMap((each) => look(each) ?? []);
  return entries.some((entry) => {
    const info = look(entry);
    // Moved away, perhaps: what it was called is known.
    if (info === null) return isBelow(path, absolute(entry));
    return above.some(({ dev, ino }) => dev === info.dev && ino === info.ino);
  });
}

/** A path without links and, on Windows, with slashes. */
function realPath(path: string): string {
  return withSlashes(Deno.realPathSync(path));
}

function withSlashes(path: string): string {
  return Deno.build.os === "windows" ? path.replaceAll("\\", "/") : path;
}

/** Whether an entry belongs to this user, as far as the system has users. */
export function isMine({ uid }: Deno.FileInfo): boolean {
  return uid === null || uid === Deno.uid();
}

function isTrusted(info: Deno.FileInfo): boolean {
  return info.uid === 0 || isMine(info);
}

/** The folders above a path, from the root on, and the path itself. */
function foldersAbove(path: string): string[] {
  const parts = path.split("/");
  const paths = parts.map((_, i) => parts.slice(0, i + 1).join("/"));
  return [...new Set(paths.map((path) => path === "" || path.endsWith(":") ? `${path}/` : path))]
    .filter((path) => path !== "//");
}

/** Whether nobody but this user and root can change names in a folder. */
function isOurs(info: Deno.FileInfo): boolean {
  if (info.uid === null || info.mode === null) return true;
  const isFree = (info.mode & OTHERS_WRITE) !== 0 ||
    ((info.mode & GROUP_WRITES) !== 0 && info.gid !== Deno.gid());
  // What lies in a sticky folder can be renamed by its owner alone.
  return isTrusted(info) && (!isFree || (info.mode & STICKY) !== 0);
}

/** What is known of an entry; null where it is not there. @throws where it cannot be looked at */
export function look(path: string, stat = Deno.statSync): Deno.FileInfo | null {
  try {
    return stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function absolute(path: string): string {
  const slashed = withSlashes(path);
  return /^(\/|[A-Za-z]:\/)/.test(slashed) ? slashed : `${withSlashes(Deno.cwd())}/${slashed}`;
}

function isBelow(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder.replace(/\/+$/, "")}/`);
}
