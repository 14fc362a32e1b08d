// What is mounted where on Linux, from /proc.

import { type CString, cString } from "../c_string.ts";
import { wide } from "../wide.ts";
import type { MountCalls } from "../calls/mounts.ts";
import { parseMountInfo } from "../mount_info.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { pathOfDescriptor } from "./metadata.ts";

const READ_BYTES = 64 * 1024;

export function mountCalls({ c, failure }: OpenLibC): MountCalls {
  /** All of a file of /proc, or null. */
  function textOfFile(path: CString): string | null {
    const flags = k.O_RDONLY | k.O_CLOEXEC;
    const opened = c.openat(k.AT_FDCWD, path, flags, 0);
    const file = opened >= 0 ? opened : failure(c.openat, k.AT_FDCWD, path, flags, 0);
    if (file < 0) return null;
    const buffer = new Uint8Array(READ_BYTES);
    let text = "";
    for (;;) {
      const read = Number(c.pread(file, buffer, wide(buffer.length), wide(text.length)));
      if (read > 0) { for (let at = 0; at < read; at += 4096) text += chars(buffer, at, read); }
      else {
        c.close(file);
        return read === 0 ? text : null;
      }
    }
  }

  function linkText(path: CString): string | null {
    const buffer = new Uint8Array(k.PATH_MAX);
    const length = Number(c.readlinkat(k.AT_FDCWD, path, buffer, wide(buffer.length)));
    // A full buffer may hold a part.
    return length <= 0 || length === buffer.length ? null : chars(buffer, 0, length);
  }

  return {
    mounts() {
      const text = textOfFile(cString("/proc/self/mountinfo"));
      return text === null ? null : parseMountInfo(text);
    },
    placeOf(folder) {
      const path = linkText(pathOfDescriptor(folder));
      const info = textOfFile(cString(`/proc/self/fdinfo/${folder}`));
      const id = /^mnt_id:\s*(\d+)$/m.exec(info ?? "")?.[1];
      return path === null || id === undefined ? null : { path, mountId: Number(id) };
    },
  };
}

function chars(buffer: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...buffer.subarray(from, Math.min(from + 4096, to)));
}
