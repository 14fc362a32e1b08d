// How tests/ mirrors the code: tests/ffi has the tests of ffi/, every other folder of tests/ those of the folder
// of that name in lib/. What is tested there is a part by itself, without root and without mounts, so that
// these tests are quick. Whole runs are judged in folders that have no counterpart.

import { walkSync } from "@std/fs";
import { dirname, join, relative } from "@std/path";

/** Where a file declares something that can be tested by itself. */
const STRUCTURE = /^export (?:abstract )?(?:class|function)\b/m;

/** The folder that has the tests of a folder of lib/ or ffi/. */
export function testsOf(folder: string): string {
  return folder === "lib" ? "tests" : `tests/${folder.replace(/^lib\//, "")}`;
}

/** Folders of lib/ and ffi/ that have files of their own, and whether one of these has a structure. */
export function codeFolders(root: string): Map<string, boolean> {
  const folders = new Map<string, boolean>();
  for (const file of files(root, ["lib", "ffi"], ".ts")) {
    const folder = dirname(file);
    const hasStructure = STRUCTURE.test(Deno.readTextFileSync(join(root, file)));
    folders.set(folder, hasStructure || folders.get(folder) === true);
  }
  return folders;
}

/** The test files that are quick: those in folders that mirror one of code. */
export function quickTests(root: string): string[] {
  const mirrors = new Set([...codeFolders(root).keys()].map(testsOf));
  return files(root, ["tests"], "_test.ts").filter((file) => mirrors.has(dirname(file)));
}

/** Folders of code with a structure of which no test stands where a reader looks. */
export function untestedFolders(root: string): string[] {
  const tested = new Set(files(root, ["tests"], "_test.ts").map((file) => dirname(file)));
  return [...codeFolders(root)]
    .filter(([folder, hasStructure]) => hasStructure && !tested.has(testsOf(folder)))
    .map(([folder]) => folder)
    .sort();
}

function files(root: string, folders: readonly string[], ending: string): string[] {
  return folders
    .flatMap((folder) => [...walkSync(join(root, folder), { includeDirs: false })])
    .map(({ path }) => relative(root, path).replaceAll("\\", "/"))
    .filter((path) => path.endsWith(ending))
    .sort();
}
