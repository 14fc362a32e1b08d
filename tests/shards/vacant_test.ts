// A folder that another shard has made and that has none of a shard's files is filled without a look at the target. Another run of
// the same shard, or of another number of shards, may be at work there all the same: here one is overtaken by others, at each
// file but the first ones.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { start, until } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { ofProcess, ofShard } from "./runs.ts";

const FOLDERS = 2;
const FILES = 100;
const MAKE = `mkdir s t; for d in $(seq ${FOLDERS}); do mkdir s/$d t/$d; ` +
  `for i in $(seq ${FILES}); do echo $d.$i >s/$d/f$i; done; ` +
  "for i in $(seq 10); do ln s/$d/f$i s/$d/l$i; ln -s f$i s/$d/s$i; done; done";
/** So slow at each file that it can be stopped in its first folder, and it is stopped when strace is. */
const HELD_BACK = [
  ..."strace -f -qq -o /dev/null -e trace=utimensat".split(" "),
  ...["-e", "inject=utimensat:delay_enter=5000"],
];

for (const way of ["copy", "mirror --inplace", "copy --no-hard-links --retries 2"]) {
  testOrSkip(
    `shards at once in vacant folders, ${way}: one that is overtaken at each file fails nowhere`,
    needsPrograms("rsync", "strace"),
    () => withScratch((dir) => overtake(dir, way.split(" "))),
  );
}

async function overtake(dir: string, [verb, ...way]: readonly string[]): Promise<void> {
  sh(MAKE, dir);
  const where = [...verb === "copy" ? ["-T"] : [], `${dir}/s`, `${dir}/t`];
  const run = (index: number, count: number, prefix: readonly string[] = []) => {
    const command = [verb, "--json", "-j1", ...way, ...where];
    return start([...prefix, ...ferryCommand(), ...ofShard(command, index, count)]);
  };
  const slow = run(1, 1, HELD_BACK);
  const hasBegun = () => sh("find t -type f | head -1", dir) !== "";
  await until("the one that is held back has made a file", hasBegun);
  slow.kill("SIGSTOP");
  const others = [run(1, 1), run(1, 2)].map(({ finished }) => finished);
  const came = (await Promise.all(others)).map(ofProcess);
  slow.kill("SIGCONT");
  came.unshift(ofProcess(await slow.finished));
  assertEquals(came.map(({ code, errors }) => [code, ...errors]), came.map(() => [0]));
  assert(came[0].counts.filesUnchanged > 0, "it was overtaken");
  const links = way.includes("--no-hard-links") ? ["--no-hard-links"] : [];
  assertEquals(await judge(`${dir}/s`, `${dir}/t`, links), []);
  assertEquals(leftovers(`${dir}/t`), "");
}
