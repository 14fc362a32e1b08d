// The same shard several times at once, as when a scheduler takes one for dead that still runs, and two numbers of shards at
// once: processes that do the same entries. Each ends without an error, and together they make what one run makes.

import { assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { start } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, seedOfRun, tell } from "../support/torture.ts";
import { judgeCase, makeCase } from "./case.ts";
import { type Came, type CommandLine, inProcess, ofProcess, ofShard, together } from "./runs.ts";

const missing = needsRoot() ?? needsPrograms("rsync", "getfattr", "setfattr");

/** Shards as `[index, count]`. */
type Shards = readonly (readonly [index: number, count: number])[];

const THRICE: Shards = [[1, 1], [1, 1], [1, 1]];
const TWO_AND_THREE: Shards = [[1, 2], [2, 2], [1, 3], [2, 3], [3, 3], [1, 2]];

/** Runs shards at once. */
async function atOnce([verb, ...args]: CommandLine, shards: Shards): Promise<readonly Came[]> {
  const command = [verb, "--json", ...args];
  return await Promise.all(shards.map(async ([index, count]) => {
    const process = start([...ferryCommand(), ...ofShard(command, index, count)]);
    return ofProcess(await process.finished);
  }));
}

/** Files, links, folders and what makes way for them, so many of each that runs meet. */
const TREE = "for d in a b c; do mkdir -p s/$d/x; " +
  "for i in $(seq 40); do echo $d$i >s/$d/f$i; echo $i >s/$d/x/g$i; done; " +
  "for i in 1 2 3 4 5 6; do ln s/$d/f$i s/$d/x/l$i; ln s/$d/f$i s/m$d$i; ln -s f$i s/$d/s$i; done; " +
  "mkfifo s/$d/fifo; done; " +
  "for i in $(seq 20); do echo $i >s/file$i; mkdir s/folder$i; echo $i >s/folder$i/in; done";

const TARGETS = [
  ["an empty target", "true"],
  [
    "extra entries and other kinds",
    "for i in $(seq 20); do mkdir t/file$i; echo x >t/file$i/x; echo old >t/folder$i; done; " +
    "for i in $(seq 60); do echo x >t/e$i; mkdir -p t/d$i/a; echo x >t/d$i/a/x; done",
  ],
  [
    "an earlier version",
    "cp -a s/. t; for f in t/?/f[0-9]*; do echo other >$f; done; rm -r t/a/x; echo x >t/a/x; " +
    "rm t/b/s*; mkdir t/b/s1 t/b/s2; chmod 700 t/c; rm t/c/x/l*",
  ],
] as const;

for (const [what, make] of TARGETS) {
  testOrSkip(
    `the same shard three times at once: ${what}`,
    missing,
    () =>
      withScratch(async (dir) => {
        sh(`mkdir t; ${TREE}; ${make}`, dir);
        for (const shards of [THRICE, TWO_AND_THREE]) {
          sh("rm -rf u; cp -a t u", dir);
          const all = await atOnce(["mirror", `${dir}/s`, `${dir}/u`], shards);
          assertEquals(all.flatMap(({ errors }) => errors), []);
          assertEquals(all.map(({ code }) => code), shards.map(() => 0));
          assertEquals(await judge(`${dir}/s`, `${dir}/u`), []);
          assertEquals(leftovers(`${dir}/u`), "");
        }
      }),
  );
}

testOrSkip(
  "shards of 2 and 3 at once by the library, in one process with several threads",
  missing,
  () =>
    withScratch(async (dir) => {
      sh(`mkdir t; ${TREE}; ${TARGETS[2][1]}`, dir);
      const all = await Promise.all(TWO_AND_THREE.map(([index, count]) => {
        return inProcess(ofShard(["mirror", "-j3", `${dir}/s`, `${dir}/t`], index, count));
      }));
      assertEquals(all.map(({ code, errors }) => [code, ...errors]), TWO_AND_THREE.map(() => [0]));
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
      assertEquals(leftovers(`${dir}/t`), "");
    }),
);

testOrSkip(
  "the same shard three times at once: large files, one of them resumed",
  missing,
  () =>
    withScratch(async (dir) => {
      sh("mkdir s; for i in 1 2; do head -c 40M /dev/urandom >s/$i; done; ln s/1 s/l", dir);
      for (const options of [["-j1"], ["-j1", "--resume"], ["-j3", "--inplace"]]) {
        const command = ["mirror", "--no-zero-copy", ...options, `${dir}/s`, `${dir}/t`];
        const all = await atOnce(command, THRICE);
        assertEquals(all.map(({ code, errors }) => [code, ...errors]), THRICE.map(() => [0]));
        assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
        assertEquals(leftovers(`${dir}/t`), "");
        sh("rm -r t", dir);
      }
    }),
);

testOrSkip(
  "the same shard three times at once: a backup is of what was there before",
  missing,
  () =>
    withScratch(async (dir) => {
      sh(
        "mkdir s t b; for i in $(seq 300); do echo new$i >s/$i; echo old$i >t/$i; done; touch -d 2001-01-01 t/*",
        dir,
      );
      // Backups of an earlier run are replaced.
      sh("for i in $(seq 300); do echo older >b/$i; done", dir);
      const all = await atOnce(
        ["mirror", "--backup-dir", `${dir}/b`, `${dir}/s`, `${dir}/t`],
        THRICE,
      );
      assertEquals(all.map(({ code, errors }) => [code, ...errors]), THRICE.map(() => [0]));
      assertEquals(sh("cat b/* | grep -c old[1-9]; diff -r s t", dir).trim(), "300");
      assertEquals(leftovers(`${dir}/b`), "");
    }),
);

const runs = Number(Deno.env.get("FERRY_RUNS") ?? rounds(1, 20));
testOrSkip(`two numbers of shards at once, each twice: ${runs} random trees`, missing, async () => {
  const seed = seedOfRun() + 3000;
  for (let run = 0; run < runs; run++) {
    await withScratch(async (dir) => {
      const made = makeCase(dir, seed + run);
      const [verb, ...args] = made.command("one");
      const one = ofProcess(await start([...ferryCommand(), verb, "--json", ...args]).finished);
      const many = together(await atOnce(made.command("many"), [...TWO_AND_THREE, [2, 2]]));
      const errors = many.errors.map((error) => error.replace("/many/t", "/one/t"));
      assertEquals([errors, many.code], [one.errors.toSorted(), one.code], made.told);
      await judgeCase({ ...made, told: `${made.told}: shards of 2 and 3` }, one.code === 0);
    });
  }
  tell(`shards: of 2 and 3 at once, each twice: ${runs} random trees as one run`);
});
