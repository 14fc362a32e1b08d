// Opening and making files on Windows. A link at the name or before it is refused unless it is to be
// followed; what is being made is shared with readers only.

import type { CString } from "../c_string.ts";
import { EOPNOTSUPP } from "../errno.ts";
import type { FileCalls } from "../calls/files.ts";
import { type Calls, SHARE_ALL } from "./calls.ts";
import * as k from "./constants.ts";
import type { CreatedFile } from "./created_file.ts";
import type { FolderTable } from "./folder_table.ts";
import type { VolumeTable } from "./volume_table.ts";

const READ = k.FILE_READ_DATA | k.FILE_READ_ATTRIBUTES | k.READ_CONTROL;
/** Also what renaming, deleting and dressing it needs. */
const WRITE = k.FILE_READ_DATA | k.FILE_WRITE_DATA | k.FILE_READ_ATTRIBUTES |
  k.FILE_WRITE_ATTRIBUTES | k.READ_CONTROL | k.DELETE;
const FILE = k.FILE_NON_DIRECTORY_FILE | k.FILE_SEQUENTIAL_ONLY;

export function fileCalls(
  calls: Calls,
  folders: FolderTable,
  volumes: VolumeTable,
  created: CreatedFile,
): FileCalls {
  function create(folder: number, name: CString): number {
    const file = calls.openName(
      folder,
      name,
      WRITE,
      k.FILE_SHARE_READ,
      FILE,
      "open",
      k.FILE_CREATE,
    );
    if (file < 0) return file;
    volumes.add(file, folder);
    created.set(file, folder, name);
    return file;
  }

  return {
    openForReading(parent, name, follow) {
      const file = calls.openName(
        parent,
        name,
        READ,
        SHARE_ALL,
        FILE,
        follow ? "follow" : "refuse",
      );
      if (file >= 0 && !follow) volumes.add(file, parent);
      return file;
    },
    openForWriting(parent, name) {
      const file = calls.openName(parent, name, WRITE, k.FILE_SHARE_READ, FILE, "refuse");
      if (file < 0) return file;
      volumes.add(file, parent);
      created.set(file, parent, name);
      return file;
    },
    pin: () => -EOPNOTSUPP,
    createUnnamed: () => -EOPNOTSUPP,
    createNamed(folder, name, _mode) {
      folders.forget(folder, name);
      return create(folder, name);
    },
    nameUnnamed: () => -EOPNOTSUPP,
    // What is being made cannot be deleted by others anyway: it is not shared for that.
    tryLock: () => 0,
    close(handle) {
      folders.remove(handle);
      volumes.remove(handle);
      created.closed(handle);
      return calls.close(handle);
    },
  };
}
