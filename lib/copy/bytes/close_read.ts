// Closes files that were read, and with `--drop-cache` gives back what the system cached of them.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import type { Options } from "../../options.ts";

/** What of a thread's context it takes. */
interface Reader {
  readonly fs: NativeFileSystem;
  readonly options: Options;
}

/** Closes a file that was read or compared. */
export function closeRead({ fs, options }: Reader, handle: number): void {
  // A failure is one of writing what others have written, and theirs to learn of.
  if (options.dropCache) fs.dropCache(handle);
  fs.close(handle);
}
