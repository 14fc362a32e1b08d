// Which flags beside the mode are compared, set and lifted.

import { assert, assertEquals } from "@std/assert";
import type { FileStat } from "../../ffi/mod.ts";
import { WORD } from "../../ffi/mod.ts";
import { DEFAULT_OPTIONS, type Options } from "../../lib/options.ts";
import { FlagPolicy } from "../../lib/preserve/flag_policy.ts";
import { NO_ABILITIES } from "../support/fake_files.ts";
import { statWith } from "../support/stats.ts";

/** Flags of a made-up system. */
const FREE = 1, IMMUTABLE = 2, ASKED = 4, UNSETTABLE = 8, EARLY = 16, NO_FLAG = 32;

const CAN = {
  ...NO_ABILITIES,
  freeAttributes: FREE | IMMUTABLE | UNSETTABLE | EARLY,
  allAttributes: FREE | IMMUTABLE | ASKED | UNSETTABLE | EARLY,
  settableAttributes: FREE | IMMUTABLE | ASKED | EARLY,
  guardingAttributes: IMMUTABLE,
  lockingAttributes: IMMUTABLE | ASKED,
  earlyAttributes: EARLY,
};

function policyFor(changed: Partial<Options> = {}): FlagPolicy {
  return new FlagPolicy({ ...DEFAULT_OPTIONS, ...changed }, CAN);
}
const asked = policyFor({ required: { flags: true } });

function withFlags(attributes: number, mask = ~0 >>> 0): FileStat {
  const stat = statWith({ attributes });
  stat.words[WORD.attributesMask] = mask;
  return stat;
}

Deno.test("FlagPolicy.differing: flags that count, that can be set and that both sides tell", () => {
  const policy = policyFor();
  const all = withFlags(FREE | ASKED | UNSETTABLE | NO_FLAG);
  assertEquals(policy.differing(all, withFlags(0)), FREE);
  assertEquals(policy.differing(withFlags(0), withFlags(FREE)), FREE);
  assertEquals(policy.differing(withFlags(FREE), withFlags(FREE)), 0);
  assertEquals(policy.differing(all, withFlags(0, ~FREE >>> 0)), 0);
  assertEquals(policy.differing(withFlags(FREE, 0), withFlags(0)), 0);
  assertEquals(asked.differing(all, withFlags(0)), FREE | ASKED);
});

Deno.test("FlagPolicy.differing: a guard that the target alone has stays, unless flags were asked for", () => {
  const [bare, guarded] = [withFlags(0), withFlags(IMMUTABLE)];
  assertEquals(policyFor().differing(bare, guarded), 0);
  assertEquals(policyFor().differing(guarded, bare), IMMUTABLE);
  assertEquals(asked.differing(bare, guarded), IMMUTABLE);
  assertEquals(asked.differing(bare, withFlags(FREE)), FREE);
});

Deno.test("FlagPolicy.differing: a comparison tells what this user could not set, and of each guard", () => {
  const policy = new FlagPolicy(DEFAULT_OPTIONS, CAN, true);
  assertEquals(
    policy.differing(withFlags(UNSETTABLE), withFlags(IMMUTABLE)),
    UNSETTABLE | IMMUTABLE,
  );
});

Deno.test("FlagPolicy.wanted: the target's flags with those that differ changed", () => {
  const policy = policyFor();
  assertEquals(policy.wanted(withFlags(FREE), withFlags(NO_FLAG | EARLY)), FREE | NO_FLAG);
  assertEquals(policy.wanted(withFlags(0x8000_0000), withFlags(0x8000_0000)), 0x8000_0000);
});

Deno.test("FlagPolicy.unsupported and outOfReach: what a target does not have, and what this user may not set", () => {
  const source = withFlags(FREE | UNSETTABLE | NO_FLAG);
  assertEquals(policyFor().unsupported(source, UNSETTABLE), FREE);
  assertEquals(policyFor().unsupported(withFlags(FREE, 0), 0), 0);
  assertEquals(policyFor().outOfReach(source), UNSETTABLE);
  assertEquals(policyFor().outOfReach(withFlags(UNSETTABLE, 0)), 0);
});

Deno.test("FlagPolicy.locks: flags that keep an entry from being changed, of those that count", () => {
  assertEquals(policyFor().locks(withFlags(IMMUTABLE | ASKED | FREE)), IMMUTABLE);
  assertEquals(asked.locks(withFlags(IMMUTABLE | ASKED | FREE)), IMMUTABLE | ASKED);
  assertEquals(policyFor().locks(withFlags(IMMUTABLE, 0)), 0);
  assertEquals([policyFor().early, policyFor().locking], [EARLY, IMMUTABLE]);
});

Deno.test("FlagPolicy.mayLift: a lock that the source has as well, or that is to change", () => {
  const [bare, locked] = [withFlags(0), withFlags(IMMUTABLE)];
  assert(policyFor().mayLift(locked, locked));
  assert(!policyFor().mayLift(bare, locked));
  assert(asked.mayLift(bare, locked));
  assert(!asked.mayLift(locked, bare), "nothing is locked");
});
