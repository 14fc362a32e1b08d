// A thread of the test of JobStack: pushes jobs that have a number each, takes whatever is there, and counts how often
// it found the lock taken and how often it waited for it in the kernel.

import { firstJob, JOB } from "../../../lib/engine/worker/job.ts";
import { JobStack } from "../../../lib/engine/worker/job_stack.ts";
import { CONTROL } from "../../../lib/shared/control.ts";

const scope = globalThis as unknown as {
  onmessage: (message: MessageEvent) => void;
  postMessage(done: Done): void;
};

/** What a thread has done. */
export interface Done {
  readonly taken: number[];
  /** Calls of push and tryPop that took the lock, at most. */
  readonly calls: number;
  /** Times that the lock was found taken, and that the thread slept until it was free. */
  readonly failures: number;
  readonly waits: number;
}

const { compareExchange, wait } = Atomics;
let failures = 0, waits = 0;

/** From here on. */
function countContention(): void {
  Atomics.compareExchange = ((words: Int32Array, at: number, expected: number, value: number) => {
    const found = compareExchange(words, at, expected, value);
    if (found !== expected) failures++;
    return found;
  }) as typeof compareExchange;
  Atomics.wait = ((words: Int32Array, at: number, value: number) => {
    waits++;
    return wait(words, at, value);
  }) as typeof wait;
}

/** All begin together. */
function waitForAll(missing: Int32Array): void {
  Atomics.sub(missing, 0, 1);
  Atomics.notify(missing, 0);
  for (let left = 1; left > 0; left = Atomics.load(missing, 0)) Atomics.wait(missing, 0, left);
}

scope.onmessage = ({ data: { control, memory, gate, from, jobsEach } }) => {
  const stack = new JobStack(memory, new Int32Array(control), CONTROL.stackTop);
  const missing = new Int32Array(gate);
  waitForAll(missing);
  countContention();
  let calls = 0;
  const taken: number[] = [];
  for (let number = from; number < from + jobsEach;) {
    // A path of changing length, so that jobs lie at changing places.
    const path = new Uint8Array(number % 97);
    calls++;
    if (stack.push({ ...firstJob(JOB.folder, number, false), path })) number++;
    else take();
    if (number % 3 === 0) take();
  }
  while (!stack.isEmpty) take();
  scope.postMessage({ taken, calls, failures, waits });

  function take(): void {
    calls++;
    const job = stack.tryPop();
    if (job !== null && job.path.length === job.root % 97) taken.push(job.root);
  }
};
