// Differences as bits, and what a report makes of them.

import { assert, assertEquals } from "@std/assert";
import { CHANGED, changesOf, CONTENTS, isXattrsAlone, METADATA } from "../../lib/plan/changes.ts";

Deno.test("CHANGED: each difference has a bit of its own", () => {
  const bits = Object.values(CHANGED);
  assertEquals(bits.reduce((all, bit) => all ^ bit, 0), 2 ** bits.length - 1);
});

Deno.test("CONTENTS and METADATA: what copies anew and what is set are apart; size alone decides nothing", () => {
  assertEquals(CONTENTS & METADATA, 0);
  const others = Object.entries(CHANGED).filter(([, bit]) => (bit & (CONTENTS | METADATA)) === 0);
  assertEquals(others.map(([name]) => name), ["size", "checksum"]);
});

Deno.test("isXattrsAlone: attributes and ACLs, beside which a size may be told", () => {
  for (
    const bits of [CHANGED.xattrs, CHANGED.acl, CHANGED.xattrs | CHANGED.acl | CHANGED.size, 0]
  ) {
    assert(isXattrsAlone(bits));
  }
  for (
    const name of ["type", "mtime", "mode", "uid", "gid", "target", "contents", "flags"] as const
  ) {
    assert(!isXattrsAlone(CHANGED.xattrs | CHANGED[name]), name);
  }
});

/** What a report says is different. */
function named(bits: number): string[] {
  return Object.entries(changesOf(bits)).filter(([, differs]) => differs).map(([name]) => name);
}

Deno.test("changesOf: each difference by the name that reports use", () => {
  const names = {
    type: [],
    size: ["size"],
    mtime: ["mtime"],
    checksum: ["checksum"],
    mode: ["mode"],
    uid: ["owner"],
    gid: ["group"],
    xattrs: ["xattrs"],
    acl: ["acl"],
    target: ["checksum"],
    contents: [],
    flags: ["mode"],
  };
  for (const [name, bit] of Object.entries(CHANGED)) {
    assertEquals(named(bit), names[name as keyof typeof CHANGED], name);
  }
  assertEquals(named(0), []);
  assertEquals(named(~0).length, 8);
});
