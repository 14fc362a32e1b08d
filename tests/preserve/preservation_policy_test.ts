// What a process can keep of owner and mode, and that it hands out no setuid or setgid with what it cannot.

import { assert, assertEquals } from "@std/assert";
import type { Identity } from "../../ffi/mod.ts";
import { DEFAULT_OPTIONS, type Keep, type Options } from "../../lib/options.ts";
import { PreservationPolicy } from "../../lib/preserve/preservation_policy.ts";
import { ORDINARY, ROOT } from "../support/identities.ts";
import { statWith } from "../support/stats.ts";

const FOREIGN = { uid: 5, gid: 5 }, MINE = { uid: 1000, gid: 1000 };

function policyOf(identity: Identity, keep: Partial<Keep> = {}): PreservationPolicy {
  return new PreservationPolicy(
    { ...DEFAULT_OPTIONS, keep: { ...DEFAULT_OPTIONS.keep, ...keep } },
    identity,
  );
}

Deno.test("PreservationPolicy: root sets any owner, a user himself and the groups that he is in", () => {
  const [root, user] = [policyOf(ROOT), policyOf(ORDINARY)];
  assertEquals([root.canSetUid(5), root.canSetGid(5)], [true, true]);
  assertEquals([user.canSetUid(1000), user.canSetUid(5)], [true, false]);
  const gids = [1000, 2000, 5].map((gid) => user.canSetGid(gid));
  assertEquals(gids, [true, true, false]);
});

Deno.test("PreservationPolicy.uid and gid: the source's where that can be set and is asked for, else the one there", () => {
  const source = statWith({ uid: 5, gid: 2000 });
  const owners = (policy: PreservationPolicy) => [policy.uid(source, 9), policy.gid(source, 9)];
  assertEquals(owners(policyOf(ROOT)), [5, 2000]);
  assertEquals(owners(policyOf(ORDINARY)), [9, 2000]);
  assertEquals(owners(policyOf(ROOT, { owner: false })), [9, 2000]);
  assertEquals(owners(policyOf(ROOT, { group: false })), [5, 9]);
});

/** What of an owner and a group is lost. */
function losses(policy: PreservationPolicy, owner: { uid: number; gid: number }): string {
  const source = statWith(owner);
  const lost = [policy.losesOwner(source) ? "owner" : "", policy.losesGroup(source) ? "group" : ""];
  return lost.join(" ").trim();
}

Deno.test("PreservationPolicy.losesOwner and losesGroup: out of reach, and asked for", () => {
  assertEquals(losses(policyOf(ORDINARY), { ...MINE, uid: 5 }), "owner");
  assertEquals(losses(policyOf(ORDINARY), { ...MINE, gid: 5 }), "group");
  assertEquals(losses(policyOf(ORDINARY), MINE), "");
  assertEquals(losses(policyOf(ORDINARY, { owner: false }), FOREIGN), "group");
  assertEquals(losses(policyOf(ORDINARY, { group: false }), FOREIGN), "owner");
  assertEquals(losses(policyOf(ROOT), FOREIGN), "");
});

Deno.test("PreservationPolicy.givesAway: the new owner is another one, and then nothing more can be set", () => {
  assert(policyOf(ORDINARY).givesAway(5) && !policyOf(ORDINARY).givesAway(1000));
  assert(!policyOf(ROOT).givesAway(5));
});

/** The mode that a new file gets. */
function modeOfNew(policy: PreservationPolicy, permissions: number, owner = FOREIGN): string {
  return policy.modeOfNew(statWith({ permissions, ...owner }), 0o755).toString(8);
}

Deno.test("PreservationPolicy.modeOfNew: the source's, or where modes are not kept what is granted of it", () => {
  assertEquals(modeOfNew(policyOf(ROOT), 0o666), "666");
  assertEquals(modeOfNew(policyOf(ROOT, { perms: false }), 0o4666), "644");
});

Deno.test("PreservationPolicy.modeOfNew: setuid and setgid go with an owner and a group that are kept", () => {
  assertEquals(modeOfNew(policyOf(ROOT), 0o6755), "6755");
  assertEquals(modeOfNew(policyOf(ORDINARY), 0o7755), "1755");
  assertEquals(modeOfNew(policyOf(ORDINARY), 0o6755, MINE), "6755");
  assertEquals(modeOfNew(policyOf(ORDINARY), 0o6755, { uid: 5, gid: 2000 }), "2755");
  assertEquals(modeOfNew(policyOf(ORDINARY), 0o6755, { uid: 1000, gid: 5 }), "4755");
  assertEquals(modeOfNew(policyOf(ROOT, { owner: false }), 0o6755), "2755");
  assertEquals(modeOfNew(policyOf(ROOT, { group: false }), 0o6755), "4755");
});

Deno.test("PreservationPolicy.modeOfNew: who gives files away can set neither bit afterwards", () => {
  const chownsOnly = policyOf({ ...ORDINARY, canChown: true, canSetGroupBits: true });
  assertEquals(modeOfNew(chownsOnly, 0o6755), "755");
  assertEquals(modeOfNew(chownsOnly, 0o6755, MINE), "6755");
});

Deno.test("PreservationPolicy.modeOfNew: setgid of a group that the process is not in needs a right", () => {
  const without = policyOf({ ...ROOT, canSetGroupBits: false });
  assertEquals(modeOfNew(without, 0o6755), "4755");
  assertEquals(modeOfNew(without, 0o6755, { uid: 5, gid: 0 }), "6755");
});

Deno.test("PreservationPolicy.modeOfNew: a folder's bits give nobody rights but for a setgid out of reach", () => {
  const folder = statWith({ type: "folder", permissions: 0o6755, ...FOREIGN });
  assertEquals(policyOf(ORDINARY).modeOfNew(folder, 0o777), 0o6755);
  const without = policyOf({ ...ROOT, canSetGroupBits: false });
  assertEquals(without.modeOfNew(folder, 0o777), 0o4755);
});

Deno.test("PreservationPolicy.losesSpecialBits: bits are lost that were asked for", () => {
  const setuid = statWith({ permissions: 0o4755, ...FOREIGN });
  assert(policyOf(ORDINARY).losesSpecialBits(setuid));
  assert(!policyOf(ORDINARY, { perms: false }).losesSpecialBits(setuid));
  assert(!policyOf(ROOT).losesSpecialBits(setuid));
  assert(!policyOf(ORDINARY).losesSpecialBits(statWith({ permissions: 0o1755, ...FOREIGN })));
});

Deno.test("PreservationPolicy.mode: what exists keeps its mode where modes are not kept", () => {
  const current = statWith({ permissions: 0o4711 });
  assertEquals(policyOf(ROOT, { perms: false }).mode(statWith(), current), 0o4711);
  assertEquals(policyOf(ROOT).mode(statWith({ permissions: 0o640 }), current), 0o640);
});

Deno.test("PreservationPolicy.mode: a setgid that chmod(2) would clear stays as it is", () => {
  const user = policyOf(ORDINARY);
  for (const bit of [0, 0o2000]) {
    const current = statWith({ type: "folder", permissions: 0o700 | bit, uid: 1000, gid: 5 });
    const source = statWith({ type: "folder", permissions: 0o2755, uid: 1000, gid: 5 });
    assertEquals(user.mode(source, current), 0o755 | bit);
    const plain = statWith({ type: "folder", permissions: 0o755, uid: 1000, gid: 5 });
    assertEquals(user.mode(plain, current), 0o755, "a bit that the source does not have goes");
    const sameGroup = statWith({ permissions: 0o2755, uid: 1000, gid: 5 });
    assertEquals(user.mode(sameGroup, current), 0o755 | bit);
    const mine = statWith({ type: "folder", permissions: 0o2755, uid: 1000, gid: 2000 });
    assertEquals(user.mode(mine, current), 0o2755);
    const file = statWith({ permissions: 0o2755, uid: 1000, gid: 7 });
    assertEquals(user.mode(file, statWith({ permissions: 0o700 | bit, gid: 8 })), 0o755);
  }
});

Deno.test("PreservationPolicy.survivesUmask: a mode that creating gives as it is", () => {
  const user = policyOf(ORDINARY);
  assert(user.survivesUmask(0o755) && user.survivesUmask(0o644));
  for (const mode of [0o775, 0o4755, 0o2755, 0o1755]) assert(!user.survivesUmask(mode));
});

/** With other owners, groups and modes than the sources'. */
function mapping(identity: Identity, given: Partial<Options>): PreservationPolicy {
  return new PreservationPolicy({ ...DEFAULT_OPTIONS, ...given }, identity);
}

Deno.test("PreservationPolicy.uid and gid: those that the source's are mapped to, if they can be set", () => {
  const given = { userMap: [{ from: "5", to: "1000" }], groupMap: [{ from: "*", to: "7" }] };
  const owners = (identity: Identity) => {
    const policy = mapping(identity, given), source = statWith(FOREIGN);
    return [policy.uid(source, 9), policy.gid(source, 9), policy.loses(source)];
  };
  assertEquals(owners(ROOT), [1000, 7, false]);
  assertEquals(owners(ORDINARY), [1000, 9, true]);
});

Deno.test("PreservationPolicy.modeOfNew: what --chmod makes of the mode; symlinks have none", () => {
  const policy = mapping(ROOT, { chmod: ["D2750,F4640", "g+w"] });
  const modes = (["file", "folder", "fifo", "symlink"] as const).map((type) =>
    policy.modeOfNew(statWith({ type, permissions: 0o777 }), 0o777)
  );
  assertEquals(modes, [0o4660, 0o2770, 0o4660, 0o777]);
});

Deno.test("PreservationPolicy.modeOfNew: setuid that --chmod gives is for whoever owns the target", () => {
  const policy = mapping(ORDINARY, { chmod: ["u+s"] });
  assertEquals(modeOfNew(policy, 0o755), "4755");
  assertEquals(modeOfNew(policy, 0o4755), "755", "the source's own is for its owner");
  const mapped = mapping(ROOT, { userMap: [{ from: "5", to: "7" }] });
  assertEquals(modeOfNew(mapped, 0o4755), "4755");
});

Deno.test("PreservationPolicy.losesGivenBits: bits of --chmod that cannot be set", () => {
  const chownsOnly = { ...ORDINARY, canChown: true, canSetGroupBits: true };
  const lost = (permissions: number) =>
    mapping(chownsOnly, { chmod: ["u+s"] }).losesGivenBits(statWith({ permissions, ...FOREIGN }));
  assertEquals([lost(0o755), lost(0o4755)], [true, false]);
});

Deno.test("PreservationPolicy.bitsOutOfReach: what a target that is there lacks and cannot be given", () => {
  const folder = statWith({ type: "folder", permissions: 0o2755, ...FOREIGN });
  const target = (permissions: number, gid: number) =>
    statWith({ type: "folder", permissions, uid: 1000, gid });
  const user = policyOf(ORDINARY);
  assertEquals(user.bitsOutOfReach(folder, target(0o755, 5)), 0o2000);
  assertEquals(user.bitsOutOfReach(folder, target(0o2755, 5)), 0, "it has it");
  assertEquals(user.bitsOutOfReach(folder, target(0o755, 2000)), 0, "it can be given");
  assertEquals(policyOf(ROOT).bitsOutOfReach(folder, target(0o755, 5)), 0);
  assertEquals(policyOf(ORDINARY, { perms: false }).bitsOutOfReach(folder, target(0o755, 5)), 0);
  const file = statWith({ permissions: 0o6755, ...FOREIGN });
  assertEquals(user.bitsOutOfReach(file, statWith({ permissions: 0o755, ...MINE })), 0o6000);
});

Deno.test("PreservationPolicy.losesGroupBit: setgid for a group that this user is not in", () => {
  const user = policyOf(ORDINARY);
  assert(user.losesGroupBit(0o2755, 5) && !user.losesGroupBit(0o755, 5));
  assert(!user.losesGroupBit(0o2755, 2000) && !policyOf(ROOT).losesGroupBit(0o2755, 5));
});

Deno.test("PreservationPolicy.keepsTimes: of folders and of symlinks unless they are left out", () => {
  const kept = (given: Partial<Options>) =>
    (["file", "folder", "symlink", "fifo"] as const)
      .filter((type) => mapping(ROOT, given).keepsTimes(statWith({ type })));
  assertEquals(kept({}), ["file", "folder", "symlink", "fifo"]);
  assertEquals(kept({ omitFolderTimes: true }), ["file", "symlink", "fifo"]);
  assertEquals(kept({ omitLinkTimes: true }), ["file", "folder", "fifo"]);
  assertEquals(kept({ keep: { ...DEFAULT_OPTIONS.keep, times: false } }), []);
});
