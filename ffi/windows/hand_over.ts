// CopyFileExW: the system copies a whole file, with its streams, attributes and times, and picks the
// way itself (offload to the storage or the server, large buffers). It knows paths only, so it gets the
// path of the open folder; while that is open it cannot be renamed or become a link (folders.ts).

import { ENAMETOOLONG } from "../errno.ts";
import type { HandOver, HandOverCalls } from "../native_file_system.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import type { FolderTable } from "./folder_table.ts";
import { wideString } from "./wide_text.ts";

/** Answer of the callback: go on. */
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

export function handOverCalls(calls: Calls, folders: FolderTable): HandOverCalls {
  let onProgress: (bytes: number) => void = () => {};
  let routine: Deno.UnsafeCallback<typeof PROGRESS_ROUTINE> | null = null;

  /** The callback, made once a thread; it is called by this very thread, from inside CopyFileExW. */
  function progressRoutine(): Deno.PointerValue {
    routine ??= new Deno.UnsafeCallback(PROGRESS_ROUTINE, (_size, transferred) => {
      onProgress(Number(transferred));
      return PROGRESS_CONTINUE;
    });
    return routine.pointer;
  }

  return {
    handOver(request: HandOver) {
      const from = pathOf(calls, folders, request.fromFolder, request.from);
      const to = pathOf(calls, folders, request.toFolder, request.to);
      if (from === null || to === null) return -ENAMETOOLONG;
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
      return copied !== 0 ? 0 : calls.errors.ofLastError();
    },
  };
}

function pathOf(
  calls: Calls,
  folders: FolderTable,
  folder: number,
  name: Uint8Array,
): string | null {
  if (!calls.setName(name)) return null;
  return folders.pathOf(folder, calls.nameText);
}
