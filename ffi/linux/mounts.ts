// What is mounted where on Linux.

import { cString } from "../c_string.ts";
import { STAT_BYTES, WORD } from "../file_stat.ts";
import type { MountCalls } from "../calls/mounts.ts";
import { MOUNT_INFO, parseMountInfo } from "../mount_info.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { procOf } from "./proc.ts";
import { Statfs } from "./statfs.ts";
import { STATX_MASK_WORD } from "./struct_stat.ts";

const EMPTY = cString("");

export function mountCalls(libc: OpenLibC): MountCalls {
  const { c } = libc;
  const proc = procOf(libc);

  /**
   * The number of the mount that an open folder was reached by; statx(2) tells it since Linux 5.8. The emulator of
   * containers for another processor (qemu-user) says that it does, and leaves the field 0, which is no mount's number.
   */
  function mountIdOf(folder: number): number | null {
    const words = new Uint32Array(STAT_BYTES / 4);
    const bytes = new Uint8Array(words.buffer);
    const error = c.statx(folder, EMPTY, k.AT_EMPTY_PATH, k.STATX_MNT_ID, bytes);
    const isTold = error === 0 && (words[STATX_MASK_WORD] & k.STATX_MNT_ID) !== 0;
    if (isTold && words[WORD.mntId] !== 0) return words[WORD.mntId];
    const info = proc.text(`/proc/self/fdinfo/${folder}`);
    const id = /^mnt_id:\s*(\d+)$/m.exec(info ?? "")?.[1];
    return id === undefined ? null : Number(id);
  }

  const mounts = () => {
    const text = proc.text(MOUNT_INFO);
    return text === null ? null : parseMountInfo(text);
  };

  return {
    mounts,
    placeOf(folder) {
      const path = proc.link(`/proc/self/fd/${folder}`);
      const mountId = mountIdOf(folder);
      return path === null || mountId === null ? null : { path, mountId };
    },
    fileSystemOf(folder) {
      const id = mountIdOf(folder);
      const mounted = id === null ? undefined : mounts()?.find((mount) => mount.id === id);
      if (mounted !== undefined) return mounted;
      const statfs = new Statfs(libc);
      return statfs.ask(folder) ? statfs.describe() : null;
    },
  };
}
