// Deleting open entries. Newer systems delete as POSIX does, in one step, also entries that are open or read-only; on
// others the older class of the same call serves.

import { type Calls, isUnknownClass } from "./calls.ts";
import * as k from "./constants.ts";
import { FILE_BASIC_INFORMATION as BASIC } from "./structs.ts";

const DISPOSE = Uint32Array.of(
  k.FILE_DISPOSITION_DELETE | k.FILE_DISPOSITION_POSIX_SEMANTICS |
    k.FILE_DISPOSITION_IGNORE_READONLY_ATTRIBUTE,
);
const disposeEx = new Uint8Array(DISPOSE.buffer);
const disposePlainly = Uint8Array.of(1);

/** Deletes an open entry and closes it. */
export function removeOpened(calls: Calls, handle: number): number {
  let status = calls.set(handle, k.FileDispositionInformationEx, disposeEx);
  if (isUnknownClass(status)) {
    status = calls.set(handle, k.FileDispositionInformation, disposePlainly);
    if (status === k.STATUS_CANNOT_DELETE && clearReadOnly(calls, handle)) {
      status = calls.set(handle, k.FileDispositionInformation, disposePlainly);
    }
  }
  const closed = calls.close(handle);
  return status < 0 ? calls.result(status) : closed;
}

/** Clears the read-only attribute of an open entry; true if it had it. */
export function clearReadOnly(calls: Calls, handle: number): boolean {
  if (calls.query(handle, k.FileBasicInformation, BASIC.size) < 0) return false;
  const attributes = calls.words[BASIC.FileAttributes / 4];
  if ((attributes & k.FILE_ATTRIBUTE_READONLY) === 0) return false;
  const basic = new Uint32Array(BASIC.size / 4);
  basic[BASIC.FileAttributes / 4] = attributes & ~k.FILE_ATTRIBUTE_READONLY ||
    k.FILE_ATTRIBUTE_NORMAL;
  return calls.set(handle, k.FileBasicInformation, new Uint8Array(basic.buffer)) >= 0;
}
