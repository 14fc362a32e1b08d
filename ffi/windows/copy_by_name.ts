// CopyFileExW copies a whole file, with its streams, attributes and times, and chooses the method itself (offload to
// the storage or the server, large buffers). It takes paths only: that of the open folder, which cannot be renamed
// while it is open (folders.ts). Other users who may write into an empty folder can still make it a junction. The
// copy is then not found in the folder, which is reported; --no-zero-copy, which goes by handles alone, avoids that.

import type { CString } from "../c_string.ts";
import { EACCES } from "../errno.ts";
import type { CopyByName, CopyByNameCalls } from "../calls/whole_files.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import type { CreatedFile } from "./created_file.ts";
import type { FolderTable } from "./folder_table.ts";
import { opening } from "./opening.ts";
import { clearReadOnly } from "./removal.ts";
import type { VolumeTable } from "./volume_table.ts";
import { wideString } from "./wide_text.ts";

/** Returned by the callback to continue. */
const PROGRESS_CONTINUE = 0;

/** LPPROGRESS_ROUTINE (winbase.h). */
const PROGRESS_ROUTINE = {
  parameters: [
    "i64", // LARGE_INTEGER TotalFileSize
    "i64", // LARGE_INTEGER TotalBytesTransferred
    "i64", // LARGE_INTEGER StreamSize
    "i64", // LARGE_INTEGER StreamBytesTransferred
    "u32", // DWORD dwStreamNumber
    "u32", // DWORD dwCallbackReason
    "usize", // HANDLE hSourceFile
    "usize", // HANDLE hDestinationFile
    "usize", // LPVOID lpData
  ],
  result: "u32",
} as const;

const NEW_FILE = {
  share: k.FILE_SHARE_READ,
  options: k.FILE_NON_DIRECTORY_FILE,
  links: "refuse",
} as const;
/** For all that comes after the copy. To be written to disk a file must be open for writing. */
const FINISH = opening(
  k.FILE_READ_DATA | k.FILE_WRITE_DATA | k.FILE_READ_ATTRIBUTES | k.FILE_WRITE_ATTRIBUTES |
    k.READ_CONTROL | k.DELETE,
  NEW_FILE,
);
const CHANGE_ATTRIBUTES = opening(k.FILE_READ_ATTRIBUTES | k.FILE_WRITE_ATTRIBUTES, NEW_FILE);

export function copyByNameCalls(
  calls: Calls,
  folders: FolderTable,
  volumes: VolumeTable,
  created: CreatedFile,
): CopyByNameCalls {
  let onProgress: (bytes: number) => void = () => {};
  let routine: Deno.UnsafeCallback<typeof PROGRESS_ROUTINE> | null = null;

  /** The callback, made once a thread; CopyFileExW calls it in this thread. */
  function progressRoutine(): Deno.PointerValue {
    routine ??= new Deno.UnsafeCallback(PROGRESS_ROUTINE, (_size, transferred) => {
      onProgress(Number(transferred));
      return PROGRESS_CONTINUE;
    });
    return routine.pointer;
  }

  /** Opens the copy. If it is read-only like its source, that attribute is cleared until its attributes are set. */
  function openCopy(folder: number, name: CString): number {
    let file = calls.openName(folder, name, FINISH);
    if (file === -EACCES) {
      const readOnly = calls.openName(folder, name, CHANGE_ATTRIBUTES);
      if (readOnly < 0) return readOnly;
      clearReadOnly(calls, readOnly);
      calls.close(readOnly);
      file = calls.openName(folder, name, FINISH);
    }
    if (file < 0) return file;
    volumes.add(file, folder);
    created.set(file, folder, name);
    return file;
  }

  return {
    copyByName(request: CopyByName) {
      const from = pathOf(calls, folders, request.fromFolder, request.from);
      const to = pathOf(calls, folders, request.toFolder, request.to);
      if (typeof from === "number") return from;
      if (typeof to === "number") return to;
      folders.forget(request.toFolder, request.to);
      onProgress = request.onProgress ?? (() => {});
      const copied = calls.kernel32.CopyFileExW(
        wideString(from),
        wideString(to),
        request.onProgress === null ? null : progressRoutine(),
        0n,
        request.cancel === null ? null : Deno.UnsafePointer.of(request.cancel),
        k.COPY_FILE_FAIL_IF_EXISTS | k.COPY_FILE_COPY_SYMLINK |
          (request.unbuffered ? k.COPY_FILE_NO_BUFFERING : 0),
      );
      if (copied === 0) return calls.errors.ofLastError();
      // The source was no link when it was opened, and cannot become one while it is open.
      return openCopy(request.toFolder, request.to);
    },
  };
}

/** The path of an entry, or a negated error number: volumes that the mount manager does not know have no paths. */
function pathOf(
  calls: Calls,
  folders: FolderTable,
  folder: number,
  name: Uint8Array,
): string | number {
  if (!calls.setName(name)) return calls.tooLong();
  return folders.pathOf(folder, calls.nameText) ?? calls.errors.ofCode(k.ERROR_NOT_SUPPORTED);
}
