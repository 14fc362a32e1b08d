// The calls that move bytes between two open files on Windows: one shares clusters (ReFS), others read and write.
// copy_by_name.ts has the call that copies a whole file.

import { EOPNOTSUPP } from "../errno.ts";
import { wide } from "../lazy_symbols.ts";
import type { DataCalls } from "../calls/data.ts";
import { cloneFile } from "./block_clone.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import type { FolderTable } from "./folder_table.ts";
import { seekData, seekHole, setSize } from "./storage.ts";

export function dataCalls(calls: Calls, folders: FolderTable): DataCalls {
  const offset64 = new BigInt64Array(1);
  const offsetBytes = new Uint8Array(offset64.buffer);

  return {
    cloneFile: (target, source) => cloneFile(calls, target, source),
    copyRange: () => -EOPNOTSUPP,
    sendFile: () => -EOPNOTSUPP,
    read(file, buffer, length, offset) {
      offset64[0] = BigInt(offset);
      const status = calls.nt.NtReadFile(
        wide(file),
        0n,
        0n,
        0n,
        calls.status,
        buffer,
        length,
        offsetBytes,
        0n,
      );
      if (status >= 0) return calls.moved;
      return status === k.STATUS_END_OF_FILE ? 0 : calls.errors.ofStatus(status);
    },
    write(file, buffer, length, offset) {
      offset64[0] = BigInt(offset);
      const status = calls.nt.NtWriteFile(
        wide(file),
        0n,
        0n,
        0n,
        calls.status,
        buffer,
        length,
        offsetBytes,
        0n,
      );
      return status >= 0 ? calls.moved : calls.errors.ofStatus(status);
    },
    seekData: (file, offset) => seekData(calls, file, offset),
    seekHole: (file, offset) => seekHole(calls, file, offset),
    seek: () => -EOPNOTSUPP,
    punchHole: () => -EOPNOTSUPP,
    truncate: (file, size) => setSize(calls, file, size),
    // Only handles opened without buffering bypass the cache, and those read whole sectors.
    dropCache: () => 0,
    readAhead: () => -EOPNOTSUPP,
    sync(handle) {
      const status = calls.nt.NtFlushBuffersFile(wide(handle), calls.status);
      if (status === k.STATUS_INVALID_PARAMETER) return 0;
      // Folders are open for reading only; their entries are written with the files' own metadata.
      if (status === k.STATUS_ACCESS_DENIED && folders.find(handle) !== undefined) return 0;
      return calls.result(status);
    },
  };
}
