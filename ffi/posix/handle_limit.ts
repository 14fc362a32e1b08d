// How many files the process may have open. Shells start programs with a low soft limit (1,024, on macOS
// 256) for the sake of select(2), and a high hard one, which any process may take.

/** struct rlimit: two rlim_t, which have 64 bits here. */
const RLIMIT_BYTES = 16;

/** Reads and sets RLIMIT_NOFILE; 0 where that worked. */
export interface HandleLimitCalls {
  get(limit: Uint8Array): number;
  set(limit: Uint8Array): number;
}

/**
 * Raises the soft limit to the hard one; what cannot be raised stays.
 *
 * @param most that the system takes, whatever the hard limit is
 */
export function raiseHandleLimit({ get, set }: HandleLimitCalls, most: bigint): void {
  const words = new BigUint64Array(RLIMIT_BYTES / 8);
  const bytes = new Uint8Array(words.buffer);
  if (get(bytes) !== 0) return;
  const [soft, hard] = words;
  const wanted = hard < most ? hard : most;
  if (soft >= wanted) return;
  words[0] = wanted;
  set(bytes);
}
