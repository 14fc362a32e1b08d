// Whether a process lives, without a call of the C library.

/** Whether a process is running, by its folder below /proc. */
export function isRunning(process: number): boolean {
  try {
    Deno.statSync(`/proc/${process}`);
    return true;
  } catch {
    return false;
  }
}
