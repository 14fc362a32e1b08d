// The executable for arm64 at work on a tree of 2,000 entries of every kind, run by qemu-user. This machine's own
// programs judge what it left: rsync, getfattr, and a walk that sees holes, access times and change times.

import { assert, assertEquals, assertGreater, assertNotEquals } from "@std/assert";
import * as make from "../support/entries.ts";
import { expectSuccess } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { mutateEverything } from "../support/mutations/mod.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { accessTimeDifferences, differences, snapshot, touched } from "../support/snapshot.ts";
import { buildTree } from "../support/tree.ts";
import { ferryOnArm64, needsArm64 } from "./emulator.ts";

const scratch = makeScratch("ferry-arm64-");
/** On xfs there are clones, holes, ACLs and attributes. */
const { xfs } = mountAll(scratch);
const reason = needsArm64() ?? needsRoot() ?? needsPrograms("rsync", "getfattr") ?? xfs.reason;
/** Plain files beside those of every kind: together they are 2,000 entries and more. */
const BULK = 1900;
const [source, target] = [`${xfs.path}/source`, `${xfs.path}/target`];

/** What tells source and target apart, by rsync, getfattr and the strict comparison. */
async function findings(): Promise<string[]> {
  const [own, copied] = [source, target].map((root) => sh("getfattr -Rhd -m - . | sort", root));
  return [
    ...differences(snapshot(source), snapshot(target)),
    ...await judge(source, target),
    ...own === copied ? [] : ["getfattr tells other attributes"],
  ];
}

testOrSkip("arm64: copy, mirror and verify keep 2,000 entries of every kind", reason, async (t) => {
  buildTree(source, BULK);
  const unread = snapshot(source, false);
  assertGreater(unread.size, 2000);

  await t.step("copy: every entry arrives", async () => {
    expectSuccess(await ferryOnArm64("copy", source, target));
    assertEquals(accessTimeDifferences(unread, snapshot(target, false)), []);
    assertEquals(await findings(), []);
  });

  await t.step("mirror: every change arrives, by several threads", async () => {
    assertGreater(mutateEverything(source), 50);
    assertNotEquals(await judge(source, target), []);
    expectSuccess(await ferryOnArm64("mirror", "-j2", source, target));
    assertEquals(await findings(), []);
  });

  await t.step("mirror: what is equal is not touched", async () => {
    const before = snapshot(target, false);
    const { stdout } = expectSuccess(await ferryOnArm64("mirror", "-v", source, target));
    assertEquals(touched(before, snapshot(target, false)), [], stdout);
  });

  await t.step("verify: finds what is equal equal, and a changed byte", async () => {
    expectSuccess(await ferryOnArm64("verify", source, target));
    const changed = `${target}/bulk/7/777`;
    const { mtime, atime } = Deno.statSync(changed);
    make.writeInto(changed, 1, "!");
    Deno.utimeSync(changed, atime!, mtime!);
    const { code, stdout } = await ferryOnArm64("verify", source, target);
    assertNotEquals(code, 0);
    assert(stdout.includes("bulk/7/777"), stdout);
  });
});
