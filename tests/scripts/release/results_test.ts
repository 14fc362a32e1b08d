// What a build leaves in dist/: all of its results, or those of the build before.

import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { BuildFailure } from "../../../scripts/release/build_failure.ts";
import { makeTogether } from "../../../scripts/release/results.ts";

const NAMES = ["ferry", "SHA256SUMS"];

function contentsOf(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name, isDirectory }) =>
    isDirectory ? `${name}/` : `${name} ${Deno.readTextFileSync(join(folder, name))}`
  ).sort();
}

/** @param before makes what the build before left */
async function withFolder(
  before: (folder: string) => void,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync();
  try {
    before(folder);
    await test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function write(folder: string, text: string): string[] {
  for (const name of NAMES) Deno.writeTextFileSync(join(folder, name), text);
  return NAMES;
}

Deno.test("makeTogether: results replace those of the build before", () =>
  withFolder((folder) => write(folder, "old"), async (folder) => {
    const paths = await makeTogether(folder, (staging) => Promise.resolve(write(staging, "new")));
    assertEquals(paths, NAMES.map((name) => join(folder, name)));
    assertEquals(contentsOf(folder), ["SHA256SUMS new", "ferry new"]);
  }));

Deno.test("makeTogether: a build that fails in the middle leaves those of the build before", () =>
  withFolder((folder) => write(folder, "old"), async (folder) => {
    const failing = makeTogether(folder, (staging) => {
      write(staging, "half");
      return Promise.reject(new BuildFailure("stopped"));
    });
    await assertRejects(() => failing, BuildFailure, "stopped");
    assertEquals(contentsOf(folder), ["SHA256SUMS old", "ferry old"]);
  }));

Deno.test("makeTogether: where a name cannot be given, no list tells of what is not there", () =>
  withFolder((folder) => {
    Deno.mkdirSync(join(folder, "ferry"));
    Deno.writeTextFileSync(join(folder, "SHA256SUMS"), "old");
  }, async (folder) => {
    const failing = makeTogether(folder, (staging) => Promise.resolve(write(staging, "new")));
    await assertRejects(() => failing, BuildFailure, "ferry");
    assertEquals(contentsOf(folder), ["ferry/"]);
  }));

Deno.test("makeTogether: a folder that cannot be made is a failure of one line", () =>
  withFolder((folder) => Deno.writeTextFileSync(join(folder, "dist"), ""), async (folder) => {
    const failing = makeTogether(join(folder, "dist"), () => Promise.resolve([]));
    await assertRejects(() => failing, BuildFailure, "dist");
  }));
