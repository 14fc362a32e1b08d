// The command lines of programs that no machine of the tests has are held as text.

import { assertEquals } from "@std/assert";
import { RIVAL_SPECS } from "../../bench/rivals/rivals.ts";

const MUCH = ["/DCOPY:DAT", "/R:0", "/W:0", "/NFL", "/NDL", "/NJH", "/NJS", "/NC", "/NS", "/NP"];

for (
  const [name, system, command] of [
    ["cp -c", "darwin", ["cp", "-cpR", "in/s", "in/t"]],
    ["ditto", "darwin", ["ditto", "in/s", "in/t"]],
    ["robocopy /MIR", "windows", ["robocopy", "in\\s", "in\\t", "/MIR", ...MUCH]],
    ["robocopy /MIR /MT /J", "windows", [
      ...["robocopy", "in\\s", "in\\t", "/MIR", "/MT", "/J"],
      ...MUCH,
    ]],
  ] as const
) {
  Deno.test(`RIVAL_SPECS: ${name} on ${system}`, () => {
    const spec = RIVAL_SPECS.find((one) => one.name === name)!;
    assertEquals(spec.system, system);
    assertEquals(spec.works.tree!("in/s", "in/t"), command);
  });
}

Deno.test("RIVAL_SPECS: robocopy fails from 8 on, and leaves out the cache for large files alone", () => {
  const all = RIVAL_SPECS.filter(({ executables }) => executables.includes("robocopy"));
  assertEquals(all.map(({ failsFrom }) => failsFrom), [8, 8, 8, 8]);
  assertEquals(all.map(({ isForLargeFiles }) => isForLargeFiles), [false, false, true, true]);
});
