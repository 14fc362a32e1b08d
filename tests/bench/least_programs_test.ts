// What ferry's times are held against must do the same work: roofline.c and the least JavaScript copy, replace, delete and
// keep what the benchmark's workloads have, and end at what they do not keep.

import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { allocatedBytes, differences } from "../../bench/measure/check.ts";
import { compareTrees } from "../../bench/measure/compare.ts";
import { compile, findCompiler } from "../../bench/native/native.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const isLinux = Deno.build.os === "linux";
const compiler = isLinux ? findCompiler() : undefined;
const scratch = makeScratch("ferry-least-");
const roofline = compiler ? await compile(compiler, "roofline", scratch) : null;
const leastTree = fromFileUrl(
  new URL("../../scripts/executable/least_tree.ts", import.meta.url),
);

interface Program {
  readonly name: string;
  readonly command: readonly string[];
  /** Why it cannot run here, or null. */
  readonly reason: string | null;
  readonly newTrees: readonly string[];
}

const ROOFLINE: Program = {
  name: "roofline",
  command: [roofline ?? ""],
  reason: roofline === null ? "no C compiler, or not Linux" : null,
  newTrees: ["atomic", "in-place"],
};
const LEAST_JAVASCRIPT: Program = {
  name: "least JavaScript",
  command: [Deno.execPath(), "run", "--allow-all", "--no-lock", leastTree],
  reason: isLinux && Deno.build.arch === "x86_64" ? null : "for Linux on x86-64",
  newTrees: ["atomic"],
};

for (const program of [ROOFLINE, LEAST_JAVASCRIPT]) {
  const { name, reason, newTrees } = program;
  for (const mode of newTrees) {
    testOrSkip(`${name} ${mode}: a tree, equal`, reason, async () => {
      const { source, target } = makeTree();
      assertEquals(run(program, source, target, mode), "");
      await assertEqualTrees(source, target);
    });

    testOrSkip(`${name} ${mode}: hard links, equal`, reason, async () => {
      const { source, target } = makeTree();
      addLinks(source);
      assertEquals(run(program, source, target, mode), "");
      await assertEqualTrees(source, target);
      const groups = inodesBelow(target);
      assertEquals(groups, inodesBelow(source));
      assertEquals([...groups.values()], new Array(LINKED_FILES).fill(LINK_FOLDERS));
    });

    testOrSkip(`${name} ${mode}: holes are kept in a tree`, reason, async () => {
      const { source, target } = makeTree();
      makeSparse(`${source}/a/sparse`);
      assertEquals(run(program, source, target, mode), "");
      await assertEqualTrees(source, target);
      assertEquals(allocatedBytes(target), allocatedBytes(source));
    });
  }

  for (const mode of ["mirror", "mirror-bare"]) {
    testOrSkip(`${name} ${mode}: replaced, added and deleted, equal`, reason, async () => {
      const { source, target } = makeTree();
      assertEquals(run(program, source, target, "atomic"), "");
      Deno.writeTextFileSync(`${source}/a/f1`, "longer than before");
      Deno.utimeSync(`${source}/a/b/f2`, 1, 2.5);
      Deno.removeSync(`${source}/a/f5`);
      Deno.mkdirSync(`${source}/new/er`, { recursive: true });
      Deno.writeTextFileSync(`${source}/new/er/f`, "new");
      Deno.writeTextFileSync(`${target}/a/extra`, "extra");
      assertEquals(run(program, source, target, mode), "");
      await assertEqualTrees(source, target);
      assertEquals(run(program, source, target, mode), "", "nothing to do");
    });
  }

  for (const file of ["large", "f3", "sparse", "hole"]) {
    testOrSkip(`${name}: one file, ${file}`, reason, () => {
      const { source, target } = makeTree();
      makeSparse(`${source}/sparse`);
      Deno.writeTextFileSync(`${source}/hole`, "");
      Deno.truncateSync(`${source}/hole`, 2 ** 22);
      const path = `${source}/${file}`;
      assertEquals(run(program, path, target, "atomic"), "");
      assert(sameBytes(path, target));
      assertEquals(allocatedBytes(target), allocatedBytes(path));
      assertEquals(Deno.statSync(target).mtime, Deno.statSync(path).mtime);
    });
  }

  testOrSkip(`${name}: ends at what it does not keep`, reason, () => {
    const { source, target } = makeTree();
    assertEquals(run(program, source, target, "atomic"), "");
    Deno.linkSync(`${source}/f3`, `${source}/another`);
    assertStringIncludes(run(program, source, target, "mirror"), "hard links");
  });
}

/** rsync compares all metadata where it is there, and no contents. */
async function assertEqualTrees(source: string, target: string): Promise<void> {
  assertEquals(await compareTrees(source, target), []);
  assertEquals(await differences({ source, target, spare: "" }, false), []);
}

function makeTree() {
  const folder = Deno.makeTempDirSync({ dir: scratch });
  const source = `${folder}/source`;
  Deno.mkdirSync(`${source}/a/b/c`, { recursive: true });
  Deno.mkdirSync(`${source}/a/b/empty`);
  for (const path of ["f3", "a/f1", "a/f5", "a/b/f2", "a/b/c/f4"]) {
    Deno.writeTextFileSync(`${source}/${path}`, path, { mode: 0o640 });
  }
  Deno.writeFileSync(`${source}/large`, crypto.getRandomValues(new Uint8Array(2 ** 16)));
  Deno.writeFileSync(`${source}/large`, new Uint8Array(2 ** 20), { append: true });
  Deno.chmodSync(`${source}/a/b`, 0o750);
  for (const path of ["f3", "a/b/c", "a/b/empty", "a/b", "a", ""]) {
    Deno.utimeSync(`${source}/${path}`, 1_600_000_000, 1_600_000_000.25);
  }
  return { source, target: `${folder}/target` };
}

const LINKED_FILES = 200;
const LINK_FOLDERS = 5;

/** Files under a name in each of several folders, so that threads meet those of one file at a time. */
function addLinks(source: string): void {
  for (let folder = 0; folder < LINK_FOLDERS; folder++) {
    Deno.mkdirSync(`${source}/links${folder}/below`, { recursive: true });
    for (let file = 0; file < LINKED_FILES; file++) {
      const path = `${source}/links${folder}/${file % 2 ? "below/" : ""}${file}`;
      if (folder === 0) Deno.writeTextFileSync(path, path);
      else Deno.linkSync(path.replace(`links${folder}`, "links0"), path);
    }
  }
}

/** The number of names of each file that has several, by its first name. */
function inodesBelow(root: string): Map<string, number> {
  const names = new Map<number, string[]>();
  for (const path of filesBelow(root)) {
    const { ino, nlink } = Deno.lstatSync(path);
    if (nlink! > 1) names.set(ino!, [...names.get(ino!) ?? [], path.slice(root.length)]);
  }
  const groups = [...names.values()].map((all) => [all.sort()[0], all.length] as const);
  return new Map(groups.sort(([a], [b]) => a < b ? -1 : 1));
}

function* filesBelow(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* filesBelow(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}

/** A hole first, in the middle and last. */
function makeSparse(path: string): void {
  using file = Deno.openSync(path, { write: true, create: true });
  for (const mib of [1, 5]) {
    file.seekSync(mib * 2 ** 20, Deno.SeekMode.Start);
    file.writeSync(crypto.getRandomValues(new Uint8Array(2 ** 16)));
  }
  file.truncateSync(8 * 2 ** 20 + 1);
}

function sameBytes(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => Deno.readFileSync(path));
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** What it says; nothing if it succeeds. */
function run({ command }: Program, source: string, target: string, mode: string): string {
  const [program, ...first] = command;
  const { code, stderr } = new Deno.Command(program, {
    args: [...first, source, target, "3", mode],
  }).outputSync();
  const said = new TextDecoder().decode(stderr);
  if (said !== "") assertNotEquals(code, 0);
  return code === 0 ? said : said || `exit ${code}`;
}
