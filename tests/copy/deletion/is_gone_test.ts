// A kernel that says of an extra entry that it is not there, where it is: it stays, and the run says so.

import { assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { ferryUnder } from "../../support/ferry.ts";
import { needsPrograms } from "../../support/mounts.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";
import { ordinalOf } from "../../support/trace.ts";

const EXTRAS = "mkdir -p s t/gone; touch s/x; touch t/gone/f";

testOrSkip(
  "isGone: an entry that a call has not found, but another finds, is an error",
  needsPrograms("strace"),
  async () => {
    for (const [call, name] of [["openat2", "gone"], ["unlinkat", "f"], ["unlinkat", "gone"]]) {
      await withScratch(async (dir) => {
        sh(EXTRAS, dir);
        const mirror = ["mirror", "-j1", "-q", `${dir}/s`, `${dir}/t`];
        const strace = ["strace", "-f", "-qq", "-o", `${dir}/log`, "-e"];
        await ferryUnder([...strace, `trace=${call}`], ...mirror);
        // The last one: before it, what is extra is counted.
        const when = ordinalOf(`${dir}/log`, `"${name}"`);
        assertGreater(when, 0, `${call} ${name}`);
        sh(`rm -r t log; ${EXTRAS}`, dir);
        const inject = `inject=${call}:error=ENOENT:when=${when}`;
        const { code, stderr } = await ferryUnder([...strace, inject], ...mirror);
        assertEquals([code, sh("ls t", dir).trim()], [1, "gone\nx"], `${call} ${name}: ${stderr}`);
        assertStringIncludes(stderr, "cannot delete");
      });
    }
  },
);
