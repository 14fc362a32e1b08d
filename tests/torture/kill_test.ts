// kill -9 at random moments of runs that copy, replace, change types and delete, small and large: what
// stands under a final name is the old or the new version, with its mode and time, and the next run makes
// the target right and sweeps what was left. With --inplace only the latter.

import { assertEquals } from "@std/assert";
import { runFerry, startFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { randomNumbers, rounds, seedOfRun, tell } from "../support/torture.ts";
import { atRandomMoments } from "./at_random_moments.ts";
import { versions } from "./versions.ts";

/** New `s` and old `old`: large and small files, replaced, new, deleted and of changed type. */
const MIXED = `mkdir -p s/{a,b,was_file,fresh/deep} old/{a,b,gone/deep,was_folder}
  for i in 1 2 3; do head -c 8M /dev/urandom >s/a/large$i; done
  head -c 8M /dev/urandom >old/a/large1; head -c 12M /dev/urandom >old/a/large2
  for i in {1..150}; do echo "new version $i" >s/b/$i; echo "old $i" >old/b/$i; done
  for i in {1..150}; do echo "only new $i" >s/a/$i; echo "gone $i" >old/gone/deep/$i; done
  for i in {1..150}; do echo "fresh $i" >s/fresh/$i; echo "deep $i" >s/fresh/deep/$i; done
  echo was a folder >s/was_folder; echo in it >old/was_folder/x; echo in it >s/was_file/x
  echo was a file >old/was_file; ln s/b/1 s/a/hard; chmod 640 s/a/* s/b/*; chmod 600 old/a/* old/b/*
  ln -s x s/a/soft; ln -s y old/a/soft`;

/** Ten files: done before there are workers. */
const SMALL = `mkdir -p s/sub old/sub old/gone; for i in {1..5}; do
    echo "new version $i" >s/$i; echo "old $i" >old/$i; echo "new $i" >s/sub/$i; echo gone >old/gone/$i
  done`;

/** Folders enough for workers, filled under temporary names, beside others that are replaced. */
const POOLED = `mkdir s old; for d in {1..60}; do
    mkdir s/$d; for i in {1..60}; do echo "new $d $i" >s/$d/$i; done
    ((d % 2)) || { cp -r s/$d old/$d; for i in {1..60}; do echo "old $d" >old/$d/$i; done; }
  done; cp -r old/2 old/gone`;

/** Folders of a few files, deep down: filled one from the other under temporary names. */
const DEEP = `mkdir -p s/{a,b,c,d}{1..3}/{a,b,c}{1..3}/{x,y}; mkdir old
  find s -type d | while read -r d; do for i in {1..6}; do echo "$d $i" >$d/$i; done; done
  find s -type d -name x -exec chmod 555 {} +; ln s/a1/a1/1 s/b1/other; head -c 2M /dev/urandom >s/c1/b1/x.large`;

/** What is killed: the trees, the flags, and whether each name keeps an old or a new file throughout. */
const CASES = [
  { what: "a mirror of large and small files", trees: MIXED, flags: [], isWhole: true },
  { what: "a copy", trees: `${MIXED}; rm -r old; mkdir old`, flags: ["-j3"], isWhole: true },
  { what: "a mirror of few files", trees: SMALL, flags: ["-j1"], isWhole: true },
  { what: "a mirror of many folders", trees: POOLED, flags: ["-j3"], isWhole: true },
  { what: "a copy of a deep tree", trees: DEEP, flags: [], isWhole: true },
  { what: "a mirror --inplace", trees: MIXED, flags: ["--inplace"], isWhole: false },
] as const;

for (const { what, trees, flags, isWhole } of CASES) {
  Deno.test(`${what}, killed at any moment: old or new under each name, and the next run converges`, async () => {
    const seed = seedOfRun();
    const random = randomNumbers(seed);
    const kills = rounds(5, 40);
    await withScratch(async (dir) => {
      sh(
        `${trees}; find s -exec touch -hd @1500000000.123456789 {} +
         find old -exec touch -hd @1400000000 {} +; cp -a old t`,
        dir,
      );
      const known = new Set([...versions(`${dir}/s`), ...versions(`${dir}/old`)]);
      const args = ["mirror", ...flags, "s", "t"];
      const startedAt = performance.now();
      assertEquals((await runFerry(args, dir)).code, 0);
      const tries = await atRandomMoments(
        kills,
        performance.now() - startedAt,
        random,
        async (delayMs, moment) => {
          const context = `seed ${seed}, ${moment}`;
          sh("rm -r t; cp -a old t", dir);
          const wasUnderWay = await killAfter(delayMs, args, dir);
          if (isWhole) {
            const others = versions(`${dir}/t`).filter((version) => !known.has(version));
            assertEquals(others, [], context);
          }
          assertEquals((await runFerry(args, dir)).code, 0, context);
          assertEquals(
            [await judge(`${dir}/s`, `${dir}/t`), leftovers(`${dir}/t`)],
            [[], ""],
            context,
          );
          return wasUnderWay;
        },
      );
      tell(`kill -9: ${what}: ${tries} runs, ${kills} hit under way, 0 wrong`);
    });
  });
}

/** Starts ferry and kills it; whether it was still under way. */
async function killAfter(delayMs: number, args: readonly string[], dir: string): Promise<boolean> {
  const ferry = startFerry(args, dir);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  try {
    ferry.kill("SIGKILL");
  } catch { /* it had ended */ }
  return (await ferry.finished).code === 137;
}
