// Shards of random trees with random options, in any order and all at once: the target, its backups and the counts are those
// of one run, whatever it was before; another number of shards then finds nothing to do. FERRY_SEED repeats a run, FERRY_RUNS
// sets its length.

import { assert, assertEquals } from "@std/assert";
import { KINDS, mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import type { Draw } from "../support/torture.ts";
import { rounds, seedOfRun, tell } from "../support/torture.ts";
import { type Case, comparable, inFolder, judgeCase, makeCase, ofAllShards } from "./case.ts";
import { look, unlike } from "./look.ts";
import { type Came, inProcess, shardsHere } from "./runs.ts";

const COUNTS = [2, 3, 7];
const PLACES = (["tmpfs", "ext4", "xfs"] as const).filter((kind) => KINDS.includes(kind));
const scratch = makeScratch("ferry-shards-");
const mounts = mountAll(scratch);
const missing = needsRoot() ?? needsPrograms("rsync", "getfattr", "setfattr");

for (const kind of PLACES) {
  const runs = Number(
    Deno.env.get("FERRY_RUNS") ?? (kind === "tmpfs" ? rounds(6, 30) : rounds(1, 5)),
  );
  testOrSkip(
    `shards on ${kind}: of ${runs} random trees, they make what one run makes`,
    missing ?? mounts[kind].reason,
    async () => {
      const seed = seedOfRun();
      for (let run = 0; run < runs; run++) {
        const dir = `${mounts[kind].path}/case`;
        sh(`rm -rf '${dir}'; mkdir '${dir}'`);
        await tryCase(makeCase(dir, seed + run));
      }
      tell(
        `shards: ${kind}: ${runs} random trees and options, as one run, rsync and verify judge`,
      );
    },
  );
}

async function tryCase(made: Case): Promise<void> {
  const { dir, draw } = made;
  const before = look(dir);
  await comparePlans(made, draw.of(COUNTS));
  assertEquals(
    unlike(before, look(dir)),
    [],
    `${made.told}: a dry run touched something`,
  );
  const one = await inProcess(made.command("one"));
  const [count, atOnce] = [draw.of(COUNTS), draw.below(2) === 0];
  const told = `${made.told}: ${count} shards${atOnce ? " at once" : ""}`;
  const many = await shardsHere(
    made.command("many"),
    orderOf(count, draw),
    atOnce,
  );
  assertEquals(
    [many.errors, many.code],
    [sameErrors(one.errors), one.code],
    told,
  );
  await judgeCase({ ...made, told }, one.code === 0);
  assertEquals(comparable(many, made), comparable(one, made), told);
  await expectNothingLeft(
    made,
    draw.of(COUNTS.filter((other) => other !== count)),
  );
}

/** Dry runs and comparisons of all shards tell what one tells. */
async function comparePlans(made: Case, count: number): Promise<void> {
  const { drawn, dir, told, command } = made;
  const [verb, ...rest] = command("many");
  const dry = [verb, "--dry-run", ...rest];
  const [planned, plans] = [
    await inProcess(dry),
    await ofAllShards(dry, count),
  ];
  assertEquals(
    comparable(plans, made),
    comparable(planned, made),
    `${told}: ${count} dry runs`,
  );
  if (drawn.verify === null) return;
  const verify = [
    "verify",
    ...inFolder(drawn.verify, dir),
    `${dir}/s`,
    `${dir}/many/t`,
  ];
  const [differing, found] = [
    await inProcess(verify),
    await ofAllShards(verify, count),
  ];
  assertEquals(
    comparable(found, made),
    comparable(differing, made),
    `${told}: ${count} shards verify`,
  );
}

/** Another number of shards does what a second run does: nothing, where options do not ask for it. */
async function expectNothingLeft(made: Case, count: number): Promise<void> {
  const [again, shards] = [
    await inProcess(made.command("one")),
    await shardsHere(made.command("many"), orderOf(count, made.draw), false),
  ];
  const told = `${made.told}: then ${count} shards`;
  // A folder that cannot be made fails in each shard.
  const done = ({ lines, counts: { errorCount: _failed, ...counts } }: Came) => [lines, counts];
  assertEquals(done(shards), done(again), told);
  await judgeCase({ ...made, told }, again.code === 0);
}

/** Errors of one run, as the other target's would be. */
function sameErrors(errors: readonly string[]): string[] {
  return errors.map((error) => error.replace("/one/t", "/many/t")).sort();
}

/** Numbers from 1 to `count` in a drawn order. */
function orderOf(count: number, draw: Draw): number[] {
  const order = Array.from({ length: count }, (_, i) => i + 1);
  for (let i = order.length - 1; i > 0; i--) {
    const other = draw.below(i + 1);
    [order[i], order[other]] = [order[other], order[i]];
  }
  assert(new Set(order).size === count);
  return order;
}
