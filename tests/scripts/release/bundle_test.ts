// The bundles that executables embed, made in two folders.

import { assertEquals } from "@std/assert";
import { copySync } from "@std/fs";
import { join } from "@std/path";
import { PROGRAMS, WORKERS } from "../../../scripts/executable/load.ts";
import { bundleAll } from "../../../scripts/release/bundle.ts";
import { ROOT } from "../../support/documents.ts";

/** What bundling reads. */
const SOURCES = ["deno.json", "deno.lock", "lib", "ffi", "scripts"];
const EMBEDDED = ["main.js", WORKERS.own, PROGRAMS.main.source, PROGRAMS.worker.source];

Deno.test("bundleAll: two clones in different folders make the same bytes", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const clone = join(folder, "a clone under another, longer name");
    Deno.mkdirSync(clone);
    for (const name of SOURCES) copySync(join(ROOT, name), join(clone, name));
    const builds = ["here", "there"].map((name) => join(folder, name));
    builds.forEach((build) => Deno.mkdirSync(build));
    bundleAll(builds[0], ROOT);
    bundleAll(builds[1], clone);
    for (const name of EMBEDDED) {
      const [here, there] = builds.map((build) => Deno.readTextFileSync(join(build, name)));
      assertEquals(here.length > 0 && here === there, true, name);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
