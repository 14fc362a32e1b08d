// How the main thread gives way to its event loop between two slices of work. A timer, even of 0 ms, comes 2 ms later:
// bench/NOTES.md.

/** Lets everything else that waits in the event loop go first. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
