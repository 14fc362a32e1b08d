// --max-delete with --shard: what each shard counts against the limit.

import { assertEquals } from "@std/assert";
import { judge } from "../support/judge.ts";
import { sh, withScratch } from "../support/safety.ts";
import { all } from "./shard_runs.ts";

Deno.test("--shard: a limit counts a folder that makes way for another shard's entry on both sides", () =>
  withScratch(async (dir) => {
    sh("mkdir s t; for i in $(seq 40); do echo $i > s/$i; mkdir t/$i; done", dir);
    const maxDelete = { amount: 100, unit: "percent" };
    const done = await all("mirror", dir, 3, { maxDelete });
    assertEquals(done.map(({ summary }) => summary.outcome), ["done", "done", "done"]);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  }));

Deno.test("--shard: a limit in percent is judged for each shard by what is its own", () =>
  withScratch(async (dir) => {
    sh("mkdir s t; for i in $(seq 200); do echo $i > s/$i; cp -p s/$i t/$i; done", dir);
    sh("for i in $(seq 60); do rm s/$i; done", dir);
    const maxDelete = (amount: number) => ({ maxDelete: { amount, unit: "percent" } });
    const stopped = await all("mirror", dir, 3, maxDelete(5));
    assertEquals(stopped.map(({ summary }) => summary.outcome), ["stopped", "stopped", "stopped"]);
    assertEquals(sh("ls t | wc -l", dir).trim(), "200");
    const done = await all("mirror", dir, 3, maxDelete(60));
    assertEquals(done.reduce((sum, { summary }) => sum + summary.deleted, 0), 60);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  }));
