// What one thread learns of another one of the same process.

/** What a thread has done so far. */
export interface ThreadTimes {
  /** Milliseconds for which it ran, or was ready to run and waited for a processor: else it waited for something. */
  readonly ranMs: number;
  /** Milliseconds of these for which it was only ready. */
  readonly readyMs: number;
  /** How often it was given a processor: after each wait, and after others had it. */
  readonly turns: number;
}

export interface ThreadCalls {
  /** The number under which other threads of this process ask for the calling one; 0 where they cannot. */
  threadId(): number;
  /** What a thread has done so far; null where that is not told. */
  threadTimes(id: number): ThreadTimes | null;
  /** True if another program (strace, a debugger) stops this one at its calls: what it waits for is that. */
  isTraced(): boolean;
}
