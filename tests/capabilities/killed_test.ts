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

testOrSkip(
  "capabilities: what another user has, and what is no folder, stays under whatever name",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      // A process of that number does not run any more.
      const nameOf = (i: number) => `.ferry-3fffff-0123456${i}-fff9-0.tmp`;
      const [others, file, own] = [1, 2, 3].map(nameOf);
      sh(
        `mkdir a b; mkdir -p a/${others}/d a/${own}/d; chown 65534 a/${others}; touch a/${file}`,
        dir,
      );
      assertEquals((await runFerry(["capabilities", "a", "b"], dir)).code, 0);
      assertEquals(sh("ls -A a", dir), `${others}\n${file}\n`);
    });
  },
);
