// Safe for root in folders that an attacker can write to: while root mirrors again and again, another
// process swaps folders and files for symlinks to outside. Nothing outside may be created, changed or
// deleted by way of the target, and nothing outside may be read by way of the source.

import { assert, assertEquals } from "@std/assert";
import { mirror, type RunOptions } from "../support/runs.ts";
import type { Outcome } from "../../lib/summary.ts";
import { judge } from "../support/judge.ts";
import { needsRoot } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { attack, OUTSIDE, TREE } from "./attack.ts";

const SETTINGS: readonly RunOptions[] = [{}, { inplace: true }, { jobs: 2 }, {
  comparison: "checksum",
}];

/** Changes contents, modes and names in the source, so that each mirror writes, sets and deletes. */
function stir(dir: string, round: number): void {
  const sub = `${dir}/s/sub`;
  for (const folder of [sub, `${sub}/deep`, `${sub}/many`]) {
    for (let i = 1; i <= 20; i++) {
      const path = `${folder}/${i}`;
      if ((i + round) % 5 === 0) removeIfThere(path);
      else if ((i + round) % 5 < 3) Deno.writeTextFileSync(path, "x".repeat(round % 50));
      else Deno.chmodSync(path, round % 2 === 0 ? 0o644 : 0o755);
    }
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch { /* removed in an earlier round */ }
}

/** How a run under attack may end. */
const ENDS: readonly Outcome[] = ["done", "partial", "changed"];

const ATTACKED = [
  ["a folder", [["sub", "."]]],
  ["a folder below", [["sub/deep", "deep"]]],
  ["two folders", [["sub/deep", "deep"], ["sub/many", "many"]]],
  ["files", [["sub/2", "2"], ["sub/3", "3"], ["sub/4", "4"], ["sub/deep/3", "deep/3"]]],
] as const;

for (const [what, names] of ATTACKED) {
  testOrSkip(
    `mirror: ${what} in the target swapped for symlinks: nothing outside is touched`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(`${OUTSIDE}; ${TREE}`, dir);
        const before = look(`${dir}/outside`);
        await attack(dir, "t", names, async (round) => {
          stir(dir, round);
          const { outcome } = await mirror(
            `${dir}/s`,
            `${dir}/t`,
            SETTINGS[round % SETTINGS.length],
          );
          assert(ENDS.includes(outcome), outcome);
        });
        assertEquals(look(`${dir}/outside`), before);
      });
    },
  );

  testOrSkip(
    `mirror: ${what} in the source swapped for symlinks: nothing outside is read`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(`${OUTSIDE}; ${TREE}`, dir);
        await attack(dir, "s", names, async (round) => {
          const target = `${dir}/t${round % 10}`;
          const { outcome } = await mirror(`${dir}/s`, target, SETTINGS[round % SETTINGS.length]);
          assert(ENDS.includes(outcome), outcome);
          if (round % 10 === 9) {
            assertEquals(sh("grep -r SECRET t? || true; rm -r t?", dir), "");
          }
        });
        assertEquals(sh("grep -r SECRET t? || true", dir), "");
      });
    },
  );
}

for (const root of ["s", "t"] as const) {
  const where = root === "s" ? "source" : "target";
  testOrSkip(
    `mirror: folders and files in the ${where} moved away and back: every run ends, nothing else is touched`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(`${OUTSIDE}; ${TREE}`, dir);
        const before = look(`${dir}/outside`);
        const names = [["sub/deep", ""], ["sub/many", ""], ["sub/2", ""]] as const;
        await attack(dir, root, names, async (round) => {
          if (root === "t") stir(dir, round);
          const settings = SETTINGS[round % SETTINGS.length];
          const { outcome } = await mirror(`${dir}/s`, `${dir}/t`, settings);
          assert(ENDS.includes(outcome), outcome);
        }, null);
        assertEquals(look(`${dir}/outside`), before);
        assertEquals((await mirror(`${dir}/s`, `${dir}/t`)).outcome, "done");
        assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
      });
    },
  );
}

testOrSkip(
  "mirror: files in the target swapped for hard links: no contents, mode or owner outside is set",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(`${OUTSIDE}; ${TREE}`, dir);
      const files = [1, 2, 3, 4].map((name) => [`sub/${name}`, `${name}`] as const);
      const state = () =>
        sh("find . -type f -printf '%P %m %U %T@ '  -exec sha256sum {} \\;", `${dir}/outside`);
      const before = state();
      await attack(dir, "t", files, async (round) => {
        for (const [path] of files) {
          Deno.chmodSync(`${dir}/s/${path}`, round % 2 === 0 ? 0o640 : 0o755);
        }
        await mirror(`${dir}/s`, `${dir}/t`);
      }, Deno.linkSync);
      assertEquals(state(), before);
    });
  },
);

/** What blocks, or has no end, when it is opened or read as a file. */
const BLOCKING = [
  ["FIFOs", "mkfifo"],
  ["endless devices", "mk() { mknod $1 c 1 5; }; mk"],
  ["terminals", "mk() { mknod $1 c 5 0; }; mk"],
] as const;

for (const [what, make] of BLOCKING) {
  for (const root of ["s", "t"] as const) {
    const where = root === "s" ? "source" : "target";
    testOrSkip(
      `mirror: files in the ${where} swapped for ${what}: no run waits, none is read or written`,
      needsRoot(),
      async () => {
        await withScratch(async (dir) => {
          sh(`${OUTSIDE}; ${TREE}`, dir);
          const files = ["2", "3", "deep/3"].map((name) => [`sub/${name}`, name] as const);
          await attack(dir, root, files, async (round) => {
            if (root === "t") stir(dir, round);
            else sh("rm -rf t", dir);
            const settings = SETTINGS[round % SETTINGS.length];
            const { outcome } = await mirror(`${dir}/s`, `${dir}/t`, settings);
            assert(ENDS.includes(outcome), outcome);
            // /dev/zero would give any size; the files here have few bytes.
            assertEquals(sh("find t -type f -size +1k", dir), "");
          }, (_leadsTo, path) => void sh(`${make} ${path}`));
        });
      },
    );
  }
}
