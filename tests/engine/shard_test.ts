// Shards of a copy, a mirror and a verification: together, in any order or at once, they do what one run does.

import { assert, assertEquals } from "@std/assert";
import type { RunEvent } from "../../lib/events.ts";
import { verify } from "../../lib/mod.ts";
import { runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const RSYNC = needsPrograms("rsync");

/** A tree with folders of several kinds, files of several names, and times of its own. */
function makeTree(dir: string): void {
  sh(
    "mkdir -p s/a/b/c s/empty/below s/ro s/many; " +
      "for i in $(seq 60); do echo $i > s/a/f$i; echo $i > s/many/$i; done; " +
      "for i in $(seq 9); do ln s/a/f$i s/a/b/l$i; ln s/a/f$i s/m$i; ln -s f$i s/a/b/c/s$i; done; " +
      "echo x > s/ro/x; echo y > s/ro/y; chmod 555 s/ro; chmod 2750 s/many; mkfifo s/fifo; " +
      "find s -depth -type d -exec touch -d '2001-02-03 04:05:06.789' {} +",
    dir,
  );
}

type Command = "copy" | "mirror" | "verify";

async function run(command: Command, dir: string, options: Record<string, unknown>) {
  if (command !== "verify") return await runLibrary(command, `${dir}/s`, `${dir}/t`, options);
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void events.push(event);
  return { summary: await verify(`${dir}/s`, `${dir}/t`, { ...options, onEvent }), events };
}

/** Runs all shards, one after the other or at once. */
async function all(
  command: Command,
  dir: string,
  count: number,
  options: Record<string, unknown> = {},
  isAtOnce = false,
) {
  const one = (i: number) => run(command, dir, { ...options, shard: `${i}/${count}` });
  const indexes = Array.from({ length: count }, (_, i) => i + 1);
  if (isAtOnce) return await Promise.all(indexes.map(one));
  const done = [];
  for (const index of indexes.reverse()) done.push(await one(index));
  return done;
}

for (const isAtOnce of [false, true]) {
  testOrSkip(
    `--shard: 3 shards ${isAtOnce ? "at once" : "in turn"} make what one run makes`,
    RSYNC,
    () =>
      withScratch(async (dir) => {
        makeTree(dir);
        const made = await all("mirror", dir, 3, {}, isAtOnce);
        assertEquals(made.flatMap(({ summary }) => [...summary.errors]), []);
        assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
        const entries = Number(sh("find s -mindepth 1 | wc -l", dir));
        const seen = made.map(({ summary }) => summary.entriesSeen);
        assertEquals(seen.reduce((sum, n) => sum + n), entries);
        for (const { summary } of made) {
          assertEquals(summary.entriesSeen + summary.shard!.foreign, entries);
        }
        const again = await all("mirror", dir, 2, { reportOperations: true });
        assertEquals(
          again.flatMap(({ events }) => events.filter(({ type }) => type === "operation")),
          [],
        );
        // What is extra, changed, of another kind.
        sh(
          "for i in $(seq 20); do echo e > t/many/e$i; done; mkdir -p t/x/y; echo e > t/x/y/e; rm -r t/a/b; echo b > t/a/b; " +
            "rm t/many/7; mkdir -p t/many/7/8; touch t/many/7/8/9; echo changed > s/a/f1; rm -r t/empty; touch t/empty",
          dir,
        );
        const planned = await all("mirror", dir, 7, { dryRun: true, reportOperations: true });
        const done = await all("mirror", dir, 7, { reportOperations: true }, isAtOnce);
        assertEquals(done.flatMap(({ summary }) => [...summary.errors]), []);
        const deleted = (runs: typeof done) =>
          runs.flatMap(({ events }) =>
            events.flatMap((event) =>
              event.type === "operation" && event.op === "delete" ? [String(event.path)] : []
            )
          ).sort();
        assertEquals(deleted(planned), deleted(done));
        assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
        const verified = await all("verify", dir, 3);
        assertEquals(verified.map(({ summary }) => summary.outcome), ["done", "done", "done"]);
        assert(sh("find t -name '.ferry-*'", dir) === "");
      }),
  );
}

Deno.test("--shard: verify tells each difference in one shard", () =>
  withScratch(async (dir) => {
    makeTree(dir);
    await all("mirror", dir, 2);
    sh(
      "echo e > t/extra; mkdir -p t/e/f; rm t/a/f20; rm -r t/a/b; echo changed > t/many/3; touch t/a; chmod 700 t/empty",
      dir,
    );
    const one = await run("verify", dir, {});
    const three = await all("verify", dir, 3);
    const found = (runs: readonly typeof one[]) =>
      runs.flatMap(({ events }) =>
        events.flatMap((event) =>
          event.type === "difference"
            ? [`${event.what} ${new TextDecoder().decode(event.path)}`]
            : []
        )
      ).sort();
    assertEquals(found(three), found([one]));
    assert(found([one]).length > 20);
  }));
