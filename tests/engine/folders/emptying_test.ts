// Threads that empty the folders of a large tree which is to go: each job looks at its own folder, for something may have
// been mounted there since the run began.

import { assertEquals } from "@std/assert";
import { textOf } from "../../../ffi/mod.ts";
import { queueEmptying, runEmpty } from "../../../lib/engine/folders/emptying.ts";
import { JOB, type Job } from "../../../lib/engine/worker/job.ts";
import { needsRoot } from "../../support/mounts.ts";
import { oneThread } from "../../support/one_thread.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";

/** Has a thread empty a folder of the target; the folders that it leaves to further jobs. */
async function empty(dir: string, folder: string): Promise<string[]> {
  const { worker } = await oneThread(dir);
  const { stack } = worker;
  const jobs: Job[] = [];
  stack.push = (job: Job) => jobs.push(job) > 0;
  queueEmptying(worker, 0, new TextEncoder().encode(folder), Deno.statSync(`${dir}/t`).dev);
  runEmpty(worker, jobs.pop()!);
  assertEquals(jobs.every(({ kind }) => kind === JOB.empty), true);
  return jobs.map(({ path }) => textOf(path)).sort();
}

const SIDES = `mkdir -p s t/extra/{a,b}/deep outside; touch t/extra/{1,2} t/extra/a/3 outside/file
  ln -s ../../outside t/extra/link`;

Deno.test("runEmpty: all but folders goes, each folder is another job", async () => {
  await withScratch(async (dir) => {
    sh(SIDES, dir);
    assertEquals(await empty(dir, "extra"), ["extra/a", "extra/b"]);
    const left = sh("find t outside | sort", dir).trim().split("\n");
    assertEquals(left, [
      ...["outside", "outside/file"],
      ...["t", "t/extra", "t/extra/a", "t/extra/a/3", "t/extra/a/deep", "t/extra/b"],
      "t/extra/b/deep",
    ]);
  });
});

for (const mount of ["mount --bind outside", "mount -t tmpfs tmpfs"]) {
  testOrSkip(
    `runEmpty: nothing goes from what is mounted meanwhile (${mount})`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(`${SIDES}; ${mount} t/extra/a; touch t/extra/a/precious`, dir);
        assertEquals(await empty(dir, "extra/a"), []);
        assertEquals(sh("ls t/extra/a", dir).includes("precious"), true);
      });
    },
  );
}
