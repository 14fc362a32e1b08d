// The file system of slow storage must show what is in its folder, wait for each call, and forget all when told to.

import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { cleanUp } from "../../bench/cleanup.ts";
import { compareTrees } from "../../bench/measure/compare.ts";
import { copyByCp } from "../../bench/workloads/workload.ts";
import { SLOW } from "../../bench/storage/slow_storage.ts";
import { buildTree } from "../../bench/workloads/tree.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const [slower] = SLOW;
const CALLS = 20;

testOrSkip(
  "slow storage: the same tree, later, and nothing of it known after forgetting",
  slower.whyUnavailable(),
  async () => {
    const { path, own, forget } = await slower.make(makeScratch("ferry-slow-"), "to");
    try {
      await buildTree(`${own}/source`, { folders: 2, filesPerFolder: 3, fileBytes: 100 });
      await forget!();
      await copyByCp(`${path}/source`, `${path}/target`);
      assertEquals(await compareTrees(`${own}/source`, `${own}/target`), []);

      Deno.writeTextFileSync(`${own}/late`, "before");
      assertEquals(Deno.readTextFileSync(`${path}/late`), "before");
      Deno.writeTextFileSync(`${own}/late`, "after it was read");
      await forget!();
      assertEquals(Deno.readTextFileSync(`${path}/late`), "after it was read");

      const start = performance.now();
      for (let i = 0; i < CALLS; i++) Deno.mkdirSync(`${path}/d${i}`);
      assertGreaterOrEqual(performance.now() - start, CALLS);
    } finally {
      await cleanUp();
    }
  },
);
