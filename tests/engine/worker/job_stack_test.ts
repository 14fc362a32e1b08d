// The stack of jobs that all threads share.

import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { firstJob, JOB, type Job, jobBytes } from "../../../lib/engine/worker/job.ts";
import { JobStack } from "../../../lib/engine/worker/job_stack.ts";
import type { Done } from "./job_stack_thread.ts";
import { CONTROL, CONTROL_WORDS } from "../../../lib/shared/control.ts";

const TRAILER_BYTES = 4;

/** Two threads' views of one stack. */
function views(room = 1024): { one: JobStack; other: JobStack; control: Int32Array } {
  const control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4));
  const memory = new SharedArrayBuffer(room);
  const [one, other] = [1, 2].map(() => new JobStack(memory, control, CONTROL.stackTop));
  return { one, other, control };
}

function jobIn(path: string): Job {
  return { ...firstJob(JOB.folder, 0, false), path: new TextEncoder().encode(path) };
}

function pathOf(job: Job | null): string | null {
  return job === null ? null : new TextDecoder().decode(job.path);
}

Deno.test("JobStack: the newest job comes first, whoever has pushed it", () => {
  const { one, other } = views();
  assert(one.isEmpty && other.isEmpty);
  assert(one.push(jobIn("a")) && other.push(jobIn("a/longer")) && one.push(jobIn("b")));
  assert(!other.isEmpty);
  assertEquals([1, 2, 3, 4].map(() => pathOf(other.tryPop())), ["b", "a/longer", "a", null]);
  assert(one.isEmpty);
});

Deno.test("JobStack.push: false without room, and nothing is counted; what is taken off makes room", () => {
  const job = jobIn("abcd");
  const { one, other, control } = views(2 * (jobBytes(job) + TRAILER_BYTES) + 4);
  assert(one.push(job) && one.push(job));
  assert(!other.push(job));
  assertEquals(control[CONTROL.pendingJobs], 2);
  other.tryPop();
  assert(one.push(jobIn("efgh")));
  assertEquals(pathOf(other.tryPop()), "efgh");
});

Deno.test("JobStack.tryPop: a job is its taker's own, whatever is pushed after it", () => {
  const { one } = views();
  one.push(jobIn("mine"));
  const job = one.tryPop();
  one.push(jobIn("next"));
  assertEquals(pathOf(job), "mine");
});

Deno.test("JobStack: jobs are pending until they are finished, also those kept elsewhere; the last one wakes all", () => {
  const { one, other, control } = views();
  one.push(jobIn("a"));
  other.hasOneMore();
  one.tryPop();
  assertEquals(control[CONTROL.pendingJobs], 2);
  const seen = control[CONTROL.wake];
  one.finished();
  assertEquals(control[CONTROL.wake], seen);
  other.finished();
  assertEquals(control[CONTROL.pendingJobs], 0);
  assertEquals(control[CONTROL.wake], seen + 1);
});

Deno.test("JobStack: two stacks in one control block do not see each other's jobs, and are pending together", () => {
  const control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4));
  const all = new JobStack(new SharedArrayBuffer(256), control, CONTROL.stackTop);
  const workersOnly = new JobStack(new SharedArrayBuffer(256), control, CONTROL.workersOnlyTop);
  workersOnly.push(jobIn("large"));
  assert(all.isEmpty && !workersOnly.isEmpty);
  assertEquals(control[CONTROL.pendingJobs], 1);
});

Deno.test("JobStack.someoneIsIdle: while a thread waits", () => {
  const { one, control } = views();
  assert(!one.someoneIsIdle);
  control[CONTROL.idleWorkers] = 1;
  assert(one.someoneIsIdle);
});

/** Of calls, when all threads do nothing but push and take; a tenth of the tries that the lock makes before it waits. */
const MOST_WAITS = 0.02;
const MOST_FAILURES = 10;

for (const [threads, jobsEach] of [[2, 20_000], [32, 1000]]) {
  Deno.test(`JobStack: ${threads} threads that push and take at once do each job once`, async () => {
    const gate = new SharedArrayBuffer(4);
    new Int32Array(gate)[0] = threads;
    const control = new SharedArrayBuffer(CONTROL_WORDS * 4);
    const memory = new SharedArrayBuffer(4096);
    const done = await Promise.all(
      Array.from({ length: threads }, (_, index) =>
        new Promise<Done>((resolve) => {
          const url = new URL("./job_stack_thread.ts", import.meta.url);
          const worker = new Worker(url, { type: "module" });
          worker.onmessage = ({ data }) => {
            worker.terminate();
            resolve(data);
          };
          worker.postMessage({ control, memory, gate, from: index * jobsEach, jobsEach });
        })),
    );
    const all = done.flatMap(({ taken }) => taken).sort((a, b) => a - b);
    assertEquals(all, Array.from({ length: threads * jobsEach }, (_, i) => i));
    // A thread that has the lock and loses its processor makes others wait; all else is over while they try again.
    const sum = (key: "calls" | "failures" | "waits") =>
      done.reduce((total, one) => total + one[key], 0);
    assertLessOrEqual(sum("waits"), MOST_WAITS * sum("calls"));
    assertLessOrEqual(sum("failures"), MOST_FAILURES * sum("calls"));
  });
}
