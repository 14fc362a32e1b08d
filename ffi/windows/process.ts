// Other processes.

import { EACCES } from "../errno.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";

/** True if a process of that number can be opened, or exists but must not be. */
export function isRunning(calls: Calls, process: number): boolean {
  const handle = Number(
    calls.kernel32.OpenProcess(k.PROCESS_QUERY_LIMITED_INFORMATION, 0, process),
  );
  if (handle === 0) return calls.errors.ofLastError() === -EACCES;
  calls.close(handle);
  return true;
}
