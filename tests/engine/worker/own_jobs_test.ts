// Folders that one thread keeps to itself.

import { assert, assertEquals } from "@std/assert";
import { firstJob, JOB, type Job } from "../../../lib/engine/worker/job.ts";
import { OwnJobs } from "../../../lib/engine/worker/own_jobs.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function jobIn(path: string, kind: number = JOB.folder, root = 0, fresh = false): Job {
  return { ...firstJob(kind, root, fresh), path: bytes(path) };
}

function popAll(jobs: OwnJobs): Job[] {
  const popped: Job[] = [];
  for (let job = jobs.pop(); job !== null; job = jobs.pop()) popped.push(job);
  return popped;
}

Deno.test("OwnJobs: the newest comes first, with all that it was pushed with", () => {
  const jobs = new OwnJobs();
  assert(jobs.isEmpty);
  const pushed = [
    jobIn("", JOB.folder, 2, true),
    jobIn("a"),
    jobIn("a/b/c", JOB.relink, 1),
    jobIn("a/bd", JOB.folder, 1, true),
    jobIn("a/bd"),
    jobIn("other"),
  ];
  for (const job of pushed) jobs.push(job);
  assert(!jobs.isEmpty);
  assertEquals(popAll(jobs), pushed.reverse());
  assert(jobs.isEmpty);
  assertEquals(jobs.pop(), null);
});

Deno.test("OwnJobs: pushing between pops", () => {
  const jobs = new OwnJobs();
  jobs.push(jobIn("a/1"));
  jobs.push(jobIn("a/2"));
  assertEquals(jobs.pop(), jobIn("a/2"));
  jobs.push(jobIn("a/2/x"));
  jobs.push(jobIn("a/2/y"));
  assertEquals(popAll(jobs), [jobIn("a/2/y"), jobIn("a/2/x"), jobIn("a/1")]);
});

Deno.test("OwnJobs: a path may change in the buffer that it was given in", () => {
  const jobs = new OwnJobs();
  const path = bytes("before");
  jobs.push({ kind: JOB.folder, root: 0, fresh: false, path });
  path.set(bytes("after!"));
  jobs.push(jobIn("b"));
  assertEquals(popAll(jobs), [jobIn("b"), jobIn("before")]);
});

Deno.test("OwnJobs: a folder at each depth of a deep tree comes back with its whole path", () => {
  const jobs = new OwnJobs();
  const deepest = "d/".repeat(5_000);
  for (let depth = 1; depth <= 5_000; depth++) jobs.push(jobIn(`${deepest.slice(0, 2 * depth)}s`));
  for (let depth = 5_000; depth >= 1; depth--) {
    assertEquals(jobs.pop()?.path.length, 2 * depth + 1);
  }
  assert(jobs.isEmpty);
});
