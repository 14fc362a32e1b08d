// The calls that move bytes on Darwin: fcopyfile(3) for a whole file, read and write for parts of one. clones.ts
// has the call that clones.

import { EINVAL, ENOTTY, EOPNOTSUPP } from "../errno.ts";
import type { DataCalls } from "../calls/data.ts";
import type { WholeFileCalls } from "../calls/whole_files.ts";
import { posixDataCalls } from "../posix/data.ts";
import { cloneCalls } from "./clones.ts";
import * as k from "./constants.ts";
import { copyContents } from "./copyfile.ts";
import type { FolderTable } from "./folder_table.ts";
import type { OpenLibSystem } from "./libsystem.ts";

const unsupported = () => -EOPNOTSUPP;

export function dataCalls(
  libSystem: OpenLibSystem,
  folders: FolderTable,
): DataCalls & Omit<WholeFileCalls, "setFetching"> {
  const { c, failure } = libSystem;

  return {
    ...posixDataCalls(libSystem),
    ...cloneCalls(libSystem, folders),
    copyContents: copyContents.bind(null, libSystem),
    // lseek(2) has SEEK_DATA and SEEK_HOLE, but APFS has shown holes where there were data (gnulib bugs 51857,
    // 61386): the zeros of a file with fewer blocks than bytes are found by reading it.
    seekData: unsupported,
    seekHole: unsupported,
    cloneFile: unsupported,
    copyRange: unsupported,
    sendFile: unsupported,
    punchHole: unsupported,
    dropCache(file) {
      // Darwin cannot drop a file from the cache: its data are written, and reading adds nothing to the cache.
      const error = c.fsync(file) === 0 ? 0 : failure(c.fsync, file);
      if (error === 0) c.fcntl(file, k.F_NOCACHE, 1n);
      return error;
    },
    readAhead: unsupported,
    sync(handle) {
      // fsync(2) leaves bytes in the drive's own cache; this makes the drive write them.
      if (c.fcntl(handle, k.F_FULLFSYNC, 0n) === 0) return 0;
      const error = failure(c.fcntl, handle, k.F_FULLFSYNC, 0n);
      if (error !== -EOPNOTSUPP && error !== -EINVAL && error !== -ENOTTY) return error;
      return c.fsync(handle) === 0 ? 0 : failure(c.fsync, handle);
    },
  };
}
