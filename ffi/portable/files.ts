// Opening and making files through Deno's API. It has no O_NOFOLLOW and no O_NONBLOCK: the type of an entry is
// checked first, so that no link is followed and no FIFO blocks. An entry that is swapped between these two
// steps is opened as what it has become.

import { EAGAIN, EISDIR, ELOOP, ENXIO, EOPNOTSUPP } from "../errno.ts";
import type { FileCalls } from "../calls/files.ts";
import { attempt } from "./errors.ts";
import type { HandleTable } from "./handles.ts";

/** Deno has the call that does not wait since 2.9. */
type Lockable = Deno.FsFile & { tryLockSync?: (exclusive: boolean) => boolean };

export function fileCalls(handles: HandleTable): FileCalls {
  return {
    openForReading(parent, name, follow) {
      return attempt(() => {
        const path = handles.pathOf(parent, name);
        const info = follow ? Deno.statSync(path) : Deno.lstatSync(path);
        if (info.isSymlink) return -ELOOP;
        if (info.isDirectory) return handles.add(path);
        return info.isFile ? handles.add(path, Deno.openSync(path, { read: true })) : -ENXIO;
      });
    },
    openForWriting(parent, name) {
      return attempt(() => {
        const path = handles.pathOf(parent, name);
        const info = Deno.lstatSync(path);
        if (info.isSymlink) return -ELOOP;
        if (info.isDirectory) return -EISDIR;
        return info.isFile ? handles.add(path, Deno.openSync(path, { write: true })) : -ENXIO;
      });
    },
    pin: () => -EOPNOTSUPP,
    createUnnamed: () => -EOPNOTSUPP,
    createNamed(folder, name, mode) {
      return attempt(() => {
        const path = handles.pathOf(folder, name);
        return handles.add(
          path,
          Deno.openSync(path, { read: true, write: true, createNew: true, mode }),
        );
      });
    },
    nameUnnamed: () => -EOPNOTSUPP,
    tryLock(handle) {
      // Older Denos have only the call that blocks: there no lock is taken.
      return handles.withFile(
        handle,
        (file: Lockable) => file.tryLockSync?.(true) === false ? -EAGAIN : 0,
      );
    },
    close: (handle) => handles.close(handle),
  };
}
