// The attack on what must not be opened: symlinks, FIFOs and devices get their metadata by another way
// than files. Their names are swapped for hard links to entries outside, which must keep theirs.

import { assertEquals } from "@std/assert";
import { mirror } from "../support/runs.ts";
import { setXattr } from "../support/entries.ts";
import { judge } from "../support/judge.ts";
import { needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { attack, type Attacked } from "./attack.ts";

const KINDS = [
  ["FIFOs", "mkfifo"],
  ["devices", "mk() { mknod $1 c 1 3; }; mk"],
  ["symlinks", "ln -s nowhere"],
] as const;
const NAMES = ["1", "2", "3"];

for (const [what, make] of KINDS) {
  for (const isNew of [false, true]) {
    const how = isNew ? "made anew" : "changed";
    testOrSkip(
      `mirror: ${what} that are ${how}, swapped for hard links: nothing outside gets their metadata`,
      needsRoot(),
      async () => {
        await withScratch(async (dir) => {
          sh("mkdir -p s/sub t/sub outside; echo SECRET >outside/file", dir);
          for (const name of NAMES) {
            sh(`for d in s/sub t/sub outside; do ${make} $d/${name}; done`, dir);
          }
          sh("find outside ! -type l -exec chmod 600 {} +; touch -hd @1 outside/*", dir);
          const state = () =>
            sh("find . -printf '%P %y %m %U:%G %T@\\n'; getfattr -Rhd -m - .", `${dir}/outside`);
          const before = state();
          const names: Attacked[] = NAMES.map((
            name,
          ) => [`sub/${name}`, what === "symlinks" ? "file" : name]);
          await attack(dir, "t", names, async (round) => {
            for (const name of NAMES) {
              if (isNew) sh(`rm -rf t/sub/${name}`, dir);
              change(`${dir}/s/sub/${name}`, round);
            }
            await mirror(`${dir}/s`, `${dir}/t`);
          }, Deno.linkSync);
          assertEquals(state(), before);
          // Without an attack all of it arrives.
          assertEquals((await mirror(`${dir}/s`, `${dir}/t`)).outcome, "done");
          assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
        });
      },
    );
  }
}

/** Gives a source entry other metadata than its target has. */
function change(path: string, round: number): void {
  sh(`chown -h ${1000 + round % 7}:${round % 5} ${path}; touch -hd @${1_400_000_000 + round} ${path}
     [[ -L ${path} ]] || chmod 6${round % 8}5 ${path}`);
  setXattr(path, "trusted.round", `${round}`);
}
