// That tests stand where a reader looks for them, and that the quick ones are found there. The checks must see
// what they are there for: small trees that lack something.

import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "@std/path";
import { codeFolders, quickTests, testsOf, untestedFolders } from "../../scripts/test_folders.ts";
import { ROOT } from "../support/documents.ts";
import { makeScratch } from "../support/scratch.ts";

const scratch = makeScratch("ferry-folders-");
const CLASS = "export class A {}\n", TABLE = "export const A = 1;\n";

/** Makes a tree of the files with these contents. */
function makeTree(name: string, files: Record<string, string>): string {
  const root = join(scratch, name);
  const folders = ["lib", "ffi", "tests"].map((folder) => `${folder}/`);
  for (const path of [...folders, ...Object.keys(files)]) {
    Deno.mkdirSync(join(root, dirname(`${path}x`)), { recursive: true });
  }
  for (const [path, text] of Object.entries(files)) Deno.writeTextFileSync(join(root, path), text);
  return root;
}

Deno.test("lib/ and ffi/: every folder with a class or a function has its folder in tests/", () => {
  assert(codeFolders(ROOT).size > 20);
  assertEquals(untestedFolders(ROOT), []);
});

Deno.test("untestedFolders: a folder whose counterpart is not there, or has no test", () => {
  const root = makeTree("untested", {
    "lib/copy/a.ts": TABLE,
    "lib/copy/b.ts": `// A function.\n\nexport function a() {}\n`,
    "lib/copy/bytes/a.ts": CLASS,
    "lib/plan/a.ts": CLASS,
    "lib/words/a.ts": TABLE,
    "ffi/linux/a.ts": CLASS,
    "ffi/darwin/a.ts": CLASS,
    "tests/copy/fixtures.ts": "",
    "tests/plan/a_test.ts": "",
    "tests/ffi/linux/a_test.ts": "",
  });
  assertEquals(untestedFolders(root), ["ffi/darwin", "lib/copy", "lib/copy/bytes"]);
});

Deno.test("quickTests: the tests of folders that have files of code, and no whole runs", () => {
  const root = makeTree("quick", {
    "lib/a.ts": CLASS,
    "lib/engine/run/a.ts": CLASS,
    "ffi/a.ts": CLASS,
    "tests/a_test.ts": "",
    "tests/engine/whole_test.ts": "",
    "tests/engine/run/a_test.ts": "",
    "tests/engine/run/fixtures.ts": "",
    "tests/ffi/a_test.ts": "",
    "tests/safety/a_test.ts": "",
  });
  assertEquals(quickTests(root), [
    "tests/a_test.ts",
    "tests/engine/run/a_test.ts",
    "tests/ffi/a_test.ts",
  ]);
  assertEquals(quickTests(makeTree("none", { "lib/a.ts": CLASS })), []);
});

Deno.test("testsOf: tests/ffi for ffi/, tests/X for lib/X, tests/ for the leaves of lib/", () => {
  const folders = ["lib", "lib/copy/bytes", "ffi", "ffi/linux"].map(testsOf);
  assertEquals(folders, ["tests", "tests/copy/bytes", "tests/ffi", "tests/ffi/linux"]);
});
