// The process and the kernel on Darwin.

import { cString } from "../c_string.ts";
import { EPERM } from "../errno.ts";
import { raiseHandleLimit } from "../posix/process.ts";
import { wide } from "../lazy_symbols.ts";
import * as k from "./constants.ts";
import type { OpenLibSystem } from "./libsystem.ts";

const decoder = new TextDecoder();

/** The kernel's major version, 20 for macOS 11; 0 if it does not tell. */
export function kernelMajor({ c }: OpenLibSystem): number {
  const release = new Uint8Array(64);
  const length = new BigUint64Array([BigInt(release.length)]);
  const error = c.sysctlbyname(
    cString("kern.osrelease"),
    release,
    new Uint8Array(length.buffer),
    null,
    wide(0),
  );
  return error === 0 ? parseInt(decoder.decode(release)) || 0 : 0;
}

/** True if a process of that number is running; true also if it may not be asked. */
export function isRunning({ c, failure }: OpenLibSystem, process: number): boolean {
  return c.kill(process, 0) === 0 || failure() === -EPERM;
}

/** Raises the limit of open files as far as possible. */
export function allowMoreHandles({ c }: OpenLibSystem): void {
  const get = (limit: Uint8Array) => c.getrlimit(k.RLIMIT_NOFILE, limit);
  const set = (limit: Uint8Array) => c.setrlimit(k.RLIMIT_NOFILE, limit);
  raiseHandleLimit({ get, set }, BigInt(k.OPEN_MAX));
}

/** Background mode: little processor time, and disk and network only when nobody else uses them (setpriority(2)). */
export function lowerPriority({ c, failure }: OpenLibSystem): number {
  return c.setpriority(k.PRIO_DARWIN_THREAD, 0, k.PRIO_DARWIN_BG) === 0 ? 0 : failure();
}

/** Sets whether reading a dataless file fetches its contents or fails with EDEADLK; for this thread. */
export function setFetching({ c }: OpenLibSystem, fetches: boolean): void {
  c.setiopolicy_np(
    k.IOPOL_TYPE_VFS_MATERIALIZE_DATALESS_FILES,
    k.IOPOL_SCOPE_THREAD,
    fetches ? k.IOPOL_MATERIALIZE_DATALESS_FILES_ON : k.IOPOL_MATERIALIZE_DATALESS_FILES_OFF,
  );
}
