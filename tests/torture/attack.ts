// An attack on trees that root mirrors: another process swaps names for links to outside, as fast as it
// can, while ferry runs again and again.

import { assert } from "@std/assert";
import { start } from "../support/ferry_process.ts";
import { rounds, tell } from "../support/torture.ts";

const SWAPPER = new URL("./swapper.ts", import.meta.url).pathname;
const SECONDS = 2;
/** Below these the attack was none. */
const FEWEST_SWAPS = rounds(1000, 10_000);
const FEWEST_MIRRORS = 4;

/** What the symlinks lead to: folders and files of the names that are attacked. */
export const OUTSIDE = `mkdir -p outside/deep outside/many; for i in {1..20}; do
    echo SECRET $i >outside/$i; echo SECRET deep $i >outside/deep/$i; echo SECRET >outside/many/$i
  done; chmod 600 outside/* outside/*/*; chmod 700 outside outside/deep outside/many
  touch -d @1 outside/deep/* outside/*`;

/** `sub`, `sub/deep` and files in both are what is attacked, in `$1`. */
export const TREE = `mkdir -p s/sub/deep s/sub/many t/sub/deep; for i in {1..20}; do
    echo $i >s/sub/$i; echo $i >s/sub/deep/$i; echo $i >s/sub/many/$i; done; cp -a s/. t`;

/** A name in a folder that is attacked, and what below `outside` takes its place. */
export type Attacked = readonly [name: string, leadsTo: string];

/**
 * Swaps each of `names` in the folder `root` for a link, while `round` is called again and again.
 *
 * @param makeLink makes what takes a name's place; null where nothing does: the names are moved away and back
 */
export async function attack(
  dir: string,
  root: "s" | "t" | "links",
  names: readonly Attacked[],
  round: (number: number) => Promise<void>,
  makeLink: ((leadsTo: string, path: string) => void) | null = Deno.symlinkSync,
): Promise<void> {
  const spares = names.map(([, leadsTo], i) => {
    const path = `${dir}/spare${i}`;
    const link = () => makeLink?.(`${dir}/outside/${leadsTo}`, path);
    link();
    return { path, link };
  });
  const pairs = names.flatMap(([name], i) => [`${dir}/${root}/${name}`, spares[i].path]);
  const enough = `${dir}/enough`;
  const how = makeLink === null ? "away" : "swap";
  const args = [
    "run",
    "-A",
    "--no-check",
    SWAPPER,
    how,
    `${SECONDS}`,
    `${FEWEST_SWAPS}`,
    enough,
    ...pairs,
  ];
  const swapper = start([Deno.execPath(), ...args]);
  let isAttacked = true;
  swapper.finished.then(() => isAttacked = false);
  let mirrors = 0;
  for (; isAttacked; mirrors++) {
    await round(mirrors);
    if (mirrors === FEWEST_MIRRORS) Deno.writeTextFileSync(enough, "");
    // What ferry finds in the target's place it replaces, so each attack there uses up its link. The
    // spare goes aside in one step: it may be anything, and be swapped at any moment.
    for (const { path, link } of root === "t" ? spares : []) {
      if (!putAside(path, `${dir}/aside`)) continue;
      link();
      Deno.removeSync(`${dir}/aside`, { recursive: true });
    }
    await new Promise((resolve) => setTimeout(resolve)); // so that the attacker's end is noticed
  }
  const { stdout, stderr } = await swapper.finished;
  assert(Number(stdout) >= FEWEST_SWAPS, `${stdout} swaps ${stderr}`);
  assert(mirrors > FEWEST_MIRRORS, `${mirrors} mirrors`);
  const where = { s: "source", t: "target", links: "folder of the roots" }[root];
  const what = names.map(([name]) => name).join(", ");
  const done = makeLink === null ? "moves away and back" : "swaps";
  tell(`attack: ${what} in the ${where}: ${stdout.trim()} ${done} during ${mirrors} mirrors`);
}

/** Moves what stands at `path`; false where nothing does, because the attacker has just moved it back. */
function putAside(path: string, aside: string): boolean {
  try {
    Deno.renameSync(path, aside);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
