// Questions to Darwin about the process and the kernel.

import { cString } from "../c_string.ts";
import { EPERM } from "../errno.ts";
import type { Identity } from "../native_file_system.ts";
import { wide } from "../wide.ts";
import * as k from "./constants.ts";
import type { OpenLibSystem } from "./libsystem.ts";

const decoder = new TextDecoder();

/** The process's umask. It can only be read by setting it, so that one thread alone may ask. */
function umaskOf({ c }: OpenLibSystem): number {
  const umask = c.umask(0);
  c.umask(umask);
  return umask;
}

/**
 * Who the process is.
 *
 * @param umask as another thread has read it, or null
 */
export function identityOf(libSystem: OpenLibSystem, umask: number | null): Identity {
  const { c } = libSystem;
  const uid = c.geteuid();
  const groups = new Uint32Array(k.NGROUPS_MAX);
  const count = Math.max(0, c.getgroups(k.NGROUPS_MAX, new Uint8Array(groups.buffer)));
  return {
    uid,
    gid: c.getegid(),
    groups: [...groups.subarray(0, count)],
    canChown: uid === 0,
    umask: umask ?? umaskOf(libSystem),
  };
}

/** The kernel's major version, 20 for macOS 11; 0 where it does not say. */
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

/** Whether a process lives; one that may not be asked does. */
export function isRunning({ c, failure }: OpenLibSystem, process: number): boolean {
  return c.kill(process, 0) === 0 || failure() === -EPERM;
}

/** Lets reading a file whose contents are elsewhere fetch them, or fail with EDEADLK; for this thread. */
export function setFetching({ c }: OpenLibSystem, fetches: boolean): void {
  c.setiopolicy_np(
    k.IOPOL_TYPE_VFS_MATERIALIZE_DATALESS_FILES,
    k.IOPOL_SCOPE_THREAD,
    fetches ? k.IOPOL_MATERIALIZE_DATALESS_FILES_ON : k.IOPOL_MATERIALIZE_DATALESS_FILES_OFF,
  );
}
