// The real path of an entry: absolute, and without links.

import { EACCES, ELOOP, ENOENT } from "../../../ffi/errno.ts";
import { cString, FileStat, type NativeFileSystem, pathText } from "../../../ffi/mod.ts";
import { isReadable } from "../../../ffi/permission.ts";

/** Links that lead from one to the next, as the kernel follows them at most (path_resolution(7)). */
const MOST_LINKS = 40;
/** Bytes of a link's text at most (PATH_MAX). */
const LINK_BYTES = 4096;

/** The real path of what is there; a negated errno where that is nothing, or cannot be told. */
export function realPath(fs: NativeFileSystem, path: string): string | number {
  if (path.isWellFormed() && isReadable(path)) {
    try {
      return fs.paths.withSlashes(Deno.realPathSync(path));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return -ENOENT;
    }
  }
  // Deno's own call knows no names that are not UTF-8.
  const typed = absolute(fs, path);
  if (typed === null) return -EACCES;
  const { error, reached } = withoutLinks(fs, typed);
  return error < 0 ? error : reached;
}

/** The same, or as much of it as can be told where something on the way must not be looked into; null where that is nothing. */
export function realPathSoFar(fs: NativeFileSystem, path: string): string | null {
  const typed = absolute(fs, path);
  return typed === null ? null : withoutLinks(fs, typed).reached;
}

function absolute({ paths }: NativeFileSystem, path: string): string | null {
  if (paths.rootOf(path) !== "") return path;
  try {
    return `${paths.withSlashes(Deno.cwd())}/${path}`;
  } catch {
    return null;
  }
}

/** How far a path leads, without links: to its end, or to where a call failed. */
interface Resolved {
  readonly reached: string;
  /** 0 or a negated errno. */
  readonly error: number;
}

function withoutLinks(fs: NativeFileSystem, path: string): Resolved {
  const stat = new FileStat();
  const upTo = (error: number) => ({ reached: root + real.join("/"), error });
  let root = fs.paths.rootOf(path);
  let real: string[] = [];
  const left = namesIn(path.slice(root.length)).reverse();
  for (let links = 0; left.length > 0;) {
    const name = left.pop()!;
    if (name === "..") {
      real.pop();
      continue;
    }
    const folder = fs.openFolder(cString(root + real.join("/")));
    if (folder < 0) return upTo(folder);
    const error = fs.stat(folder, cString(name), stat);
    const text = error === 0 && stat.isSymlink ? linkText(fs, folder, name) : null;
    fs.close(folder);
    if (error < 0) return upTo(error);
    if (typeof text === "number") return upTo(text);
    if (text === null) real.push(name);
    else {
      if (++links > MOST_LINKS) return upTo(-ELOOP);
      const start = fs.paths.rootOf(text);
      if (start !== "") [root, real] = [start, []];
      left.push(...namesIn(text.slice(start.length)).reverse());
    }
  }
  return upTo(0);
}

function namesIn(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

function linkText(fs: NativeFileSystem, folder: number, name: string): string | number {
  const bytes = new Uint8Array(LINK_BYTES);
  const length = fs.readSymlink(folder, cString(name), bytes);
  return length < 0 ? length : fs.paths.withSlashes(pathText(bytes.subarray(0, length)));
}
