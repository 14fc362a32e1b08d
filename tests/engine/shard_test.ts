// Shards of a copy, a mirror and a verification: together, in any order or at once, they do what one run does.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { createRunToken } from "../../lib/copy/target/temporary_names.ts";
import { UsageError } from "../../lib/errors.ts";
import type { RunEvent } from "../../lib/events.ts";
import { copy, move, verify } from "../../lib/mod.ts";
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

Deno.test("--shard: what another machine's shard is at is left alone, what a killed one has left is not", () =>
  withScratch(async (dir) => {
    sh("mkdir s t; echo a > s/a; touch -d '2001-01-01' s/a", dir);
    const hex = (value: number) => value.toString(16);
    const token = createRunToken({ index: 1, count: 1 });
    const elsewhere = `${token.startsWith("0000") ? "1111" : "0000"}${token.slice(4)}`;
    const name = (mark: string, shard: number) => `.ferry-1-${mark}-${hex(shard * 65536)}-0.tmp`;
    const names = {
      // A process of that number runs on this machine, and holds no lock.
      here: name(token, 2),
      others: name(elsewhere, 2),
      own: name(elsewhere, 1),
    };
    // It has its time already, and lacks its name alone.
    for (const each of Object.values(names)) {
      sh(`cp -p s/a t/${each}; touch -d '2001-01-01' t/${each}`, dir);
    }
    await run("mirror", dir, { shard: "1/3" });
    const left = () =>
      sh("ls -A t", dir).trim().split("\n").filter((each) => each.startsWith(".ferry"));
    assertEquals(left(), [names.others]);
    assertEquals(
      await run("verify", dir, { shard: "1/3" }).then(({ summary }) => summary.differences),
      0,
    );
    await run("mirror", dir, { shard: "2/3" });
    assertEquals(left(), []);
  }));

Deno.test("--shard: a link that another shard of this machine is about to give its name is left alone", () =>
  withScratch(async (dir) => {
    sh("mkdir s t; echo a > s/a; ln s/a s/b; ln -s a s/l", dir);
    await all("mirror", dir, 2);
    const living = new Deno.Command("sleep", { args: ["60"] }).spawn();
    const name = `.ferry-${living.pid.toString(16)}-${createRunToken({ index: 1, count: 1 })}`;
    const make = `ln t/a t/${name}-10000-0.tmp; ln -s a t/${name}-10000-1.tmp; ` +
      `touch -h -d '2001-01-01' s/a t/a t/${name}-10000-1.tmp`;
    const leftovers = () => Number(sh("ls -A t | grep -c ferry || true", dir));
    try {
      sh(make, dir);
      await all("mirror", dir, 3);
      assertEquals(leftovers(), 2);
    } finally {
      living.kill("SIGKILL");
      await living.status;
    }
    await all("mirror", dir, 3);
    assertEquals(leftovers(), 0);
  }));

Deno.test("--shard: what another run of this process is about to give its name is left alone, for a moment", () =>
  withScratch(async (dir) => {
    sh("mkdir s t; echo a > s/a", dir);
    const token = createRunToken({ index: 1, count: 2 });
    const name = `.ferry-${Deno.pid.toString(16)}-${token}-10000-0.tmp`;
    Deno.symlinkSync("a", `${dir}/t/${name}`);
    await run("mirror", dir, { shard: "2/2" });
    assert(sh("ls -A t", dir).includes(name));
    const { now } = Date;
    try {
      Date.now = () => now() + 60_000;
      await run("mirror", dir, { shard: "2/2" });
    } finally {
      Date.now = now;
    }
    assert(!sh("ls -A t", dir).includes(name));
  }));

Deno.test("--shard: with --dereference it is said that names of one file may become files of their own", () =>
  withScratch(async (dir) => {
    sh("mkdir s; echo a > s/a; ln s/a s/b", dir);
    const noticesOf = async (options: Record<string, unknown>) => {
      const { events } = await run("mirror", dir, { shard: "1/2", ...options });
      return events.flatMap((event) => event.type === "notice" ? [event.message] : []);
    };
    assertEquals(await noticesOf({ dereference: true }), [
      "with --dereference entries belong to shards by their paths, so that names of one file may come into several shards: " +
      "they become files of their own then; with --no-hard-links all do",
    ]);
    assertEquals(await noticesOf({ dereference: true, keep: { hardLinks: false } }), []);
    assertEquals(await noticesOf({}), []);
  }));

Deno.test("--shard: a folder is told of by the shard that set it right, whoever owns it", () =>
  withScratch(async (dir) => {
    makeTree(dir);
    await all("mirror", dir, 2);
    const differ = "for d in t/a t/a/b t/empty t/empty/below t/many t/ro; do chmod 711 $d; done; " +
      "touch t t/a/b/c; setfattr -n user.k -v v s/a s/ro 2>&1 || true";
    const told = (runs: readonly Awaited<ReturnType<typeof run>>[]) => ({
      count: runs.reduce((sum, { summary }) => sum + summary.metadataUpdated, 0),
      paths: runs.flatMap(({ events }) =>
        events.flatMap((event) => event.type === "operation" ? [`${event.op} ${event.path}`] : [])
      ).sort(),
    });
    sh(`${differ}; cp -a t t0`, dir);
    const reportOperations = true;
    const planned = await all("mirror", dir, 3, { reportOperations, dryRun: true });
    const made = await all("mirror", dir, 3, { reportOperations });
    sh("chmod -R u+w t; rm -r t; cp -a t0 t", dir);
    const one = await run("mirror", dir, { reportOperations });
    assert(told([one]).count >= 8);
    assertEquals(told(made), told([one]));
    assertEquals(told(planned), told([one]));
    sh("chmod -R u+w t; rm -r t; cp -a t0 t", dir);
    assertEquals(told(await all("mirror", dir, 3, { reportOperations }, true)), told([one]));
    sh("chmod -R u+w t; rm -r t", dir);
    assertEquals(told(await all("mirror", dir, 3, {}, true)).count, 0);
  }));

Deno.test("--shard: a limit counts a folder that makes way for another shard's entry on both sides", () =>
  withScratch(async (dir) => {
    sh("mkdir s t; for i in $(seq 40); do echo $i > s/$i; mkdir t/$i; done", dir);
    const maxDelete = { amount: 100, unit: "percent" };
    const done = await all("mirror", dir, 3, { maxDelete });
    assertEquals(done.map(({ summary }) => summary.outcome), ["done", "done", "done"]);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  }));

for (
  const [what, options, message] of [
    ["a move", { removeSource: "everything" }, "removes nothing from SOURCE"],
    ["a copy whose DEST may be another shard's", {}, "--shard has to know what DEST is"],
  ] as const
) {
  Deno.test(`--shard: ${what} is refused, and nothing is touched`, () =>
    withScratch(async (dir) => {
      sh("mkdir s; echo a > s/a", dir);
      const begin = "removeSource" in options ? move : copy;
      const error = await assertRejects(
        async () => await begin(`${dir}/s`, `${dir}/t`, { shard: "1/2" }),
        UsageError,
        message.replace("--shard", "shard"),
      );
      assertEquals(error.code, "CONFLICT");
      assertEquals(sh("ls", dir).trim(), "s");
    }));
}

Deno.test("--shard: several sources, files that are named, and their hard links", () =>
  withScratch(async (dir) => {
    makeTree(dir);
    sh("mkdir t; echo f > f; for i in 1 2 3 4; do ln f f$i; echo $i > g$i; done", dir);
    const sources = ["s", "f", "f1", "f2", "f3", "f4", "g1", "g2", "g3", "g4"].map((name) =>
      `${dir}/${name}`
    );
    const seen = [];
    for (const i of [3, 1, 2]) {
      seen.push((await copy(sources, `${dir}/t`, { shard: `${i}/3` })).entriesSeen);
    }
    assert(seen.every((count) => count > 0), `${seen}`);
    sh("mkdir r; cp -a s f f1 f2 f3 f4 g1 g2 g3 g4 r", dir);
    sh("touch -r r t", dir);
    assertEquals(await judge(`${dir}/r`, `${dir}/t`), []);
  }));

Deno.test("--shard: filters, a list of paths, and --link-dest", () =>
  withScratch(async (dir) => {
    makeTree(dir);
    const filters = ["s3", "l*"].map((pattern) => ({ include: false, pattern }));
    const lists = { onlyPaths: ["a/b", "many/7", "many/8", "ro"], filters };
    await all("mirror", dir, 3, lists);
    await runLibrary("mirror", `${dir}/s`, `${dir}/r`, lists);
    assertEquals(await judge(`${dir}/r`, `${dir}/t`), []);
    await runLibrary("mirror", `${dir}/s`, `${dir}/old`, {});
    const made = await all("copy", dir, 3, { linkDest: [`${dir}/old`] });
    assertEquals(made.map(({ summary }) => summary.filesCopied), [0, 0, 0]);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    assertEquals(sh("stat -c %i t/many/5 old/many/5 | uniq | wc -l", dir).trim(), "1");
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
