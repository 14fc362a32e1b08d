// Methods that take a whole file in one call: a clone, which shares the bytes, fcopyfile, and CopyFileExW,
// which takes names and is called by by_name.ts.

import { EAGAIN, EINTR, EINVAL } from "../../../ffi/errno.ts";
import type { FileStat } from "../../../ffi/mod.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { MethodMemory } from "../../shared/method_memory.ts";
import { CALL_BYTES } from "../../thresholds.ts";
import { UNSUPPORTED } from "./answers.ts";
import { fallsThrough } from "./fall_through.ts";
import { CLONE_CALLS, type CloneMethod, METHODS } from "./methods.ts";
import type { Transfer } from "./transfer.ts";

/** FICLONE answers EAGAIN while the source is being written back: worth a few tries. */
const CLONE_TRIES = 8;

/** Lets `target` share all bytes of `source`; 0 or a negated errno. */
export function cloneContents(
  transfer: Transfer,
  method: CloneMethod,
  source: number,
  target: number,
  size: number,
): number {
  const { fs, memory } = transfer;
  transfer.failedCall = CLONE_CALLS[method];
  if (memory.hasFailed(METHODS[method].bit)) return UNSUPPORTED;
  const isLonger = transfer.oldBytes > size;
  if (isLonger && method === "block_clone") return UNSUPPORTED; // it would be shortened first
  let error = cloneNow(transfer, source, target);
  // Whole blocks alone can be shared with the middle of a file (ioctl_ficlonerange(2)); that the call looks
  // at the sizes shows that it can share.
  if (isLonger && error === -EINVAL && fs.truncate(target, size) === 0) {
    error = cloneNow(transfer, source, target);
  }
  if (error === 0) transfer.sharedBy(method, size);
  else if (fallsThrough(error)) transfer.refuse(method, error);
  return error;
}

function cloneNow({ fs }: Transfer, source: number, target: number): number {
  let error = fs.cloneFile(target, source);
  for (let tries = 1; error === -EAGAIN && tries < CLONE_TRIES; tries++) {
    error = fs.cloneFile(target, source);
  }
  return error;
}

/** Moves all bytes by fcopyfile, which can be stopped between its blocks; 0 or a negated errno. */
export function copyContents(
  transfer: Transfer,
  source: number,
  target: number,
  size: number,
): number {
  const { fs, memory } = transfer;
  if (memory.hasFailed(METHODS.fcopyfile.bit)) return UNSUPPORTED;
  transfer.failedCall = "fcopyfile";
  let counted = 0;
  const count = (bytes: number) => {
    transfer.count[COUNTER.bytesCopied] += bytes - counted;
    counted = bytes;
    return !transfer.isStopped;
  };
  let error = fs.copyContents(source, target, size > CALL_BYTES ? count : null);
  if (error === -EINTR && counted === 0) error = fs.copyContents(source, target, null);
  if (error === 0) {
    count(size);
    transfer.method = "fcopyfile";
  } else if (fallsThrough(error)) transfer.refuse("fcopyfile", error);
  return error;
}

/**
 * True if CopyFileExW may copy a file: not one with holes or compression, which it would undo.
 */
export function canGoByName(memory: MethodMemory, stat: FileStat): boolean {
  return stat.storage === 0 && !memory.hasFailed(METHODS.CopyFileExW.bit);
}
