// The incremental workload is only fair if every program starts from the same state, and only a
// workload if there is something to do.

import { assertEquals } from "@std/assert";
import { setOldTime } from "../../bench/workloads/tree.ts";
import { incremental } from "../../bench/workloads/incremental.ts";
import { makeScratch } from "../support/scratch.ts";

const folder = makeScratch("ferry-bench-incremental-");

Deno.test("incremental.reset: takes a mirrored target back to the old state", async () => {
  const paths = {
    source: `${folder}/source`,
    target: `${folder}/target`,
    spare: `${folder}/spare`,
  };
  // 100 files in each folder: 200 touched, 100 deleted, 100 added.
  const workload = incremental({ isQuick: false, shrink: 10 });
  await workload.build(paths);
  const old = stateOf(paths.target);
  assertEquals(old.size, 10_000);
  Deno.removeSync(paths.target, { recursive: true });
  copyPlainly(paths.source, paths.target);
  assertEquals(differences(old, stateOf(paths.target)), 400);
  await workload.reset(paths);
  assertEquals(differences(old, stateOf(paths.target)), 0);
});

/** Size and mtime of every file, by its path. */
function stateOf(root: string): Map<string, string> {
  const state = new Map<string, string>();
  for (const folder of Deno.readDirSync(root)) {
    for (const { name } of Deno.readDirSync(`${root}/${folder.name}`)) {
      const { size, mtime } = Deno.statSync(`${root}/${folder.name}/${name}`);
      state.set(`${folder.name}/${name}`, `${size} ${mtime!.getTime()}`);
    }
  }
  return state;
}

function copyPlainly(source: string, target: string): void {
  Deno.mkdirSync(target);
  for (const folder of Deno.readDirSync(source)) {
    Deno.mkdirSync(`${target}/${folder.name}`);
    for (const { name } of Deno.readDirSync(`${source}/${folder.name}`)) {
      const [from, to] = [source, target].map((root) => `${root}/${folder.name}/${name}`);
      Deno.copyFileSync(from, to);
      const { mtime } = Deno.statSync(from);
      if (mtime!.getTime() < Date.now() - 86_400_000) setOldTime(to);
    }
  }
}

function differences(a: Map<string, string>, b: Map<string, string>): number {
  const paths = new Set([...a.keys(), ...b.keys()]);
  return [...paths].filter((path) => a.get(path) !== b.get(path)).length;
}
