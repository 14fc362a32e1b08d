// A thread of the test of JobStack: pushes jobs that have a number each and takes whatever is there.

import { firstJob, JOB } from "../../../lib/engine/worker/job.ts";
import { JobStack } from "../../../lib/engine/worker/job_stack.ts";
import { CONTROL } from "../../../lib/shared/control.ts";

const scope = globalThis as unknown as {
  onmessage: (message: MessageEvent) => void;
  postMessage(taken: number[]): void;
};

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
  const taken: number[] = [];
  for (let number = from; number < from + jobsEach;) {
    // A path of changing length, so that jobs lie at changing places.
    const path = new Uint8Array(number % 97);
    if (stack.push({ ...firstJob(JOB.folder, number, false), path })) number++;
    else take();
    if (number % 3 === 0) take();
  }
  while (!stack.isEmpty) take();
  scope.postMessage(taken);

  function take(): void {
    const job = stack.tryPop();
    if (job !== null && job.path.length === job.root % 97) taken.push(job.root);
  }
};
