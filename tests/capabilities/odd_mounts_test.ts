// `capabilities` on file systems that keep less than Linux' own: it tells what other programs meet there.

import { assertEquals } from "@std/assert";
import { capabilities } from "../../lib/mod.ts";
import { all, answer, judge, judgeable, noJudge } from "../support/capability_judge.ts";
import { chosenStandIn } from "../support/chosen_stand_in.ts";
import { needsOddMount, ODD_KINDS, type OddKind } from "../support/odd_mounts.ts";
import { mountOdd } from "../support/odd_mounts.ts";
import { makeScratch } from "../support/scratch.ts";
import { sh } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const scratch = makeScratch("ferry-odd-capabilities-");
const notHere = noJudge ?? (chosenStandIn() === null ? null : "a stand-in's answers");

/** Steps of times, in nanoseconds; of all others 1. */
const STEPS: Partial<Record<OddKind, number>> = {
  "ext4-128": 1_000_000_000,
  exfat: 1_000_000_000,
  fat: 2_000_000_000,
  ntfs: 100,
  "ntfs-ignore-case": 100,
  "ntfs-permissions": 100,
  "ntfs-acls": 100,
  "ntfs-one-owner": 100,
};

for (const kind of ODD_KINDS) {
  testOrSkip(`${kind}: as other programs find it`, notHere ?? needsOddMount(kind), async () => {
    const { path } = mountOdd(scratch, kind);
    sh("mkdir here", path);
    const here = `${path}/here`;
    const { paths: [found], pairs: [pair], leftovers } = await capabilities(here);
    assertEquals([all(here).trimEnd().split("\n").length, leftovers], [1, []]);
    const ignoresCase = sh("touch Xy; [ -e xY ] && echo yes; rm Xy", here) !== "";
    const judged = judge(here);
    assertEquals(judgeable(found), judged.features);
    assertEquals([answer(pair.methods?.reflink), answer(pair.methods?.read_write)], [false, true]);
    assertEquals(found.limits?.ignoresCase, ignoresCase);
    assertEquals(found.limits?.timeStepNs, STEPS[kind] ?? 1);
  });
}
