// A name of a file whose first name another thread copies is done after the folder's other entries, in a folder and in a
// slice of one.

import { assertEquals } from "@std/assert";
import { textOf } from "../../../ffi/mod.ts";
import type { Entry } from "../../../lib/entry/entry.ts";
import { runFolder } from "../../../lib/engine/folders/folder.ts";
import { runSlice } from "../../../lib/engine/folders/slice_job.ts";
import { firstJob, JOB } from "../../../lib/engine/worker/job.ts";
import { packNames } from "../../../lib/engine/worker/packed_entries.ts";
import { oneThread } from "../../support/one_thread.ts";
import { makeScratch } from "../../support/scratch.ts";

const dir = makeScratch("ferry-put-off-");

/** Names of one folder, each of a file with another name elsewhere, in the order in which they are listed. */
function makeSource(path: string): string[] {
  Deno.mkdirSync(`${path}/s`, { recursive: true });
  Deno.mkdirSync(`${path}/t`);
  Deno.mkdirSync(`${path}/elsewhere`);
  for (const name of ["a", "b", "c", "d"]) {
    Deno.writeTextFileSync(`${path}/s/${name}`, name);
    Deno.linkSync(`${path}/s/${name}`, `${path}/elsewhere/${name}`);
  }
  return [...Deno.readDirSync(`${path}/s`)].map(({ name }) => name);
}

for (const kind of ["folder", "slice"] as const) {
  Deno.test(`a name that another thread copies comes last (${kind})`, async () => {
    const path = `${dir}/${kind}`;
    const [first, claimed, second, last] = makeSource(path);
    const { worker, other, sourceOf, mount } = await oneThread(path);
    const source = sourceOf(claimed);
    other.claim(source, mount);
    const done: string[] = [];
    const { performer } = worker;
    const copy = performer.copy.bind(performer);
    performer.copy = (entry: Entry) => {
      done.push(textOf(entry.name));
      copy(entry);
      // Before it is done with, who waits for it would wait for ever.
      if (done.at(-1) === last) other.giveUp(source, mount);
    };
    if (kind === "folder") runFolder(worker, firstJob(JOB.folder, 0, true));
    else {
      const names = [first, claimed, second, last].map((name) => new TextEncoder().encode(name));
      runSlice(worker, firstJob(JOB.slice, 0, true, packNames(names)));
    }
    assertEquals(done, [first, second, last, claimed]);
    assertEquals(worker.putsOff, false);
    for (const name of done) assertEquals(Deno.readTextFileSync(`${path}/t/${name}`), name);
  });
}
