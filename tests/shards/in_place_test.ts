// `--inplace` in a shard that runs twice: both runs write into one file, under its own name. The run that made it does not remove
// it when it is stopped in the middle, for the other one may be done with it.

import { assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { start, type Started, until } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { ofProcess, ofShard } from "./runs.ts";

/** 132 writes, each of which takes a tenth of a second; strace runs beside ferry, so that signals reach that. */
const SLOWLY = "strace -D -fqq -o /dev/null -e trace=pwrite64 -e inject=pwrite64:delay_enter=100000"
  .split(" ");

function startShard(dir: string, prefix: readonly string[] = []): Started {
  const command = ["mirror", "--json", "-j1", "--no-zero-copy", "--inplace"];
  const shard = ofShard([...command, `${dir}/s`, `${dir}/t`], 1, 1);
  return start([...prefix, ...ferryCommand(), ...shard]);
}

testOrSkip(
  "--inplace: a run that is stopped leaves what another run of the shard has filled",
  needsPrograms("rsync", "strace"),
  () =>
    withScratch(async (dir) => {
      // So large that a worker copies it, and the main thread hears the signal.
      sh("mkdir s t; head -c 33M /dev/urandom >s/f", dir);
      const stopped = startShard(dir, SLOWLY);
      await until("it has made the file", () => sh("ls t", dir) !== "");
      const other = ofProcess(await startShard(dir).finished);
      assertEquals([other.code, other.errors], [0, []]);
      stopped.kill("SIGTERM");
      assertEquals((await stopped.finished).code, 143);
      sh("cmp s/f t/f", dir);
      // Its time does not claim that it is whole.
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), [".f..t...... f"]);
      const { code, counts } = ofProcess(await startShard(dir).finished);
      assertEquals([code, counts.filesReplaced], [0, 1]);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    }),
);
