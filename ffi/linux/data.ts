// The calls that move bytes on Linux. Each moves at most 1 GiB: beyond 2 GiB some C libraries and file
// systems answer wrongly (sourceware PR33245; CIFS), and between short calls a run can be cancelled.

import { EINVAL, ENOSYS, ESPIPE } from "../errno.ts";
import type { DataCalls, MemoryCalls } from "../calls/data.ts";
import { posixDataCalls, seekTo } from "../posix/data.ts";
import { wide } from "../lazy_symbols.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { frequent } from "../frequent.ts";

/** Bytes. */
const LARGEST_TRANSFER = 1 << 30;
const WRITE_AND_WAIT = k.SYNC_FILE_RANGE_WAIT_BEFORE | k.SYNC_FILE_RANGE_WRITE |
  k.SYNC_FILE_RANGE_WAIT_AFTER;
const PUNCH_HOLE = k.FALLOC_FL_PUNCH_HOLE | k.FALLOC_FL_KEEP_SIZE;
const COPY_FILE_RANGE = wide(k.SYS_copy_file_range);
const FICLONE = wide(k.FICLONE);

export function dataCalls(libC: OpenLibC): DataCalls & MemoryCalls {
  const { c, failure } = libC;
  // off_t arguments that the kernel reads and advances.
  const sourceOffset = new BigInt64Array(1);
  const targetOffset = new BigInt64Array(1);
  const sourceOffsetBytes = new Uint8Array(sourceOffset.buffer);
  const targetOffsetBytes = new Uint8Array(targetOffset.buffer);

  return {
    ...posixDataCalls(libC),
    seekData: (file, offset) => seekTo(libC, file, offset, k.SEEK_DATA),
    seekHole: (file, offset) => seekTo(libC, file, offset, k.SEEK_HOLE),
    cloneFile: frequent((target, source) => {
      return c.ioctl(target, FICLONE, source) === 0 ? 0 : failure(c.ioctl, target, FICLONE, source);
    }),
    copyRange: frequent((source, target, offset, length) => {
      sourceOffset[0] = targetOffset[0] = wide(offset);
      const copied = c.copy_file_range(
        COPY_FILE_RANGE,
        source,
        sourceOffsetBytes,
        target,
        targetOffsetBytes,
        wide(Math.min(length, LARGEST_TRANSFER)),
        0,
      );
      return copied >= 0 ? copied : failure(
        c.copy_file_range,
        COPY_FILE_RANGE,
        source,
        sourceOffsetBytes,
        target,
        targetOffsetBytes,
        wide(Math.min(length, LARGEST_TRANSFER)),
        0,
      );
    }),
    sendFile: frequent((source, target, offset, length) => {
      sourceOffset[0] = wide(offset);
      const sent = c.sendfile(
        target,
        source,
        sourceOffsetBytes,
        wide(Math.min(length, LARGEST_TRANSFER)),
      );
      return sent >= 0 ? sent : failure(
        c.sendfile,
        target,
        source,
        sourceOffsetBytes,
        wide(Math.min(length, LARGEST_TRANSFER)),
      );
    }),
    punchHole(file, offset, length) {
      return c.fallocate(file, PUNCH_HOLE, wide(offset), wide(length)) === 0
        ? 0
        : failure(c.fallocate, file, PUNCH_HOLE, wide(offset), wide(length));
    },
    sameBytes: frequent((a, b, length) => c.memcmp(a, b, wide(length)) === 0),
    sync(handle) {
      if (c.fsync(handle) === 0) return 0;
      const error = failure(c.fsync, handle);
      return error === -EINVAL ? 0 : error; // a file that cannot be synchronized
    },
    dropCache: frequent((file) => {
      // Only clean pages are dropped. This call writes the data alone; fdatasync() would commit the journal
      // as well, which takes four times as long for a small file on ext4.
      if (c.sync_file_range(file, 0n, 0n, WRITE_AND_WAIT) !== 0) {
        const error = failure(c.sync_file_range, file, 0n, 0n, WRITE_AND_WAIT);
        const isImpossible = error === -EINVAL || error === -ENOSYS || error === -ESPIPE;
        if (error < 0 && !isImpossible) return error;
      }
      // Advice that is ignored (tmpfs) is no failure.
      c.posix_fadvise(file, 0n, 0n, k.POSIX_FADV_DONTNEED);
      return 0;
    }),
    readAhead: frequent((file, length) =>
      -c.posix_fadvise(file, 0n, wide(length), k.POSIX_FADV_WILLNEED)
    ),
  };
}
