// A thread that adds to a number in shared memory, one at a time under a lock and by no atomic operation.

import { lock, unlock } from "../../lib/shared/lock.ts";

interface Request {
  readonly words: Int32Array;
  readonly lockAt: number;
  readonly numberAt: number;
  readonly additions: number;
}

const thread = self as unknown as {
  onmessage: (event: MessageEvent<Request>) => void;
  postMessage(message: string): void;
};

thread.onmessage = ({ data: { words, lockAt, numberAt, additions } }) => {
  for (let i = 0; i < additions; i++) {
    lock(words, lockAt);
    words[numberAt] = words[numberAt] + 1;
    unlock(words, lockAt);
  }
  thread.postMessage("done");
};
