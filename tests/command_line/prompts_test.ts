// Few of Deno's permissions on a terminal: what ferry can do without is not asked for, neither to tell nor to remember.

import { assertEquals } from "@std/assert";
import { ROOT } from "../support/documents.ts";
import { needsPrograms } from "../support/programs.ts";
import { sh } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

testOrSkip(
  "with the trees alone to read and to write, nothing else is asked for",
  needsPrograms("script", "timeout"),
  () => {
    // Deno lets nobody into /dev who may not do everything.
    const dir = Deno.makeTempDirSync({ dir: "/tmp" });
    try {
      sh("mkdir trees trees/s state; echo a >trees/s/a", dir);
      const deno = `${Deno.execPath()} run --no-check --quiet --deny-ffi --allow-env`;
      const given = `--allow-read=${dir}/trees --allow-write=${dir}/trees`;
      for (
        const call of [
          "--version",
          "mirror trees/s trees/t",
          "plan trees/s trees/t",
          "verify trees/s trees/t",
          "capabilities trees",
        ]
      ) {
        const line = `${deno} ${given} --deny-sys ${ROOT}/main.ts ${call}`;
        const said = sh(
          `XDG_STATE_HOME=${dir}/state timeout -k 1 30 script -qec '${line}' /dev/null </dev/null`,
          dir,
        );
        assertEquals([call, said.match(/requests.*|Denied.*/)?.[0]], [call, undefined]);
      }
    } finally {
      sh(`rm -rf '${dir}'`);
    }
  },
);
