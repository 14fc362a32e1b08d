// A clock that goes on by being read. What is compiled of a program depends on what it does, and that, where it
// looks at the time, on the machine's load: with this clock each recording is the same.

/** So little that no slice of time ends early, and no measurement ends at all. */
const STEP_MS = 0.01;

/** Has this thread read such a clock from now on. */
export function useCountingClock(): void {
  let now = 0;
  performance.now = () => now += STEP_MS;
}
