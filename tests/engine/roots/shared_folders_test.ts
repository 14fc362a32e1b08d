// As many files as one likes may be named on a command line: descriptors are for the folders that they stand in.

import { assert, assertEquals } from "@std/assert";
import type { RunEvent } from "../../../lib/events.ts";
import { copy, mirror, move } from "../../support/runs.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";

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
