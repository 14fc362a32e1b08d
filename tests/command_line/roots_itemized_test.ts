// What -i prints of the root itself, made or changed, which is what rsync prints.

import { assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { needsPrograms } from "../support/programs.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** As ferry and as rsync take it; a slash at the end means something to rsync alone. */
const RUNS: readonly (readonly [string, readonly string[], string])[] = [
  ["into a folder, new", ["copy", "s", "into"], "s into"],
  ["into a folder, there already", ["copy", "s", "into"], "s into"],
  ["under a new name", ["mirror", "s", "new"], "s/ new"],
  ["under a name that is there", ["mirror", "s", "new"], "s/ new"],
  ["as a dry run", ["mirror", "-n", "s", "newer"], "-n s/ newer"],
];

testOrSkip(
  "-i: a root that is made or changed is a line, as in rsync",
  needsPrograms("rsync"),
  async () => {
    await withScratch((dir) => {
      sh("mkdir -p s/d; echo 1 >s/f; echo 2 >s/d/g; mkdir -p ferry/into rsync/into", dir);
      for (const [name, args, judged] of RUNS) {
        const [command, ...rest] = args.map((arg) => arg === "s" ? "../s" : arg);
        const line = [...ferryCommand(), command, "-i", ...rest].join(" ");
        const printed = sh(`cd ferry; ${line}`, dir);
        const expected = sh(`cd rsync; rsync -ai ${judged.replace("s", "../s")}`, dir);
        const lines = (text: string) =>
          text.split("\n").filter((line) => /^[.>c][dfL]/.test(line)).sort();
        assertEquals(lines(printed), lines(expected), name);
        sh("touch -cd 2001-01-01 {ferry,rsync}/{into/s,new}", dir);
      }
    });
  },
);
