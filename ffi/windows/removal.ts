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
  if (isUnknownClass(status)) status = removePlainly(calls, handle);
  const closed = calls.close(handle);
  return status < 0 ? calls.result(status) : closed;
}

/** By the older class, which refuses read-only entries; the status. An entry that stays keeps that attribute. */
function removePlainly(calls: Calls, handle: number): number {
  const status = calls.set(handle, k.FileDispositionInformation, disposePlainly);
  const attributes = status === k.STATUS_CANNOT_DELETE ? clearReadOnly(calls, handle) : 0;
  if (attributes === 0) return status;
  const removed = calls.set(handle, k.FileDispositionInformation, disposePlainly);
  if (removed < 0) setAttributes(calls, handle, attributes);
  return removed;
}

/** Clears the read-only attribute of an open entry; the attributes that it had, or 0 where nothing was changed. */
export function clearReadOnly(calls: Calls, handle: number): number {
  if (calls.query(handle, k.FileBasicInformation, BASIC.size) < 0) return 0;
  const attributes = calls.words[BASIC.FileAttributes / 4];
  if ((attributes & k.FILE_ATTRIBUTE_READONLY) === 0) return 0;
  const others = attributes & ~k.FILE_ATTRIBUTE_READONLY;
  return setAttributes(calls, handle, others || k.FILE_ATTRIBUTE_NORMAL) >= 0 ? attributes : 0;
}

/** Sets the attributes of an open entry; the status. */
export function setAttributes(calls: Calls, handle: number, attributes: number): number {
  const basic = new Uint32Array(BASIC.size / 4);
  basic[BASIC.FileAttributes / 4] = attributes;
  return calls.set(handle, k.FileBasicInformation, new Uint8Array(basic.buffer));
}
