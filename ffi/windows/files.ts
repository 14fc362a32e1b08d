// Opening and making files on Windows. Links are refused unless they are to be followed; a file that is being made
// is shared with readers only.

import type { CString } from "../c_string.ts";
import { EOPNOTSUPP } from "../errno.ts";
import type { FileCalls } from "../calls/files.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import type { CreatedFile } from "./created_file.ts";
import type { FolderTable } from "./folder_table.ts";
import { type Opening, opening } from "./opening.ts";
import type { VolumeTable } from "./volume_table.ts";

const READ_ACCESS = k.FILE_READ_DATA | k.FILE_READ_ATTRIBUTES | k.READ_CONTROL;
/** With what it takes to rename a file, to delete it and to set its metadata. */
const WRITE_ACCESS = READ_ACCESS | k.FILE_WRITE_DATA | k.FILE_WRITE_ATTRIBUTES | k.DELETE;
const options = k.FILE_NON_DIRECTORY_FILE | k.FILE_SEQUENTIAL_ONLY;
const READ = opening(READ_ACCESS, { options, links: "refuse" });
const READ_FOLLOWING = opening(READ_ACCESS, { options, links: "follow" });
const WRITE = opening(WRITE_ACCESS, { share: k.FILE_SHARE_READ, options, links: "refuse" });
const CREATE = opening(WRITE_ACCESS, {
  share: k.FILE_SHARE_READ,
  options,
  disposition: k.FILE_CREATE,
});

export function fileCalls(
  calls: Calls,
  folders: FolderTable,
  volumes: VolumeTable,
  created: CreatedFile,
): FileCalls {
  /** Opens a file that this thread is to write. */
  function openOwn(folder: number, name: CString, how: Opening): number {
    const file = calls.openName(folder, name, how);
    if (file < 0) return file;
    volumes.add(file, folder);
    created.set(file, folder, name);
    return file;
  }

  return {
    openForReading(parent, name, follow) {
      const file = calls.openName(parent, name, follow ? READ_FOLLOWING : READ);
      if (file >= 0 && !follow) volumes.add(file, parent);
      return file;
    },
    openForWriting: (parent, name) => openOwn(parent, name, WRITE),
    pin: () => -EOPNOTSUPP,
    createUnnamed: () => -EOPNOTSUPP,
    createNamed(folder, name, _mode) {
      folders.forget(folder, name);
      return openOwn(folder, name, CREATE);
    },
    nameUnnamed: () => -EOPNOTSUPP,
    // A file that is being made is not shared for deleting, so that it needs no lock.
    tryLock: () => 0,
    close(handle) {
      folders.remove(handle);
      volumes.remove(handle);
      created.closed(handle);
      return calls.close(handle);
    },
  };
}
