// `filter`: a function chooses entries. rsync, told the same names one by one, is the judge.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { copy, type FilterEntry, mirror, move, UsageError, verify } from "../../lib/mod.ts";
import { noRsync } from "../plan/filtered_tree.ts";
import { drawTree } from "../support/drawn_tree.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { Draw, rounds, seedOfRun } from "../support/torture.ts";

const RUNS = rounds(24, 300);
const NAMES = ["a", "b", "c", "d e", "ä"];

/** A number for a path, another one for each salt. */
function hash(text: string, salt: number): number {
  let sum = salt;
  for (const byte of new TextEncoder().encode(text)) sum = (sum * 31 + byte) >>> 0;
  return sum;
}

/** Adds files to a tree, with the kinds that paths have in the other one. */
function makeTree(draw: Draw, root: string, kinds: Map<string, boolean>): void {
  const textOf = (path: string) => `${root} ${path}`;
  drawTree(draw, root, kinds, { names: NAMES, files: 12, levels: 3, textOf });
}

/** All paths below a folder and the contents of its files. */
function contentsOf(root: string): string {
  return sh("find . -printf '%P %y\\n' | sort; find . -type f -exec sha256sum {} + | sort", root);
}

testOrSkip(
  `filter: a mirror keeps and deletes what rsync does [${RUNS} runs]`,
  noRsync,
  async () => {
    const seed = seedOfRun();
    for (let run = 0; run < RUNS; run++) {
      const draw = new Draw(seed + run);
      await withScratch(async (dir) => {
        const kinds = new Map<string, boolean>();
        makeTree(draw, `${dir}/s`, kinds);
        makeTree(draw, `${dir}/d`, kinds);
        sh("find s -exec touch -hd 2001-01-01 {} +; cp -a d theirs", dir);
        const salt = draw.below(1000);
        const chooses = (path: string) => hash(path, salt) % 3 !== 0;
        const rules = [...kinds.keys()].filter((path) => !chooses(path)).map((path) =>
          `- /${path}`
        );
        Deno.writeTextFileSync(`${dir}/rules`, `${rules.join("\n")}\n`);
        sh("rsync -a --delete-after --exclude-from=rules s/ theirs/", dir);
        const options = {
          filter: ({ path }: FilterEntry) => chooses(path),
          allowEmptySource: true,
        };
        const told: string[] = [];
        await mirror(`${dir}/s`, `${dir}/d`, {
          ...options,
          dryRun: true,
          reportOperations: true,
          onEvent: (event) =>
            event.type === "operation" &&
            told.push(`${event.op} ${new TextDecoder().decode(event.path)}`),
        });
        const done: string[] = [];
        const summary = await mirror(`${dir}/s`, `${dir}/d`, {
          ...options,
          reportOperations: true,
          onEvent: (event) =>
            event.type === "operation" &&
            done.push(`${event.op} ${new TextDecoder().decode(event.path)}`),
        });
        const what = `seed ${seed + run}`;
        assertEquals(summary.outcome, "done", what);
        assertEquals(contentsOf(`${dir}/d`), contentsOf(`${dir}/theirs`), what);
        assertEquals(told.sort(), done.sort(), what);
        const again = await mirror(`${dir}/s`, `${dir}/d`, { ...options, dryRun: true });
        assertEquals([again.filesCopied, again.foldersCreated, again.deleted], [0, 0, 0], what);
        const { filter } = options;
        assertEquals((await verify(`${dir}/s`, `${dir}/d`, { filter })).outcome, "done", what);
      });
    }
  },
);

Deno.test("filter: it is told path, bytes and kind, after the rules", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/folder; touch s/a s/b.tmp s/folder/x $'s/\\xff'", dir);
    const asked: string[] = [];
    const filter = ({ path, pathBytes, isFolder }: FilterEntry) => {
      asked.push(`${path} ${pathBytes.length} ${isFolder}`);
      return true;
    };
    await copy(`${dir}/s`, `${dir}/d`, { placement: "exact", exclude: "*.tmp", filter });
    assertEquals([...new Set(asked)].sort(), [
      "a 1 false",
      "folder 6 true",
      "folder/x 8 false",
      "\ufffd 1 false",
    ]);
  });
});

Deno.test("filter: one that throws, or gives no boolean, stops the run and is what it rejects with", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s d; for i in $(seq 300); do echo $i >s/$i; done; touch d/old", dir);
    let calls = 0;
    const failing = () => {
      if (++calls > 100) throw new RangeError("mine");
      return true;
    };
    await assertRejects(
      async () => await mirror(`${dir}/s`, `${dir}/d`, { filter: failing }),
      RangeError,
      "mine",
    );
    assertEquals(calls, 101);
    assert(sh("ls d", dir).includes("old"), "nothing is deleted by a run that stops");
    assertEquals(leftovers(dir), "");
    const promise = (() => Promise.resolve(false)) as unknown as () => boolean;
    await assertRejects(
      async () => await mirror(`${dir}/s`, `${dir}/e`, { filter: promise }),
      TypeError,
      "gives true or false",
    );
  });
});

Deno.test("filter: a move leaves in the source what it leaves out", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/x t; touch s/a s/b s/x/b; mount -t tmpfs none t", dir);
    const { outcome } = await move(`${dir}/s`, `${dir}/t`, {
      placement: "into",
      filter: ({ path }) => !path.endsWith("b"),
    });
    assertEquals(outcome, "done");
    assertEquals(sh("find s t -type f | sort", dir), "s/b\ns/x/b\nt/s/a\n");
  });
});

Deno.test("filter: a huge folder, a large file and an abort in the middle of it, in one thread", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir -p s/many t; cd s/many; seq 10000 | xargs touch; cd ..; head -c 100M /dev/zero | tr '\\0' x >large",
      dir,
    );
    sh("mount -t tmpfs -o size=400m none t", dir);
    const filter = ({ path }: FilterEntry) => !path.endsWith("7");
    const { outcome, filesCopied } = await mirror(`${dir}/s`, `${dir}/t/d`, { filter });
    assertEquals([outcome, filesCopied], ["done", 9_001]);
    const stop = new AbortController();
    const aborted = copy(`${dir}/s/large`, `${dir}/t/large`, {
      filter,
      bandwidthLimit: 20 * 1024 * 1024,
      signal: stop.signal,
    });
    setTimeout(() => stop.abort(), 200);
    const begun = performance.now();
    await assertRejects(async () => await aborted, DOMException, "aborted");
    assert(performance.now() - begun < 2000, `${performance.now() - begun} ms`);
    assertEquals(sh("ls t", dir), "d\n");
  });
});

Deno.test("filter: several threads cannot have it", async () => {
  const error = await assertRejects(
    async () => await copy("a", "b", { filter: () => true, jobs: 4 }),
    UsageError,
    "'filter' and 'jobs' exclude each other",
  );
  assertEquals(error.code, "CONFLICT");
});
