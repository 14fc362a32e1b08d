// Which file system a path is on, as the history and the estimate know it: by its type and, where it has one, its disk.

import { binaryTextOf, cString, FILE_SYSTEM_KINDS, openNative } from "../../ffi/mod.ts";
import { findFileSystem, MOUNT_INFO, parseMountInfo } from "../../ffi/mount_info.ts";
import type { FileSystemId } from "../estimate/way.ts";

const UNKNOWN: FileSystemId = { type: "unknown", device: null };

/** Asks for the file system that a path is on, or is to be on; never throws. */
export async function fileSystemAt(path: string): Promise<FileSystemId> {
  try {
    const there = nearest(path);
    const mounts = mountInfo();
    return mounts === null ? await byKind(there) : byMounts(mounts, there);
  } catch {
    return UNKNOWN;
  }
}

/** The path, or the folder above it that is there. */
function nearest(path: string): string {
  for (let at = path;;) {
    try {
      return Deno.realPathSync(at);
    } catch (error) {
      const above = at.replace(/[/\\]*[^/\\]*[/\\]*$/, "") || (/^[/\\]/.test(at) ? "/" : ".");
      if (!(error instanceof Deno.errors.NotFound) || above === at) throw error;
      at = above;
    }
  }
}

/** Null where the system has no such list, or does not show it. */
function mountInfo(): string | null {
  try {
    return binaryTextOf(Deno.readFileSync(MOUNT_INFO));
  } catch {
    return null;
  }
}

function byMounts(text: string, path: string): FileSystemId {
  const { major, minor } = numbersOf(Deno.statSync(path).dev);
  const device = major === 0 ? null : `${major}:${minor}`;
  const found = findFileSystem(text, major, minor) ?? byPath(text, path);
  return { type: found?.type ?? UNKNOWN.type, device };
}

/** btrfs shows each subvolume as a device of its own that is mounted nowhere. */
function byPath(text: string, path: string) {
  const bytes = binaryTextOf(new TextEncoder().encode(path));
  const above = parseMountInfo(text).filter(({ point }) =>
    point === "/" || bytes === point || bytes.startsWith(`${point}/`)
  );
  if (above.length === 0) return null;
  const mount = above.reduce((best, one) => one.point.length >= best.point.length ? one : best);
  const [major, minor] = mount.fileSystem.split(":").map(Number);
  return findFileSystem(text, major, minor);
}

/** The two numbers in a `dev_t` of glibc's (sys/sysmacros.h). */
function numbersOf(dev: number): { major: number; minor: number } {
  const bits = BigInt(dev);
  return {
    major: Number((bits >> 8n & 0xfffn) | (bits >> 32n & 0xfffff000n)),
    minor: Number((bits & 0xffn) | (bits >> 12n & 0xffffff00n)),
  };
}

async function byKind(path: string): Promise<FileSystemId> {
  const info = Deno.statSync(path);
  const folder = info.isDirectory ? path : path.replace(/[/\\][^/\\]*$/, "") || "/";
  const fs = await openNative();
  const handle = fs.openFolder(cString(folder));
  if (handle < 0) return UNKNOWN;
  const { name } = FILE_SYSTEM_KINDS[fs.fileSystemKind(handle)];
  fs.close(handle);
  return { type: name || UNKNOWN.type, device: String(info.dev) };
}
