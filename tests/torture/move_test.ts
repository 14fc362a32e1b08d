// kill -9 at random moments of a move to another file system: nothing is lost, whichever side it is on, and the same command
// again completes it.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, seedOfRun, tell } from "../support/torture.ts";
import { killAtRandomMoments } from "./at_random_moments.ts";

/** Small and large files, links of both kinds, empty and deep folders. */
const TREE = `mkdir -p s/{a,b,c}/{1..9} s/empty; for d in s/*/*; do
    for i in {1..20}; do echo "$d $i" >$d/$i; done; ln $d/1 $d/hard; ln -s 2 $d/soft
  done; head -c 3M /dev/urandom >s/a/large; find s -exec touch -hd @1500000000.123456789 {} +`;

/** The command, and where everything is when it is done. */
const CASES = [
  { args: ["move", "s", "other/new"], arrives: "other/new" },
  { args: ["move", "-j3", "s", "other/in"], arrives: "other/in/s" },
] as const;

for (const { args, arrives } of CASES) {
  testOrSkip(
    `ferry ${
      args.join(" ")
    }, killed at any moment: nothing is lost, and the same command completes it`,
    needsRoot() ?? needsPrograms("rsync"),
    async () => {
      const seed = seedOfRun();
      const kills = rounds(2, 100);
      await withScratch(async (dir) => {
        sh(`${TREE}; cp -a s before; mkdir other; mount -t tmpfs -o mode=755 t other`, dir);
        const reset = "rm -rf s other/*; cp -a before s; mkdir other/in";
        const tries = await killAtRandomMoments(
          kills,
          { args, dir, seed, reset },
          async (context) => {
            assertEquals(missing(dir, arrives), "", context);
            const isLeft = sh("ls", dir).includes("\ns\n");
            // Where SOURCE is gone, the same command says so, and removes what may be left.
            assertEquals((await runFerry(args, dir)).code, isLeft ? 0 : 2, context);
            assertEquals(
              sh("ls -A; ls -A other other/in", dir).replaceAll("\n", " "),
              reported(arrives),
              context,
            );
            const left = await judge(`${dir}/before`, `${dir}/${arrives}`);
            // The last name that goes is the mark's, and DEST's time with it for a moment.
            const isLast = (line: string) => !isLeft && line === ".d..t...... ./";
            assertEquals(left.filter((line) => !isLast(line)), [], context);
            assertEquals(leftovers(`${dir}/other`), "", context);
          },
        );
        tell(`kill -9: a move: ${tries} runs, ${kills} hit under way, 0 wrong`);
      });
    },
  );
}

/** Files that neither the source nor the target has with their contents. */
function missing(dir: string, arrives: string): string {
  return sh(
    `sums() { [ ! -d $1 ] || (cd $1; find . -type f -exec sha256sum {} +); }
     comm -23 <(sums before | sort) <((sums s; sums ${arrives}) | sort -u)`,
    dir,
  );
}

/** What stands where at the end. */
function reported(arrives: string): string {
  return arrives === "other/new"
    ? "before other other: in new  other/in: "
    : "before other other: in  other/in: s ";
}
