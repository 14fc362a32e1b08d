// Append-only folders (`chattr +a`): a temporary name in one could be neither renamed nor removed, and each run would
// leave one more.

import type { FileStat, NativeFileSystem } from "../../../ffi/mod.ts";

/** Appended to messages of the system's EPERM. */
export const APPEND_ONLY =
  "; the folder is append-only: a name in it can be neither changed nor taken away";

/** True if no name in this folder can be changed or removed. */
export function isAppendOnly({ can }: NativeFileSystem, { attributes }: FileStat): boolean {
  return (attributes & can.appendOnlyAttributes) !== 0;
}
