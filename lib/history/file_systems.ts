// Which file system a path is on, as the history and the estimate know it: by its type and, where it has one, its disk.

import { isReadable } from "../../ffi/permission.ts";
import {
  anyNative,
  cString,
  FileStat,
  majorOf,
  minorOf,
  type NativeFileSystem,
} from "../../ffi/mod.ts";
import type { FileSystemId, Way } from "../estimate/way.ts";
import { isFolder } from "../is_folder.ts";

const UNKNOWN: FileSystemId = { type: "unknown", device: null };

/** The file systems that two paths are on, or are to be on; never throws. */
export async function fileSystemsAt(
  source: string,
  dest: string,
): Promise<Pick<Way, "from" | "to">> {
  try {
    const fs = await anyNative();
    const [from, to] = [source, dest].map((path) => open(fs, path));
    const ids = { from: idOf(fs, from), to: from.dev === to.dev ? null : idOf(fs, to) };
    for (const { folder } of [from, to]) if (folder >= 0) fs.close(folder);
    return { from: ids.from, to: ids.to ?? ids.from };
  } catch {
    return { from: UNKNOWN, to: UNKNOWN };
  }
}

const NOT_OPEN = -1;

interface Opened {
  /** Negative if it cannot be opened. */
  readonly folder: number;
  readonly dev: number;
}

function open(fs: NativeFileSystem, path: string): Opened {
  const stat = new FileStat();
  const nearest = nearestFolder(path);
  const folder = isReadable(nearest) ? fs.openFolder(cString(nearest)) : NOT_OPEN;
  const isKnown = folder >= 0 && fs.statHandle(folder, stat) === 0;
  return { folder, dev: isKnown ? stat.dev : -1 };
}

function idOf(fs: NativeFileSystem, { folder, dev }: Opened): FileSystemId {
  if (dev < 0) return UNKNOWN;
  return { type: fs.fileSystemOf(folder)?.type ?? UNKNOWN.type, device: deviceOf(dev) };
}

/** The path, or the first above it that is a folder. */
function nearestFolder(path: string): string {
  for (let at = path;;) {
    if (isReadable(at) && isFolder(at)) return at;
    const above = at.replace(/[/\\]*[^/\\]*[/\\]*$/, "") || (/^[/\\]/.test(at) ? "/" : ".");
    if (above === at) return at;
    at = above;
  }
}

/** The numbers of a disk. Those that begin with 0 are given anew at each mount: in memory, on the network, btrfs. */
function deviceOf(dev: number): string | null {
  const major = majorOf(dev);
  return major === 0 ? null : `${major}:${minorOf(dev)}`;
}
