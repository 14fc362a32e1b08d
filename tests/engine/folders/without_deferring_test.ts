// Where the stacks are full, the main thread processes what it would leave to others, and leaves nothing out.

import { assertEquals } from "@std/assert";
import type { Entry } from "../../../lib/entry/entry.ts";
import { runFolder } from "../../../lib/engine/folders/folder.ts";
import { runSlice } from "../../../lib/engine/folders/slice_job.ts";
import { firstJob, JOB } from "../../../lib/engine/worker/job.ts";
import { packNames } from "../../../lib/engine/worker/packed_entries.ts";
import { SMALLEST_HAND_OVER } from "../../../lib/thresholds.ts";
import { textOf } from "../../../ffi/mod.ts";
import { oneThread } from "../../support/one_thread.ts";
import { makeScratch } from "../../support/scratch.ts";

const dir = makeScratch("ferry-without-deferring-");
const LARGE = "large";
const NAMES = ["a", LARGE, "z"];

/** A folder of small files and a large one, each with another name elsewhere. */
function makeSource(path: string): void {
  Deno.mkdirSync(`${path}/s`, { recursive: true });
  Deno.mkdirSync(`${path}/t`);
  Deno.mkdirSync(`${path}/elsewhere`);
  for (const name of NAMES) {
    Deno.writeTextFileSync(`${path}/s/${name}`, name);
    Deno.linkSync(`${path}/s/${name}`, `${path}/elsewhere/${name}`);
  }
  Deno.truncateSync(`${path}/s/${LARGE}`, SMALLEST_HAND_OVER);
}

const copied = (path: string) => [...Deno.readDirSync(`${path}/t`)].map(({ name }) => name).sort();

Deno.test("a large file is copied in the middle of a folder for the rest of which there is no room", async () => {
  const path = `${dir}/rest`;
  makeSource(path);
  const { worker } = await oneThread(path);
  worker.shouldYield = worker.pace.isDue = () => true;
  worker.stack.push = worker.workersOnly.push = () => false;
  runFolder(worker, firstJob(JOB.folder, 0, true));
  assertEquals(copied(path), NAMES);
  assertEquals([worker.isEntryDeferred, worker.shouldYield()], [false, true]);
});

for (const kind of ["folder", "slice"] as const) {
  Deno.test(`a large file that no worker takes is not put off for another thread (${kind})`, async () => {
    const path = `${dir}/${kind}`;
    makeSource(path);
    const { worker, other, sourceOf, mount } = await oneThread(path);
    const large = sourceOf(LARGE);
    worker.shouldYield = () => false;
    worker.workersOnly.push = () => {
      other.claim(large, mount);
      return false;
    };
    const { performer } = worker;
    const copy = performer.copy.bind(performer);
    performer.copy = (entry: Entry) => {
      // Who waits for it would wait for ever.
      if (textOf(entry.name) === LARGE && worker.shouldYield === null) other.giveUp(large, mount);
      copy(entry);
    };
    if (kind === "folder") runFolder(worker, firstJob(JOB.folder, 0, true));
    else {
      const names = NAMES.map((name) => new TextEncoder().encode(name));
      runSlice(worker, firstJob(JOB.slice, 0, true, packNames(names)));
    }
    assertEquals(copied(path), NAMES);
    assertEquals([worker.isEntryPutOff, worker.putsOff], [false, false]);
  });
}
