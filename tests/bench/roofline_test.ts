// What ferry's times are held against must do the same work: roofline.c copies, replaces, deletes and keeps what the
// benchmark's workloads have, and ends at what it does not keep.

import { assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { compareTrees } from "../../bench/measure/compare.ts";
import { compile, findCompiler } from "../../bench/native/native.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const compiler = Deno.build.os === "linux" ? findCompiler() : undefined;
const scratch = makeScratch("ferry-roofline-");
const roofline = compiler ? await compile(compiler, "roofline", scratch) : null;
const reason = roofline === null ? "no C compiler, or not Linux" : null;

for (const mode of ["atomic", "in-place"]) {
  testOrSkip(`roofline ${mode}: a tree, equal`, reason, async () => {
    const { source, target } = makeTree();
    assertEquals(run(source, target, mode), "");
    assertEquals(await compareTrees(source, target), []);
  });
}

for (const mode of ["mirror", "mirror-bare"]) {
  testOrSkip(`roofline ${mode}: replaced, added and deleted, equal`, reason, async () => {
    const { source, target } = makeTree();
    assertEquals(run(source, target, "atomic"), "");
    Deno.writeTextFileSync(`${source}/a/f1`, "longer than before");
    Deno.utimeSync(`${source}/a/b/f2`, 1, 2.5);
    Deno.removeSync(`${source}/f3`);
    Deno.mkdirSync(`${source}/new/er`, { recursive: true });
    Deno.writeTextFileSync(`${source}/new/er/f`, "new");
    Deno.writeTextFileSync(`${target}/a/extra`, "extra");
    assertEquals(run(source, target, mode), "");
    assertEquals(await compareTrees(source, target), []);
    assertEquals(run(source, target, mode), "", "nothing to do");
  });
}

testOrSkip("roofline: one file", reason, async () => {
  const { source, target } = makeTree();
  assertEquals(run(`${source}/large`, target, "atomic"), "");
  assertEquals(await compareTrees(`${source}/large`, target), []);
});

testOrSkip("roofline: ends at what it does not keep", reason, () => {
  const { source, target } = makeTree();
  Deno.linkSync(`${source}/f3`, `${source}/another`);
  assertStringIncludes(run(source, target, "atomic"), "hard links: not kept");
});

function makeTree() {
  const folder = Deno.makeTempDirSync({ dir: scratch });
  const source = `${folder}/source`;
  Deno.mkdirSync(`${source}/a/b/c`, { recursive: true });
  for (const path of ["f3", "a/f1", "a/b/f2", "a/b/c/f4"]) {
    Deno.writeTextFileSync(`${source}/${path}`, path, { mode: 0o640 });
  }
  Deno.writeFileSync(`${source}/large`, crypto.getRandomValues(new Uint8Array(2 ** 16)));
  Deno.writeFileSync(`${source}/large`, new Uint8Array(2 ** 20), { append: true });
  Deno.chmodSync(`${source}/a/b`, 0o750);
  for (const path of ["f3", "a/b/c", "a/b", "a", ""]) {
    Deno.utimeSync(`${source}/${path}`, 1_600_000_000, 1_600_000_000.25);
  }
  return { source, target: `${folder}/target` };
}

/** What it says; nothing if it succeeds. */
function run(source: string, target: string, mode: string): string {
  const { code, stderr } = new Deno.Command(roofline!, { args: [source, target, "3", mode] })
    .outputSync();
  const said = new TextDecoder().decode(stderr);
  if (said !== "") assertNotEquals(code, 0);
  return code === 0 ? said : said || `exit ${code}`;
}
