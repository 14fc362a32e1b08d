// `mirror --swap` while others look and when it is killed: DEST is the old tree or the new one, whole, at every moment, and
// the next run leaves nothing of the other.

import { assert, assertEquals } from "@std/assert";
import { runFerry, startFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, seedOfRun, tell } from "../support/torture.ts";
import { killAtRandomMoments } from "./at_random_moments.ts";

/** Two versions of a tree: `s` and `old`, of which the larger part is the same. */
const TREES =
  `mkdir -p s/{a,b}/{1..6}; for d in s/*/*; do for i in {1..25}; do echo "$d $i" >$d/$i; done; done
  ln s/a/1/1 s/b/1/hard; ln -s 2 s/a/soft; head -c 2M /dev/urandom >s/a/large; echo "version one" >s/version
  find s -exec touch -hd @1500000000.123456789 {} +; cp -a s old
  echo "version two now" >s/version; for i in {1..25}; do echo "changed in $i" >s/a/2/$i; done; rm -r s/b/6; mkdir s/c; touch s/c/{1..99}`;

testOrSkip(
  "mirror --swap, killed at any moment: DEST is old or new, and the next run leaves no trace",
  needsPrograms("rsync"),
  async () => {
    const seed = seedOfRun();
    const kills = rounds(3, 100);
    await withScratch(async (dir) => {
      sh(TREES, dir);
      const args = ["mirror", "--swap", "s", "d"];
      const reset = "rm -rf d .ferry*; cp -a old d";
      const tries = await killAtRandomMoments(
        kills,
        { args, dir, seed, reset },
        async (context) => {
          const isNew = sh("cat d/version", dir) === "version two now\n";
          assertEquals(await judge(`${dir}/${isNew ? "s" : "old"}`, `${dir}/d`), [], context);
          assertEquals((await runFerry(args, dir)).code, 0, context);
          assertEquals([await judge(`${dir}/s`, `${dir}/d`), leftovers(dir)], [[], ""], context);
        },
      );
      tell(`kill -9: mirror --swap: ${tries} runs, ${kills} hit under way, 0 wrong`);
    });
  },
);

Deno.test("mirror --swap, looked at all the time: each file is there, old or new", async () => {
  await withScratch(async (dir) => {
    sh(`${TREES}; cp -a old d`, dir);
    const seen = new Set<string>();
    for (let round = 0; round < rounds(2, 20); round++) {
      sh("rm -rf d; cp -a old d", dir);
      const ferry = startFerry(["mirror", "--swap", "s", "d"], dir);
      let isOver = false;
      const finished = ferry.finished.then((outcome) => {
        isOver = true;
        return outcome;
      });
      for (let wasNew = false; !isOver; await new Promise((resolve) => setTimeout(resolve))) {
        for (let i = 0; i < 50; i++) {
          const text = Deno.readTextFileSync(`${dir}/d/version`);
          assert(text === "version two now\n" || (text === "version one\n" && !wasNew), text);
          wasNew = text === "version two now\n";
          seen.add(text);
        }
      }
      assertEquals((await finished).code, 0);
    }
    assertEquals(seen.size, 2);
  });
});
