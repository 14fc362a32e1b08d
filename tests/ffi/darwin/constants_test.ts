// Every number and name that ffi/darwin takes from Apple's headers against a second source: what a
// compiler for Darwin makes of those headers (darwin_facts.json says which; scripts/macos/facts.ts asks
// it again, or a Mac's own). The few that its headers lack are cited here.

import { assert, assertEquals } from "@std/assert";
import { INODE64 } from "../../../ffi/darwin/symbols.ts";
import { symbolsFor } from "../../../ffi/darwin/libsystem.ts";
import { expectedFacts, type Facts, IN_VNODE_H } from "../../support/darwin_facts.ts";
import { MACHINES } from "../../support/stand_in.ts";
import table from "../../support/darwin_facts.json" with { type: "json" };

const facts = table as unknown as { source: string; machines: Record<string, Facts> };

/** enum vtype of bsd/sys/vnode.h in Apple's published xnu sources. */
const VNODE_TYPES = { VREG: 1, VDIR: 2, VBLK: 3, VCHR: 4, VLNK: 5, VSOCK: 6, VFIFO: 7 };

for (const machine of MACHINES) {
  Deno.test(`darwin ${machine}: constants, error numbers and layouts are the headers'`, () => {
    const expected = expectedFacts();
    const { values } = facts.machines[machine];
    assertEquals({ ...values, ...VNODE_TYPES }, expected);
    assertEquals(
      Object.keys(expected).filter((name) => !(name in values) && !IN_VNODE_H.test(name)),
      [],
    );
  });

  Deno.test(`darwin ${machine}: functions have the names that the headers link`, () => {
    const symbols = symbolsFor(machine);
    const used = [...INODE64].map((name) => [name, symbols[name].name]);
    assertEquals(Object.fromEntries(used), facts.machines[machine].symbols);
  });
}

Deno.test("darwin aarch64: the ninth argument lies where openat looks for its mode", () => {
  const [asDeclared, asNinth] = facts.machines.aarch64.variadic;
  // Both store the fourth argument of the probe, in w3 or x3, at the bottom of the stack.
  for (const instructions of [asDeclared, asNinth]) {
    assert(/str [wx]3, \[sp\]/.test(instructions), instructions);
  }
  const { openat, fcntl } = symbolsFor("aarch64") as unknown as Record<
    string,
    { parameters: unknown[] }
  >;
  assertEquals([openat.parameters.length, fcntl.parameters.length], [9, 9]);
});

Deno.test("darwin x86_64: the mode of openat goes where a fourth argument goes", () => {
  const [asDeclared] = facts.machines.x86_64.variadic;
  assertEquals(asDeclared, "", "it stays in its register");
  const { openat } = symbolsFor("x86_64") as unknown as Record<string, { parameters: unknown[] }>;
  assertEquals(openat.parameters.length, 4);
});
