// A thread that adds to a number in shared memory, one at a time under a lock and by no atomic operation.

import { lock, unlock } from "../../lib/shared/lock.ts";

interface Request {
  readonly words: Int32Array;
  readonly lockAt: number;
  readonly numberAt: number;
  /** The word in which threads are counted that are there, and which changes when all may begin. */
  readonly beginAt: number;
  readonly additions: number;
}

const thread = self as unknown as {
  onmessage: (event: MessageEvent<Request>) => void;
  postMessage(message: string): void;
};

thread.onmessage = ({ data: { words, lockAt, numberAt, beginAt, additions } }) => {
  Atomics.add(words, beginAt, 1);
  for (let there = 0; there >= 0;) {
    there = Atomics.load(words, beginAt);
    if (there >= 0) Atomics.wait(words, beginAt, there);
  }
  for (let i = 0; i < additions; i++) {
    lock(words, lockAt);
    words[numberAt] = words[numberAt] + 1;
    unlock(words, lockAt);
  }
  thread.postMessage("done");
};
