// Every entry belongs to exactly one shard, on file systems of all kinds: each shard copies into a target of its own, where what
// it owns can be told apart. Also where inode numbers are made up, and are others for each machine that looks.

import { assert, assertEquals } from "@std/assert";
import { KINDS, mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { mountOdd, needsOddMount } from "../support/odd_mounts.ts";
import { run } from "../support/programs.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, seedOfRun } from "../support/torture.ts";
import { linkGroups, type Look, look } from "./look.ts";
import { inProcess, ofShard } from "./runs.ts";
import { makeTrees } from "./trees.ts";

const COUNTS = [2, rounds(7, 40)];
const scratch = makeScratch("ferry-partition-");
const mounts = mountAll(scratch);
const missing = needsRoot() ?? needsPrograms("getfattr", "setfattr");

for (const kind of KINDS) {
  testOrSkip(
    `shards on ${kind}: every entry is in exactly one, all names of a file in the same`,
    missing ?? mounts[kind].reason,
    async () => await tryPlace(mounts[kind].path, false, (dir) => `${dir}/s`),
  );
}

for (const kind of ["bindfs", "mergerfs", "unionfs"] as const) {
  testOrSkip(
    `shards on ${kind}: every entry is in exactly one, and it is said that names of a file may not be in the same`,
    missing ?? needsOddMount(kind),
    async () => {
      const { path, reason } = mountOdd(scratch, kind);
      assertEquals(reason, null);
      await tryPlace(path, true, (dir) => `${dir}/s`);
    },
  );
}

testOrSkip(
  "shards of one folder seen by several mounts: every entry is in exactly one",
  missing ?? needsOddMount("bindfs"),
  async () => {
    const dir = `${scratch}/seen`;
    Deno.mkdirSync(dir);
    await tryPlace(dir, true, (dir, index) => {
      const at = `${dir}/mount${index}`;
      Deno.mkdirSync(at);
      assertEquals(run("bindfs", `${dir}/s`, at), null);
      // Inode numbers follow the order in which entries are looked up.
      sh(
        `ls -lR '${at}' >/dev/null; find '${at}' | sort -r | xargs -d '\\n' stat >/dev/null || true`,
      );
      return at;
    });
  },
);

/**
 * Copies with each number of shards.
 *
 * @param maySplit whether the names of a file may be in several shards, which is then said
 * @param sourceOf the source as a shard sees it
 */
async function tryPlace(
  place: string,
  maySplit: boolean,
  sourceOf: (dir: string, index: number) => string,
): Promise<void> {
  const seed = seedOfRun();
  for (let round = 0; round < rounds(1, 2); round++) {
    const dir = `${place}/trees`;
    Deno.mkdirSync(dir);
    makeTrees(dir, seed + round, false);
    sh("rm -rf t0 e", dir);
    const source = look(`${dir}/s`);
    const names = Array.from({ length: Math.max(...COUNTS) }, (_, i) => sourceOf(dir, i + 1));
    for (const count of COUNTS) {
      const owned: Look[] = [];
      let isSplitting = false;
      for (let index = 1; index <= count; index++) {
        const target = `${scratch}/owned`;
        const args = ofShard(["copy", "-T", names[index - 1], target], index, count);
        const { code, errors, notices } = await inProcess(args);
        assertEquals([errors, code], [[], 0]);
        isSplitting ||= notices.some((notice) => /names of one file/.test(notice));
        owned.push(look(target));
        sh(`rm -rf '${target}'`);
      }
      assertEquals(isSplitting, maySplit);
      judgePartition(
        source,
        owned,
        maySplit,
        `FERRY_SEED=${seed + round}, ${count} shards on ${place}`,
      );
    }
    for (const name of new Set(names)) if (name !== `${dir}/s`) sh(`umount '${name}'`);
    sh(`rm -rf '${dir}'`);
  }
}

function judgePartition(
  source: Look,
  owned: readonly Look[],
  maySplit: boolean,
  told: string,
): void {
  const timesOwned = ([path, { type }]: [string, { type: string }]) =>
    type === "d" ? null : [path, owned.filter(({ entries }) => entries.has(path)).length];
  const wrong = [...source.entries].map(timesOwned)
    .filter((found) => found !== null && found[1] !== 1);
  assertEquals(wrong, [], told);
  // A folder without entries is made by its owner.
  const folders = [...source.entries].filter(([, { type }]) => type === "d");
  const lost = folders.filter(([path]) => !owned.some(({ entries }) => entries.has(path)));
  assertEquals(lost, [], told);
  if (!maySplit) assertEquals(owned.flatMap(linkGroups).sort(), linkGroups(source), told);
  if (owned.length > 1) {
    const files = owned.map(({ entries }) => entries.size);
    assert(Math.max(...files) < source.entries.size, `${told}: one shard has everything`);
  }
}
