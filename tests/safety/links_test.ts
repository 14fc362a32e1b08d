// Safe for root in folders that an attacker can write to: while root mirrors again and again, another
// process swaps folders and files for symlinks to outside. Nothing outside may be created, changed or
// deleted by way of the target, and nothing outside may be read by way of the source.

import { assert, assertEquals } from "@std/assert";
import { mirror, type RunOptions } from "../../lib/mod.ts";
import { start } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const SWAPPER = new URL("../support/swapper.ts", import.meta.url).pathname;
const SECONDS = 3;
/** Below these the attack was none. */
const FEWEST_SWAPS = 1000;
const FEWEST_MIRRORS = 10;

/** What the symlinks lead to: folders and files of the names that are attacked. */
const OUTSIDE = `mkdir -p outside/deep outside/many; for i in {1..20}; do
    echo SECRET $i >outside/$i; echo SECRET deep $i >outside/deep/$i; echo SECRET >outside/many/$i
  done; chmod 600 outside/* outside/*/*; chmod 700 outside outside/deep outside/many
  touch -d @1 outside/deep/* outside/*`;

/** `sub`, `sub/deep` and files in both are what is attacked, in `$1`. */
const TREE = `mkdir -p s/sub/deep s/sub/many t/sub/deep; for i in {1..20}; do
    echo $i >s/sub/$i; echo $i >s/sub/deep/$i; echo $i >s/sub/many/$i; done; cp -a s/. t`;

const SETTINGS: readonly RunOptions[] = [{}, { inplace: true }, { jobs: 2 }, {
  comparison: "checksum",
}];

/** A name in a folder that is attacked, and what below `outside` takes its place. */
type Attacked = readonly [name: string, leadsTo: string];

/** Swaps each of `names` in the folder `root` for a link, while `round` is called again and again. */
async function attack(
  dir: string,
  root: "s" | "t",
  names: readonly Attacked[],
  round: (number: number) => Promise<void>,
  makeLink: (leadsTo: string, path: string) => void = Deno.symlinkSync,
): Promise<void> {
  const spares = names.map(([, leadsTo], i) => {
    const path = `${dir}/spare${i}`;
    const link = () => makeLink(`${dir}/outside/${leadsTo}`, path);
    link();
    return { path, link };
  });
  const pairs = names.flatMap(([name], i) => [`${dir}/${root}/${name}`, spares[i].path]);
  const args = ["run", "-A", "--no-check", SWAPPER, `${SECONDS}`, ...pairs];
  const swapper = start([Deno.execPath(), ...args]);
  let isAttacked = true;
  swapper.finished.then(() => isAttacked = false);
  let rounds = 0;
  for (; isAttacked; rounds++) {
    await round(rounds);
    // What ferry finds in the target's place it replaces, so each attack there uses up its link. The
    // spare goes aside in one step: it may be anything, and be swapped at any moment.
    for (const { path, link } of root === "t" ? spares : []) {
      Deno.renameSync(path, `${dir}/aside`);
      link();
      Deno.removeSync(`${dir}/aside`, { recursive: true });
    }
    await new Promise((resolve) => setTimeout(resolve)); // so that the attacker's end is noticed
  }
  const { stdout, stderr } = await swapper.finished;
  assert(Number(stdout) > FEWEST_SWAPS, `${stdout} swaps ${stderr}`);
  assert(rounds > FEWEST_MIRRORS, `${rounds} mirrors`);
}

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
          assert(outcome === "done" || outcome === "partial", outcome);
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
          assert(outcome === "done" || outcome === "partial", outcome);
          if (round % 10 === 9) {
            assertEquals(sh("grep -r SECRET t? || true; rm -r t?", dir), "");
          }
        });
        assertEquals(sh("grep -r SECRET t? || true", dir), "");
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
