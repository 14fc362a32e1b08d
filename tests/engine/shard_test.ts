// Shards of a copy, a mirror and a verification: together, in any order or at once, they do what one run does.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../../lib/errors.ts";
import { copy, move } from "../../lib/mod.ts";
import { runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { all, makeTree, run } from "./shard_runs.ts";

const RSYNC = needsPrograms("rsync");

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
