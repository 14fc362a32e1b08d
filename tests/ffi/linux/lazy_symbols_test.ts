// Functions that are bound when they are first used.

import { assertEquals, assertStrictEquals } from "@std/assert";
import { ENOSYS } from "../../../ffi/errno.ts";
import { lazySymbols } from "../../../ffi/lazy_symbols.ts";
import { notLinux } from "../../support/linux_place.ts";
import { testOrSkip } from "../../support/skip.ts";

const SHARED = { name: "getppid", parameters: [], result: "i32" } as const;
const TABLE = {
  getpid: { parameters: [], result: "i32" },
  no_library_has_this: { parameters: [], result: "i32", optional: true },
  getuid: { parameters: [], result: "u32" },
  parent: SHARED,
  sameParent: SHARED,
} as const satisfies Deno.ForeignLibraryInterface;

const errno = new Int32Array(1);
/** Names of what Deno.dlopen was asked for, one entry a call. */
const asked: string[] = [];
const { dlopen } = Deno;
Deno.dlopen = (library, table) => {
  asked.push(Object.keys(table).join(" "));
  return dlopen(library, table);
};
const symbols = lazySymbols("libc.so.6", TABLE, {
  errno: () => errno,
  enosys: ENOSYS,
  together: [["getuid", "parent", "sameParent"]],
});
// Outside of the tests: the library stays open for good, and Deno would call that a leak.
const uses = notLinux === null ? Object.keys(TABLE).map(useTwice) : [];
Deno.dlopen = dlopen;

function useTwice(name: string) {
  const of = symbols as unknown as Record<string, () => number>;
  return { first: of[name], second: of[name] };
}

testOrSkip("the first use of a function gives what all later ones give", notLinux, () => {
  for (const { first, second } of uses) assertStrictEquals(first, second);
  assertEquals(uses[0].first(), Deno.pid);
});

testOrSkip("a function that the library lacks fails with ENOSYS", notLinux, () => {
  errno[0] = 0;
  assertEquals(uses[1].first(), -1);
  assertEquals(errno[0], ENOSYS);
});

testOrSkip(
  "functions that are bound together are asked for once, each declaration once",
  notLinux,
  () => {
    assertEquals(asked, ["getpid", "no_library_has_this", "getuid sameParent"]);
    const [, , uid, parent, sameParent] = uses;
    assertEquals(uid.first(), Deno.uid());
    assertEquals(parent.first(), Deno.ppid);
    assertStrictEquals(parent.first, sameParent.first);
  },
);
