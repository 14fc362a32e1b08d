// As many files as one likes may be named on a command line: descriptors are for the folders that they stand in.

import { assert, assertEquals } from "@std/assert";
import type { RunEvent } from "../../../lib/events.ts";
import { copy, mirror, move } from "../../support/runs.ts";
import { needsPrograms } from "../../support/programs.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";
import { ferryTraced } from "../../support/trace.ts";

const reason = Deno.build.os === "linux" ? null : "/proc/self/fd is Linux's";
const NAMES = Array.from({ length: 200 }, (_, i) => `f${i}`);
const handles = () => [...Deno.readDirSync("/proc/self/fd")].length;

for (const [what, run] of [["copied", copy], ["copied and then removed", move]] as const) {
  testOrSkip(
    `${NAMES.length} files ${what} by name share the handles of two folders`,
    reason,
    async () => {
      await withScratch(async (root) => {
        sh(`mkdir s d e; cd s; touch ${NAMES.join(" ")}`, root);
        const before = handles();
        let most = 0;
        const onEvent = ({ type }: RunEvent) => {
          if (type === "operation") most = Math.max(most, handles());
        };
        const sources = NAMES.map((name) => `${root}/s/${name}`);
        // What is to be looked for in an earlier copy is not renamed.
        const options = { onEvent, reportOperations: true, linkDest: ["../e"] };
        const { outcome } = await run(sources, `${root}/d`, options);
        assertEquals([outcome, sh("ls d | wc -l", root).trim()], ["done", `${NAMES.length}`]);
        assert(most > 0 && most < before + 30, `${most} handles, ${before} before`);
      });
    },
  );
}

testOrSkip(
  `${NAMES.length} files named on the command line take few calls a file`,
  needsPrograms("strace"),
  async () => {
    await withScratch(async (root) => {
      sh(`mkdir s; cd s; touch ${NAMES.join(" ")}; cd -; cp -a s d`, root);
      const watch = { calls: "statx,openat,readlink,fstatfs", below: `${root}/` };
      const sources = NAMES.map((name) => `${root}/s/${name}`);
      const { code, calls } = await ferryTraced(watch, "copy", "-j1", ...sources, `${root}/d`);
      // On either side by its folder, which is opened for that; its kind; both to compare them.
      const each = 7;
      assertEquals(code, 0);
      assert(calls.length < (each + 1) * NAMES.length, `${calls.length} calls`);
    });
  },
);

testOrSkip("a run that is refused after its roots were opened closes them", reason, async () => {
  await withScratch(async (root) => {
    sh("mkdir s b d; echo a >s/a; mkdir b/d", root);
    const refused = () => mirror(`${root}/s`, `${root}/d`, { swap: true, backupDir: "../b/d" });
    const codes: string[] = [];
    let before = 0;
    for (let i = 0; i < 5; i++) {
      await refused().catch((error) => codes.push(error.code));
      before ||= handles();
    }
    assertEquals([codes, handles()], [Array(5).fill("EEXIST"), before]);
  });
});
