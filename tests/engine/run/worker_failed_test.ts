// An error of ferry's own in a worker ends the run at once, as an error that names it: not as a success, and not never.

import { assertEquals, assertRejects } from "@std/assert";
import { StoppedError } from "../../../lib/errors.ts";
import type { ToWorker } from "../../../lib/engine/run/worker.ts";
import { makeFilledFolder } from "../../support/many.ts";
import { mirror } from "../../support/runs.ts";
import { leftovers, withScratch } from "../../support/safety.ts";

/** Lets `use` run with workers that are told of no roots: each throws with its first job. */
async function withThrowingWorkers(use: () => Promise<void>): Promise<number> {
  const { Worker } = globalThis;
  let started = 0;
  globalThis.Worker = class extends Worker {
    override postMessage(message: ToWorker): void {
      if (message.type !== "start") return super.postMessage(message);
      started++;
      super.postMessage({ ...message, setup: { ...message.setup, roots: [] } });
    }
  } as typeof Worker;
  try {
    await use();
  } finally {
    globalThis.Worker = Worker;
  }
  return started;
}

Deno.test("mirror: a worker that throws ends the run, which says so and leaves nothing half", async () => {
  await withScratch(async (dir) => {
    for (let i = 0; i < 8; i++) makeFilledFolder(`${dir}/${i === 0 ? "s" : `s/${i}`}`, 2000);
    const started = await withThrowingWorkers(async () => {
      const error = await assertRejects(
        () => mirror(`${dir}/s`, `${dir}/t`, { jobs: 4 }),
        StoppedError,
        "a worker failed: ",
      );
      assertEquals(error.code, "WORKER_FAILED");
    });
    assertEquals(started > 0, true);
    assertEquals(leftovers(dir), "");
    const again = await mirror(`${dir}/s`, `${dir}/t`, { jobs: 1 });
    assertEquals(again.outcome, "done");
  });
});
