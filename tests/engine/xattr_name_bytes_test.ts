// A name of an attribute is any bytes, as a file's name is: one that is not UTF-8 is kept, compared, removed and told.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

testOrSkip(
  "copy, mirror and verify: an attribute whose name is not UTF-8 is kept, seen to be missing, and removed",
  needsPrograms("setfattr", "rsync"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s; echo 1 >s/1; setfattr -n $'user.\\xff\\xc3' -v one s/1", dir);
      assertEquals((await runFerry(["mirror", "s", "d"], dir)).code, 0);
      assertEquals(await judge(`${dir}/s`, `${dir}/d`), []);

      sh("setfattr -x $'user.\\xff\\xc3' d/1", dir);
      assertEquals((await runFerry(["verify", "s", "d"], dir)).code, 3);
      assertEquals((await runFerry(["mirror", "s", "d"], dir)).code, 0);
      assertEquals(await judge(`${dir}/s`, `${dir}/d`), []);

      sh("setfattr -n $'user.\\xfe' -v two d/1", dir);
      assertEquals((await runFerry(["mirror", "s", "d"], dir)).code, 0);
      assertEquals(await judge(`${dir}/s`, `${dir}/d`), []);
    });
  },
);
