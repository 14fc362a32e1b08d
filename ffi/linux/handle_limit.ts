// How many files the process may have open on Linux.

import { raiseHandleLimit } from "../posix/handle_limit.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";

/** Descriptors have 31 bits. */
const MOST_HANDLES = 1n << 31n;
const LABEL = "\nMax open files";

/** Raises the soft limit to the hard one; the call for it is bound only where they differ. */
export function allowMoreHandles({ c }: OpenLibC): void {
  if (isAtMost()) return;
  const get = (old: Uint8Array) => c.prlimit(0, k.RLIMIT_NOFILE, null, old);
  const set = (limit: Uint8Array) => c.prlimit(0, k.RLIMIT_NOFILE, limit, null);
  raiseHandleLimit({ get, set }, MOST_HANDLES);
}

/** Whether the soft limit is the hard one already, by `Max open files  1024  524288  files` (proc_pid_limits(5)). */
function isAtMost(): boolean {
  try {
    const text = Deno.readTextFileSync("/proc/self/limits");
    const at = text.indexOf(LABEL);
    const line = text.slice(at + LABEL.length, text.indexOf("\n", at + 1));
    const [soft, hard] = line.split(" ").filter((column) => column !== "");
    return at >= 0 && soft === hard;
  } catch {
    return false;
  }
}
