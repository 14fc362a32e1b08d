// `ferry capabilities` that is killed in the middle: the next one removes what it has left in the folders.

import { assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry, start } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

testOrSkip(
  "capabilities: what a killed one has left is removed by the next",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir a b", dir);
      const args = ["capabilities", "a", "b"];
      for (const when of [1, 12]) {
        const kill = ["-e", "trace=unlinkat", "-e", `inject=unlinkat:signal=KILL:when=${when}`];
        const strace = ["strace", "-fqq", "-o", "/dev/null", ...kill];
        assertEquals(
          (await start([...strace, ...ferryCommand(), ...args], dir).finished).code,
          137,
        );
        assertEquals(leftovers(dir) !== "", true);
        assertEquals((await runFerry(args, dir)).code, 0);
        assertEquals(sh("find a b", dir), "a\nb\n");
      }
    });
  },
);
