// Files that come into the source while shards are at work. To which shard one belongs says its inode number, and to which one
// extra entries do, their path: what one shard has copied must not be extra for another one that has listed the source before.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { start, until } from "../support/ferry_process.ts";
import { needsPrograms } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { ofProcess, ofShard } from "./runs.ts";

/** Listings end with a call that gives nothing: two of the source before the target is listed for the last time. */
const BEFORE_LAST = 8;

testOrSkip(
  "a file that comes late and that one shard copies is not deleted by another one",
  needsPrograms("strace"),
  () =>
    withScratch(async (dir) => {
      sh("mkdir s t; echo a >s/a; for i in $(seq 20); do echo x >t/x$i; done", dir);
      const shard = (index: number, prefix: readonly string[] = []) => {
        const command = ofShard(["mirror", "--json", "-j1", `${dir}/s`, `${dir}/t`], index, 2);
        return start([...prefix, ...ferryCommand(), ...command]);
      };
      const held = shard(2, [
        ..."strace -fqq -e trace=getdents64 -o".split(" "),
        `${dir}/calls`,
        ...["-P", `${dir}/s`, "-P", `${dir}/t`],
        ...["-e", `inject=getdents64:delay_enter=3000000:when=${BEFORE_LAST + 1}`],
      ]);
      const calls = () => Number(sh("cat calls 2>/dev/null | wc -l", dir));
      await until("it has listed the source for the last time", () => calls() >= BEFORE_LAST);
      sh("for i in $(seq 40); do echo late >s/late$i; done", dir);
      const other = ofProcess(await shard(1).finished);
      const copied = sh("ls t | grep late", dir);
      assert(copied !== "", "some are the other shard's");
      const came = [other, ofProcess(await held.finished)];
      assertEquals(came.map(({ code, errors }) => [code, errors]), [[0, []], [0, []]]);
      assertEquals(sh("ls t | grep late; ls t | grep x || true", dir), copied);
    }),
);
