// The line of the README for GNU parallel, as it stands there.

import { assertEquals, assertMatch } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry } from "../support/ferry_process.ts";
import { blocks, textOf } from "../support/documents.ts";
import { needsPrograms } from "../support/programs.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

testOrSkip(
  "GNU parallel: runs the shards of the README's line, which is then reported",
  needsPrograms("parallel"),
  async () => {
    const lines = blocks(textOf("README.md"), "sh").join("\n").split("\n");
    const line = lines.find((line) => line.startsWith("parallel "))!.replace(/\s+#.*/, "");
    await withScratch(async (dir) => {
      sh(
        "mkdir bin; for i in $(seq 20); do mkdir -p photos/$i; echo $i | tee photos/$i/a >photos/$i/b; done",
        dir,
      );
      const ferry = `#!/bin/sh\nexec ${ferryCommand().map((word) => `'${word}'`).join(" ")} "$@"\n`;
      Deno.writeTextFileSync(`${dir}/bin/ferry`, ferry, { mode: 0o755 });
      sh(`HOME='${dir}' PATH='${dir}/bin':$PATH; ${line.replace("SRC DST", "photos copy")}`, dir);
      assertEquals(sh("diff -r photos copy", dir), "");
      const { code, stdout, stderr } = await runFerry(["report", "shards.json"], dir);
      assertEquals([code, stderr], [0, ""]);
      assertMatch(stdout, /in 4 shards\n40 files copied /);
    });
  },
);
