// What links names again is a walk of its own: what it deferred nobody would take up, so that it defers nothing.

import { assertEquals } from "@std/assert";
import { cString, FileStat } from "../../../ffi/mod.ts";
import { runRelink } from "../../../lib/engine/folders/relink.ts";
import { firstJob, JOB } from "../../../lib/engine/worker/job.ts";
import { oneThread } from "../../support/one_thread.ts";
import { makeScratch } from "../../support/scratch.ts";

Deno.test("runRelink: a name that was passed over is linked at once, by the main thread, too", async () => {
  const path = makeScratch("ferry-relink-");
  const time = new Date("2024-05-06T07:08:09Z");
  for (const folder of ["s", "t"]) {
    Deno.mkdirSync(`${path}/${folder}`);
    Deno.writeTextFileSync(`${path}/${folder}/a`, "same");
    if (folder === "s") Deno.linkSync(`${path}/s/a`, `${path}/s/b`);
    else Deno.writeTextFileSync(`${path}/t/b`, "same");
    for (const name of ["a", "b"]) Deno.utimeSync(`${path}/${folder}/${name}`, time, time);
  }
  const { worker, sourceOf, mount } = await oneThread(path);
  const { ctx: { fs, links }, roots, performer } = worker;
  const target = new FileStat();
  fs.stat(roots[0].target, cString("a"), target);
  links!.claim(sourceOf("a"), mount);
  links!.publish(sourceOf("a"), target, { root: 0, path: new TextEncoder().encode("a"), mount });
  const mayDefer: boolean[] = [];
  const link = performer.link.bind(performer);
  performer.link = (entry) => {
    mayDefer.push(worker.shouldYield !== null);
    return link(entry);
  };
  worker.shouldYield = () => false;
  runRelink(worker, firstJob(JOB.relink, 0, false));
  assertEquals([mayDefer, worker.shouldYield()], [[false], false]);
  assertEquals(Deno.lstatSync(`${path}/t/a`).ino, Deno.lstatSync(`${path}/t/b`).ino);
});
