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

/** Background mode: the system schedules both processor and disk behind all others (SetThreadPriority). */
export function lowerPriority({ kernel32, errors }: Calls): number {
  const thread = kernel32.GetCurrentThread();
  return kernel32.SetThreadPriority(thread, k.THREAD_MODE_BACKGROUND_BEGIN) !== 0
    ? 0
    : errors.ofLastError();
}
