// A file that becomes large between the decision and its opening is left to a worker, which looks for it in the target once
// more: it counts as one entry of the target there, so that an extra one beside it is seen.

import { assertEquals } from "@std/assert";
import { cString } from "../../../ffi/mod.ts";
import { processEntry } from "../../../lib/engine/entries/process_entry.ts";
import { closePair, openPair } from "../../../lib/engine/folders/open_pair.ts";
import { firstJob, JOB } from "../../../lib/engine/worker/job.ts";
import { SMALLEST_HAND_OVER } from "../../../lib/thresholds.ts";
import { oneThread } from "../../support/one_thread.ts";
import { makeScratch } from "../../support/scratch.ts";

Deno.test("a file that grows after it was looked at is counted once in the target", async () => {
  const path = makeScratch("ferry-deferred-");
  for (const [folder, text] of [["s", "new"], ["t", "old text"]]) {
    Deno.mkdirSync(`${path}/${folder}`);
    Deno.writeTextFileSync(`${path}/${folder}/f`, text);
  }
  const { worker } = await oneThread(path);
  const pair = worker.borrowPair();
  assertEquals(openPair(worker, pair, firstJob(JOB.folder, 0, false)), true);
  worker.shouldYield = () => false;
  const { performer } = worker;
  const copy = performer.copy.bind(performer);
  performer.copy = (entry) => {
    Deno.truncateSync(`${path}/s/f`, SMALLEST_HAND_OVER);
    copy(entry);
  };
  processEntry(worker, pair, cString("f"), 8);
  assertEquals([worker.isEntryDeferred, pair.matched], [true, 0]);
  worker.isEntryDeferred = false;
  worker.shouldYield = null;
  processEntry(worker, pair, cString("f"), 8);
  assertEquals([worker.isEntryDeferred, pair.matched], [false, 1]);
  closePair(worker, pair);
});
