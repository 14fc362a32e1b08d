// `verify` of a source that changes while it is compared or read.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { look } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { FILES, reason, withSource } from "./changing_source.ts";

testOrSkip(
  "verify --check: a file that changes while it is read is named, exit 5",
  reason,
  () =>
    withSource(`${FILES}; cp -a s/. t`, ["read:/3:changes"], async (dir) => {
      assertEquals((await runFerry(["verify", "--manifest=list", "s", "t"], dir)).code, 0);
      const { code, stderr } = await runFerry(["verify", "--check=list", "m"], dir);
      assertEquals(code, 5, stderr);
      assert(stderr.includes("'m/3': changed while it was read; run again"), stderr);
    }),
);

testOrSkip(
  "verify: a file that changes while it is compared is named, exit 5",
  reason,
  () =>
    withSource(
      FILES + "; cp -a s/. t; echo X >t/3; touch -r s/3 t/3",
      ["read:/3:changes"],
      async (dir) => {
        const before = look(`${dir}/t`);
        const { code, stdout, stderr } = await runFerry(["verify", "m", "t"], dir);
        assertEquals([code, stdout.includes("contents")], [5, false], stdout + stderr);
        assert(stderr.includes("changed while it was compared; run again"), stderr);
        assertEquals(look(`${dir}/t`), before);
      },
    ),
);

testOrSkip(
  "verify: a file that changes once and then differs is different, exit 3",
  reason,
  () =>
    withSource(
      FILES + "; cp -a s/. t; echo X >t/3; touch -r s/3 t/3",
      ["read:/3:touches"],
      async (dir) => {
        const { code, stdout } = await runFerry(["verify", "m", "t"], dir);
        assertEquals([code, stdout.includes("contents")], [3, true], stdout);
      },
    ),
);
