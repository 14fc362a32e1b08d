// kill -9 at random moments of a run that copies, replaces, changes types and deletes: whatever stands
// under a final name is the old or the new version, with its mode and time, and the next run makes the
// target right and sweeps what was left. FERRY_SEED repeats a run, FERRY_KILLS makes it longer.

import { assert, assertEquals } from "@std/assert";
import { runFerry, startFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";

const KILLS = Number(Deno.env.get("FERRY_KILLS") ?? 20);

/** New `s` and old `old`: large and small files, replaced, new, deleted and of changed type. */
const TREES = `mkdir -p s/{a,b,was_file,fresh/deep} old/{a,b,gone/deep,was_folder}
  for i in 1 2 3; do head -c 16M /dev/urandom >s/a/large$i; done
  head -c 16M /dev/urandom >old/a/large1; head -c 24M /dev/urandom >old/a/large2
  for i in {1..150}; do echo "new version $i" >s/b/$i; echo "old $i" >old/b/$i; done
  for i in {1..150}; do echo "only new $i" >s/a/$i; echo "gone $i" >old/gone/deep/$i; done
  for i in {1..150}; do echo "fresh $i" >s/fresh/$i; echo "deep $i" >s/fresh/deep/$i; done
  echo was a folder >s/was_folder; echo in it >old/was_folder/x; echo in it >s/was_file/x
  echo was a file >old/was_file; ln s/b/1 s/a/hard; chmod 640 s/a/* s/b/*; chmod 600 old/a/* old/b/*
  ln -s x s/a/soft; ln -s y old/a/soft
  find s -exec touch -hd @1500000000.123456789 {} +; find old -exec touch -hd @1400000000 {} +`;

Deno.test("mirror killed at any moment: old or new under each name, and the next run converges", async () => {
  const seed = Number(Deno.env.get("FERRY_SEED") ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`FERRY_SEED=${seed}`);
  const random = randomNumbers(seed);
  await withScratch(async (dir) => {
    sh(TREES, dir);
    const known = new Set([...versions(`${dir}/s`), ...versions(`${dir}/old`)]);
    sh("cp -a old t", dir);
    const startedAt = performance.now();
    assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
    const wholeMs = performance.now() - startedAt;
    let killed = 0;
    for (let i = 0; i < KILLS; i++) {
      const flags = random() < 0.5 ? ["-j1"] : ["-j3"];
      sh("rm -r t; cp -a old t", dir);
      const ferry = startFerry(["mirror", ...flags, "s", "t"], dir);
      // The first part of a run is Deno's start, in which nothing can go wrong.
      const delayMs = wholeMs * (0.3 + 0.7 * random());
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      try {
        ferry.kill("SIGKILL");
      } catch { /* it had ended */ }
      if ((await ferry.finished).code === 137) killed++;
      const context = `seed ${seed}, kill ${i} after ${delayMs} ms, ${flags}`;
      assertEquals(versions(`${dir}/t`).filter((version) => !known.has(version)), [], context);
      assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0, context);
      assertEquals([await judge(`${dir}/s`, `${dir}/t`), leftovers(`${dir}/t`)], [[], ""], context);
    }
    assert(killed > KILLS / 4, `only ${killed} of ${KILLS} runs were still under way`);
  });
});

/** A line for each file under a final name: path, digest, mode and time. */
function versions(dir: string): string[] {
  const script =
    `find . -type f -not -path '*/.ferry-*.tmp*' -printf '%P %m %T@ ' -exec md5sum {} \\;`;
  return sh(script, dir).split("\n").filter((line) => line !== "");
}

/** Numbers from 0 to 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let bits = Math.imul(state ^ state >>> 15, 1 | state);
    bits = bits + Math.imul(bits ^ bits >>> 7, 61 | bits) ^ bits;
    return ((bits ^ bits >>> 14) >>> 0) / 2 ** 32;
  };
}
