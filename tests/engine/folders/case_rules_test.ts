// How a target folder tells names apart is found out by a listing of it, after which it is listed anew.

import { assertEquals } from "@std/assert";
import { EIO } from "../../../ffi/errno.ts";
import { nameKeyOf } from "../../../lib/engine/folders/case_rules.ts";
import { closePair, openPair } from "../../../lib/engine/folders/open_pair.ts";
import { firstJob, JOB } from "../../../lib/engine/worker/job.ts";
import { COUNTER } from "../../../lib/shared/counters.ts";
import { oneThread } from "../../support/one_thread.ts";
import { makeScratch } from "../../support/scratch.ts";

Deno.test("nameKeyOf: a folder that cannot be listed once more is an error, for it would seem empty", async () => {
  const path = makeScratch("ferry-case-rules-");
  for (const folder of ["s", "t"]) Deno.mkdirSync(`${path}/${folder}`);
  Deno.writeTextFileSync(`${path}/t/extra`, "");
  const { worker } = await oneThread(path);
  const { fs, count } = worker.ctx;
  const { storageTraits, rewind } = fs;
  const pair = worker.borrowPair();
  openPair(worker, pair, firstJob(JOB.folder, 0, false));
  try {
    fs.storageTraits = (file) => ({ ...storageTraits(file), casing: "unknown" });
    fs.rewind = () => -EIO;
    assertEquals(nameKeyOf(worker, pair), null);
    assertEquals(count[COUNTER.errors], 1);
  } finally {
    Object.assign(fs, { storageTraits, rewind });
  }
  closePair(worker, pair);
});
