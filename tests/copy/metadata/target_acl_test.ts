// What the options make of an ACL, and what mode an ACL stands for.

import { assertEquals } from "@std/assert";
import type { CopyContext } from "../../../lib/copy/context.ts";
import { modeOfAcl, toTargetAcls } from "../../../lib/copy/metadata/target_acl.ts";
import type { IdRule } from "../../../lib/id_rules.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../lib/options.ts";
import { PreservationPolicy } from "../../../lib/preserve/preservation_policy.ts";
import { ROOT } from "../../support/identities.ts";
import { statWith } from "../../support/stats.ts";

type AclEntry = readonly [tag: number, permissions: number, id?: number];

const OWNER = 1, USER = 2, OWNING = 4, GROUP = 8, MASK = 16, OTHER = 32;
const NONE = 0xffff_ffff;

function aclOf(...entries: readonly AclEntry[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 + entries.length * 8));
  view.setUint32(0, 2, true);
  entries.forEach(([tag, permissions, id = NONE], index) => {
    view.setUint16(4 + index * 8, tag, true);
    view.setUint16(6 + index * 8, permissions, true);
    view.setUint32(8 + index * 8, id, true);
  });
  return new Uint8Array(view.buffer);
}

const FULL = aclOf(
  [OWNER, 6],
  [USER, 6, 1],
  [USER, 4, 2],
  [OWNING, 4],
  [GROUP, 5, 8],
  [MASK, 7],
  [OTHER, 4],
);

/** What becomes of an ACL. */
function changed(acl: Uint8Array, given: Partial<Options>, name = "access"): Uint8Array {
  const options = { ...DEFAULT_OPTIONS, ...given };
  const ctx = { options, policy: new PreservationPolicy(options, ROOT) } as CopyContext;
  const attribute = `system.posix_acl_${name}`;
  const xattrs = new Map([[attribute, acl]]);
  return toTargetAcls(ctx, statWith({ permissions: 0o674 }), xattrs).get(attribute)!;
}

const rules = (text: string): IdRule[] =>
  text.split(",").map((rule) => {
    const [from, to] = rule.split(":");
    return { from, to };
  });

Deno.test("modeOfAcl: the mask stands for the group; without one the group's own entry does", () => {
  assertEquals(modeOfAcl(FULL), 0o674);
  assertEquals(modeOfAcl(aclOf([OWNER, 7], [OWNING, 5], [OTHER, 1])), 0o751);
  assertEquals(modeOfAcl(new Uint8Array(4)), null);
});

Deno.test("toTargetAcls: --chmod changes owner, mask and others, as chmod(2) does", () => {
  const wanted = aclOf(
    [OWNER, 6],
    [USER, 6, 1],
    [USER, 4, 2],
    [OWNING, 4],
    [GROUP, 5, 8],
    [MASK, 4],
    [OTHER, 0],
  );
  assertEquals(changed(FULL, { chmod: ["640"] }), wanted);
  assertEquals(changed(FULL, { chmod: ["640"] }, "default"), FULL);
  const keep = { ...DEFAULT_OPTIONS.keep, perms: false };
  assertEquals(changed(FULL, { chmod: ["640"], keep }), FULL);
  const plain = aclOf([OWNER, 7], [OWNING, 5], [OTHER, 5]);
  assertEquals(changed(plain, { chmod: ["640"] }), aclOf([OWNER, 6], [OWNING, 4], [OTHER, 0]));
});

Deno.test("toTargetAcls: whom an ACL names is mapped, in order, and in default ACLs as well", () => {
  const given = { userMap: rules("1:9"), groupMap: rules("8:3") };
  const wanted = aclOf(
    [OWNER, 6],
    [USER, 4, 2],
    [USER, 6, 9],
    [OWNING, 4],
    [GROUP, 5, 3],
    [MASK, 7],
    [OTHER, 4],
  );
  assertEquals(changed(FULL, given), wanted);
  assertEquals(changed(FULL, given, "default"), wanted);
});

Deno.test("toTargetAcls: users who are one now have what any of them had", () => {
  const merged = aclOf([OWNER, 6], [USER, 6, 5], [OWNING, 4], [GROUP, 5, 8], [MASK, 7], [OTHER, 4]);
  assertEquals(changed(FULL, { userMap: rules("0-4:5") }), merged);
});

Deno.test("toTargetAcls: a rule for everybody is about owners alone, and what is not kept is not mapped", () => {
  assertEquals(changed(FULL, { userMap: rules("*:5"), groupMap: rules("*:5") }), FULL);
  const keep = { ...DEFAULT_OPTIONS.keep, owner: false };
  assertEquals(changed(FULL, { userMap: rules("1:9"), keep }), FULL);
});
