// Mounts through Deno's API: on Linux from /proc, if it may be read.

import { binaryTextOf } from "../c_string.ts";
import { MOUNT_INFO, parseMountInfo } from "../mount_info.ts";
import { noMountCalls } from "../absent.ts";
import type { MountCalls, MountedFileSystem } from "../calls/mounts.ts";
import type { HandleTable } from "./handles.ts";
import { reading } from "../permission.ts";
import { typeByMagic } from "./type_by_magic.ts";

const encoder = new TextEncoder();

export function mountCalls(handles: HandleTable): MountCalls {
  if (Deno.build.os !== "linux") return noMountCalls;

  function mounts() {
    try {
      return parseMountInfo(binaryTextOf(reading(MOUNT_INFO, Deno.readFileSync)));
    } catch {
      return null;
    }
  }

  /** Where /proc may not be read: Deno opens it only with all permissions. */
  function byMagic(folder: number): MountedFileSystem | null {
    const type = typeByMagic(handles.opened(folder).path);
    return type === null ? null : { type, source: "", point: "", flags: [], options: [] };
  }

  const calls: MountCalls = {
    mounts,
    placeOf(folder) {
      try {
        const path = binaryTextOf(
          encoder.encode(reading(handles.opened(folder).path, Deno.realPathSync)),
        );
        // The innermost mount above the folder; of several on one folder the last.
        const above = (mounts() ?? []).filter(({ point }) =>
          point === "/" || path === point || path.startsWith(`${point}/`)
        );
        const mount = above.reduce((best, one) =>
          one.point.length >= best.point.length ? one : best
        );
        return { path, mountId: mount.id };
      } catch {
        return null;
      }
    },
    fileSystemOf(folder) {
      const place = calls.placeOf(folder);
      const told = place === null ? null : mounts();
      if (told === null) return byMagic(folder);
      return told.find(({ id }) => id === place!.mountId) ?? null;
    },
  };
  return calls;
}
