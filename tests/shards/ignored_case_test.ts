// Shards into a target that ignores case and spells names otherwise. On Linux such a name gets another case in two steps, between
// which it is nobody's: a shard that came at that moment made the folder anew, and the old one could not get its name back.

import { assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { start, until } from "../support/ferry_process.ts";
import { needsPrograms } from "../support/mounts.ts";
import { mountOdd, needsOddMount } from "../support/odd_mounts.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { ofProcess, ofShard } from "./runs.ts";

const scratch = makeScratch("ferry-case-");
const missing = needsPrograms("strace") ?? needsOddMount("ntfs-ignore-case");
/** The first rename ends late. */
const STRACE = ["strace", "-fqq", "-o", "/dev/null", "-e", "trace=renameat,renameat2"];
const SLOWLY = [...STRACE, "-e", "inject=renameat,renameat2:delay_exit=2000000:when=1"];

testOrSkip("shards at once: no folder loses its name to get another case", missing, async () => {
  const { path, reason } = mountOdd(scratch, "ntfs-ignore-case");
  assertEquals(reason, null);
  const target = `${path}/t`;
  sh(
    `mkdir ${target}; for i in $(seq 9); do mkdir -p s/Dir$i ${target}/dir$i; echo $i >s/Dir$i/N; ` +
      `cp -p s/Dir$i/N ${target}/dir$i/n; done`,
    scratch,
  );
  const shard = (index: number, prefix: readonly string[] = []) => {
    const command = ofShard(["mirror", "--json", "-j1", `${scratch}/s`, target], index, 2);
    return start([...prefix, ...ferryCommand(), ...command]).finished.then(ofProcess);
  };
  const isAnyAway = () =>
    [...Deno.readDirSync(target)].some(({ name }) => name.startsWith(".ferry"));
  let hasEnded = false;
  const slow = shard(1, SLOWLY).finally(() => hasEnded = true);
  await until("a folder is away", () => hasEnded || isAnyAway());
  const both = [await shard(2), await slow];
  const told = both.map(({ code, errors, counts }) => [code, errors, counts.foldersCreated]);
  assertEquals(told, [[0, [], 0], [0, [], 0]]);
  assertEquals(sh(`cat ${target}/*/*`, scratch).split("\n").sort().join(""), "123456789");
});
