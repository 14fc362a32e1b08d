// Moving bytes through Deno's API: by read and write, each after setting the position, because Deno has
// neither pread nor a call that copies between two open files.

import { EOPNOTSUPP } from "../errno.ts";
import type { DataCalls } from "../calls/data.ts";
import { attempt } from "./errors.ts";
import type { HandleTable } from "./handles.ts";

export function dataCalls(handles: HandleTable): DataCalls {
  return {
    cloneFile: () => -EOPNOTSUPP,
    copyRange: () => -EOPNOTSUPP,
    sendFile: () => -EOPNOTSUPP,
    read(handle, buffer, length, offset) {
      return handles.withFile(handle, (file) => {
        file.seekSync(offset, Deno.SeekMode.Start);
        // Null is the end of the file.
        return file.readSync(buffer.subarray(0, length)) ?? 0;
      });
    },
    write(handle, buffer, length, offset) {
      return handles.withFile(handle, (file) => {
        file.seekSync(offset, Deno.SeekMode.Start);
        return file.writeSync(buffer.subarray(0, length));
      });
    },
    seekData: () => -EOPNOTSUPP,
    seekHole: () => -EOPNOTSUPP,
    seek(handle, offset) {
      return handles.withFile(handle, (file) => file.seekSync(offset, Deno.SeekMode.Start));
    },
    punchHole: () => -EOPNOTSUPP,
    truncate: (handle, size) => handles.withFile(handle, (file) => file.truncateSync(size)),
    dropCache: (handle) => handles.withFile(handle, (file) => file.syncDataSync()),
    readAhead: () => -EOPNOTSUPP,
    sync(handle) {
      return attempt(() => {
        const { file, path } = handles.opened(handle);
        if (file !== null) return file.syncSync();
        if (Deno.build.os === "windows") return; // Windows opens no folder for that
        using folder = Deno.openSync(path);
        folder.syncSync();
      });
    },
  };
}
