// The folders of tests are those of what they test (tests/README.md): who looks for a file's test finds it where the file
// stands.

import { assertEquals } from "@std/assert";

const here = import.meta.dirname!;

/** Folders below `path` that hold tests, that one included. */
function testFolders(path: string): string[] {
  const entries = [...Deno.readDirSync(`${here}/${path}`)];
  const below = entries.filter(({ isDirectory }) => isDirectory)
    .flatMap(({ name }) => testFolders(`${path}/${name}`));
  return entries.some(({ name }) => name.endsWith("_test.ts")) ? [path, ...below] : below;
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

Deno.test("tests: a folder of tests has the name of a folder of lib, or of ffi", () => {
  const layers = [...Deno.readDirSync(`${here}/../lib`)]
    .flatMap(({ name, isDirectory }) => isDirectory && isFolder(`${here}/${name}`) ? [name] : []);
  const lost = layers.flatMap(testFolders).filter((path) => !isFolder(`${here}/../lib/${path}`));
  const lostCalls = testFolders("ffi").filter((path) => !isFolder(`${here}/../${path}`));
  assertEquals([...lost, ...lostCalls], []);
});

Deno.test("lib: one place names the module of workers, for which the executable's build puts its own", () => {
  const folder = `${here}/../lib/engine/run`;
  const places = [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile)
    .flatMap(({ name }) =>
      Deno.readTextFileSync(`${folder}/${name}`).match(/worker\.ts", import\.meta/g) ?? []
    );
  assertEquals(places.length, 1);
});

/** Files below a folder. */
function filesBelow(path: string): string[] {
  return [...Deno.readDirSync(`${here}/../${path}`)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(`${path}/${name}`) : [`${path}/${name}`]
  );
}

Deno.test("lib: what a run does is decided by its mode, and few places ask what it was typed as", () => {
  const asks = (path: string) =>
    /\b(dryRun|compareOnly)\b/.test(Deno.readTextFileSync(`${here}/../${path}`));
  assertEquals(["lib/engine", "lib/copy"].flatMap(filesBelow).filter(asks).sort(), [
    "lib/engine/roots/rename_root.ts",
    "lib/engine/run/notices.ts",
    "lib/engine/run/resolve_options.ts",
    "lib/engine/run/run.ts",
  ]);
});
