// The checker of layers must see what it is there for: small trees that break one rule each.

import { assertEquals } from "@std/assert";
import { dirname, fromFileUrl, join } from "@std/path";
import { checkLayers } from "../../scripts/layers.ts";
import { makeScratch } from "../support/scratch.ts";

const scratch = makeScratch("ferry-layers-");

/** What is said of a tree of files, which has a `main.ts` and both folders in any case. */
function problemsOf(name: string, files: Record<string, string>): string[] {
  const root = join(scratch, name);
  for (const [path, source] of Object.entries({ "main.ts": "", "ffi/mod.ts": "", ...files })) {
    Deno.mkdirSync(dirname(join(root, path)), { recursive: true });
    Deno.writeTextFileSync(join(root, path), source);
  }
  return [...checkLayers(root).problems];
}

Deno.test("checkLayers: imports that run down are all right, in and between layers", () => {
  assertEquals(
    problemsOf("right", {
      "lib/engine/run/run.ts": `import { a } from "../folders/folder.ts";\nimport "./pool.ts";`,
      "lib/engine/run/pool.ts": `import { walk } from "@std/fs";`,
      "lib/engine/folders/folder.ts": `export const a = ".ferry";`,
    }),
    [],
  );
});

Deno.test("checkLayers: an import from a layer above, also one of a type, a worker's URL or a later line", () => {
  assertEquals(
    problemsOf("up", {
      "lib/engine/worker/job.ts": `import type {\n  Run,\n} from "../run/run.ts";`,
      "lib/engine/run/run.ts": `export type { Summary } from "../../mod.ts";`,
      "lib/mod.ts": "",
      "lib/copy/bytes/parts.ts": `new Worker(new URL("../file/fill.ts", import.meta.url));`,
      "lib/copy/file/fill.ts": "",
    }),
    [
      "lib/copy/bytes/parts.ts imports lib/copy/file/fill.ts, which lies above it (lib/copy/file/)",
      "lib/engine/run/run.ts imports lib/mod.ts, which lies above it (lib/mod.ts)",
      "lib/engine/worker/job.ts imports lib/engine/run/run.ts, which lies above it (lib/engine/run/)",
    ],
  );
});

Deno.test("checkLayers: a circle is told once, with its files in the order of their imports", () => {
  assertEquals(
    problemsOf("circle", {
      "lib/plan/a.ts": `import { b } from "./b.ts";`,
      "lib/plan/b.ts": `import type { C } from "./c.ts";`,
      "lib/plan/c.ts": `export { a } from "./a.ts";`,
      "lib/plan/filter.ts": `import { a } from "./a.ts";`,
    }),
    ["a circle: lib/plan/a.ts → lib/plan/b.ts → lib/plan/c.ts → lib/plan/a.ts"],
  );
});

Deno.test("checkLayers: a platform named in lib, a test imported, a file of no layer", () => {
  assertEquals(
    problemsOf("rules", {
      "lib/options.ts": `import "../ffi/linux/stat.ts";\nimport "../tests/support/tree.ts";`,
      "ffi/linux/stat.ts": "",
      "lib/other/thing.ts": "",
    }),
    [
      "lib/options.ts imports ffi/linux/stat.ts: lib/ must not name a platform",
      "lib/options.ts imports tests/support/tree.ts, which ferry is to run without",
      "lib/other/thing.ts belongs to no layer",
    ],
  );
});

Deno.test("checkLayers: a file belongs to the layer whose pattern says most of its path", () => {
  const { layers, problems } = checkLayers(fromFileUrl(new URL("../..", import.meta.url)));
  assertEquals(problems, []);
  const files = new Map(layers.map(({ name, files }) => [name, files]));
  assertEquals(files.get("lib/cli/cli.ts"), 1);
  assertEquals(files.get("lib/mod.ts"), 1);
});
