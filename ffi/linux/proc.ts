// Files and links of /proc as binary text: a character a raw byte. Deno reads them if it has all permissions, which
// it wants for /proc: that takes less time than binding the calls of the C library, which read them else.

import { binaryTextOf, cString } from "../c_string.ts";
import { wide } from "../lazy_symbols.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { reading } from "../permission.ts";

const READ_BYTES = 64 * 1024;
/** Deno's replacement for bytes that are not UTF-8. */
const REPLACEMENT = "\ufffd";
const encoder = new TextEncoder();

export interface Proc {
  /** All of a file; null if it cannot be read. */
  text(path: string): string | null;
  /** The text of a link; null if it cannot be read, or is too long for one call. */
  link(path: string): string | null;
}

export function procOf({ c, openat, close }: OpenLibC): Proc {
  function textByCalls(path: string): string | null {
    const flags = k.O_RDONLY | k.O_CLOEXEC;
    const name = cString(path);
    const file = openat(k.AT_FDCWD, name, flags, 0);
    if (file < 0) return null;
    const buffer = new Uint8Array(READ_BYTES);
    let text = "";
    let length = 0;
    do {
      length = Number(c.pread(file, buffer, wide(buffer.length), wide(text.length)));
      text += binaryTextOf(buffer.subarray(0, Math.max(0, length)));
    } while (length > 0);
    close(file);
    return length === 0 ? text : null;
  }

  function linkByCalls(path: string): string | null {
    const buffer = new Uint8Array(k.PATH_MAX);
    const length = Number(c.readlinkat(k.AT_FDCWD, cString(path), buffer, wide(buffer.length)));
    // A full buffer may hold a part.
    return length <= 0 || length === buffer.length
      ? null
      : binaryTextOf(buffer.subarray(0, length));
  }

  return {
    text(path) {
      try {
        return binaryTextOf(reading(path, Deno.readFileSync));
      } catch {
        return textByCalls(path);
      }
    },
    link(path) {
      try {
        const text = reading(path, Deno.readLinkSync);
        if (!text.includes(REPLACEMENT)) return binaryTextOf(encoder.encode(text));
      } catch { /* not UTF-8, or not permitted */ }
      return linkByCalls(path);
    },
  };
}
