// Shares a file's clusters instead of copying them (ReFS and Dev Drives). FSCTL_DUPLICATE_EXTENTS_TO_FILE takes
// ranges of whole clusters below 4 GiB, into a file that already has the source's size, its sparse flag and its
// kind of checksums.

import { EOPNOTSUPP } from "../errno.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import { attributesOf } from "./stat.ts";
import { markSparse, setSize, sizeOf } from "./storage.ts";
import {
  DUPLICATE_EXTENTS_DATA as EXTENTS,
  FILE_BASIC_INFORMATION as BASIC,
  FILE_FS_ATTRIBUTE_INFORMATION as FS_ATTRIBUTES,
  FILE_FS_SIZE_INFORMATION as FS_SIZE,
  FSCTL_GET_INTEGRITY_INFORMATION_BUFFER as GET_INTEGRITY,
  FSCTL_SET_INTEGRITY_INFORMATION_BUFFER as SET_INTEGRITY,
} from "./structs.ts";

/** Bytes of one call: below 4 GiB, and whole clusters whatever their size. */
const RANGE_BYTES = 2 ** 31;

/** Makes `target`, which is empty, share all of `source`'s clusters. 0 or a negated error number. */
export function cloneFile(calls: Calls, target: number, source: number): number {
  if (!canShare(calls, target)) return -EOPNOTSUPP;
  const clusterBytes = clusterSize(calls, target);
  const size = sizeOf(calls, source);
  if (clusterBytes <= 0 || size < 0) return -EOPNOTSUPP;
  const error = prepareTarget(calls, target, source, size);
  return error < 0 ? error : shareAll(calls, target, source, size, clusterBytes);
}

/** The ranges to share, each with its length in whole clusters. The last one may reach beyond the end. */
export function* rangesOf(
  size: number,
  clusterBytes: number,
): Generator<[at: number, length: number]> {
  for (let at = 0; at < size; at += RANGE_BYTES) {
    const length = Math.min(RANGE_BYTES, size - at);
    yield [at, Math.ceil(length / clusterBytes) * clusterBytes];
  }
}

function canShare(calls: Calls, file: number): boolean {
  const asked = calls.queryVolume(
    file,
    k.FileFsAttributeInformation,
    FS_ATTRIBUTES.size + 64,
  );
  return asked && (calls.words[0] & k.FILE_SUPPORTS_BLOCK_REFCOUNTING) !== 0;
}

function clusterSize(calls: Calls, file: number): number {
  if (!calls.queryVolume(file, k.FileFsSizeInformation, FS_SIZE.size)) return 0;
  return calls.words[FS_SIZE.SectorsPerAllocationUnit / 4] *
    calls.words[FS_SIZE.BytesPerSector / 4];
}

/** Gives the target the source's sparse flag, checksums and size, which sharing clusters requires. */
function prepareTarget(calls: Calls, target: number, source: number, size: number): number {
  const asked = calls.query(source, k.FileBasicInformation, BASIC.size);
  if (asked < 0) return asked;
  if (attributesOf(calls.words) & k.FILE_ATTRIBUTE_SPARSE_FILE) {
    const error = markSparse(calls, target);
    if (error < 0) return error;
  }
  const error = copyIntegrity(calls, target, source);
  return error < 0 ? error : setSize(calls, target, size);
}

function copyIntegrity(calls: Calls, target: number, source: number): number {
  const integrity = new Uint32Array(GET_INTEGRITY.size / 4);
  const got = new Uint8Array(integrity.buffer);
  const asked = calls.control(source, k.FSCTL_GET_INTEGRITY_INFORMATION, null, got);
  if (asked < 0) return 0; // the file system has no checksums
  const wanted = new Uint32Array(SET_INTEGRITY.size / 4);
  wanted[0] = integrity[0];
  wanted[SET_INTEGRITY.Flags / 4] = integrity[GET_INTEGRITY.Flags / 4];
  const bytes = new Uint8Array(wanted.buffer);
  return calls.result(calls.control(target, k.FSCTL_SET_INTEGRITY_INFORMATION, bytes));
}

function shareAll(
  calls: Calls,
  target: number,
  source: number,
  size: number,
  clusterBytes: number,
): number {
  const request = new BigInt64Array(EXTENTS.size / 8);
  const bytes = new Uint8Array(request.buffer);
  request[EXTENTS.FileHandle / 8] = BigInt(source);
  for (const [at, length] of rangesOf(size, clusterBytes)) {
    request[EXTENTS.SourceFileOffset / 8] = request[EXTENTS.TargetFileOffset / 8] = BigInt(at);
    request[EXTENTS.ByteCount / 8] = BigInt(length);
    const status = calls.control(target, k.FSCTL_DUPLICATE_EXTENTS_TO_FILE, bytes);
    if (status < 0) return calls.result(status);
  }
  return 0;
}
