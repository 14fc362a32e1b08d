// The main thread hears no signals while it waits: a name of a file whose first name another thread copies is left to a
// worker, which may wait.

import { assertEquals } from "@std/assert";
import { cString } from "../../../ffi/mod.ts";
import { processEntry } from "../../../lib/engine/entries/process_entry.ts";
import { closePair, openPair } from "../../../lib/engine/folders/open_pair.ts";
import { firstJob, JOB } from "../../../lib/engine/worker/job.ts";
import { oneThread } from "../../support/one_thread.ts";
import { makeScratch } from "../../support/scratch.ts";

const dir = makeScratch("ferry-busy-claim-");

/** What the target has under the name. */
const TARGETS = { "a new name": [], "another file": ["f"] };

for (const [what, names] of Object.entries(TARGETS)) {
  Deno.test(`in the main thread a name that another thread copies is deferred: ${what}`, async () => {
    const path = `${dir}/${what}`;
    for (const folder of ["s", "t"]) Deno.mkdirSync(`${path}/${folder}`, { recursive: true });
    Deno.writeTextFileSync(`${path}/s/f`, "new");
    Deno.linkSync(`${path}/s/f`, `${path}/other name`);
    for (const name of names) Deno.writeTextFileSync(`${path}/t/${name}`, "old text");
    const { worker, other, sourceOf, mount } = await oneThread(path);
    const pair = worker.borrowPair();
    assertEquals(openPair(worker, pair, firstJob(JOB.folder, 0, false)), true);
    other.claim(sourceOf("f"), mount);
    worker.shouldYield = () => false;
    const release = setTimeout(() => other.giveUp(sourceOf("f"), mount), 2000);
    processEntry(worker, pair, cString("f"), 8);
    assertEquals([worker.isEntryDeferred, pair.matched], [true, 0]);
    clearTimeout(release);
    other.giveUp(sourceOf("f"), mount);
    worker.isEntryDeferred = false;
    worker.shouldYield = null;
    processEntry(worker, pair, cString("f"), 8);
    assertEquals(worker.isEntryDeferred, false);
    assertEquals(Deno.readTextFileSync(`${path}/t/f`), "new");
    closePair(worker, pair);
  });
}
