// Names of users and groups, by C's functions and by the files that Deno's API reads: as getent(1) tells them.

import { assertEquals } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import { ENOENT } from "../../../ffi/errno.ts";
import { openNative } from "../../../ffi/mod.ts";
import { needsPrograms } from "../../support/mounts.ts";
import { sh } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";

for (const choice of ["system", "portable"] as const) {
  testOrSkip(
    `${choice}: the accounts are those of getent, and what is none has no number and no name`,
    needsPrograms("getent"),
    async () => {
      const fs = await openNative(choice);
      // One of several names of a number is its name.
      const first = (
        lines: string,
      ) => [
        ...new Map(
          lines.trimEnd().split("\n").map((line) => line.split(":")).reverse()
            .map(([name, , id]) => [Number(id), name] as const),
        ),
      ];
      for (const [uid, name] of first(sh("getent passwd"))) {
        assertEquals([fs.userId(cString(name)), fs.userName(uid)], [uid, name]);
      }
      for (const [gid, name] of first(sh("getent group"))) {
        assertEquals([fs.groupId(cString(name)), fs.groupName(gid)], [gid, name]);
      }
      assertEquals([fs.userId(cString("no such")), fs.groupId(cString(""))], [-ENOENT, -ENOENT]);
      assertEquals([fs.userName(4_000_000_000), fs.groupName(4_000_000_000)], ["", ""]);
    },
  );
}
