// Runs the tests that Windows can run, inside Wine: those in tests/windows and those of the suite that
// need nothing of one system. Closes with one line that counts; each skipped test says why.
//
//   deno task test:windows [PATH…]

import { fromFileUrl } from "@std/path";
import { countTests, printCounts } from "../count_tests.ts";
import { run } from "./command.ts";
import { exists, setUpWine, windowsPath } from "./wine.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));
/** Parts of the suite that are about no system in particular. */
const EVERYWHERE: readonly string[] = [];

/** Where tests keep their trees: in memory if there is a place for that. */
const inMemory: Record<string, string> = exists("/dev/shm")
  ? { FERRY_TEST_FOLDER: windowsPath("/dev/shm") }
  : {};

const paths = Deno.args.length > 0 ? Deno.args : ["tests/windows", ...EVERYWHERE];
const wine = await setUpWine();
// Wine has no network of its own: what the tests import is fetched from here.
await run(Deno.execPath(), ["install", "--quiet", "--entrypoint", ...await testFiles(paths)], {
  cwd: root,
  env: { DENO_DIR: wine.denoDir },
});
const counts = await countTests("wine", {
  args: [wine.deno, "test", "-A", "--quiet", "--no-check", "--cached-only", ...paths],
  cwd: root,
  env: { ...wine.env, ...inMemory },
});
printCounts(counts);
const unexplained = counts.skipped.filter((name) => !name.includes("[skipped: "));
if (unexplained.length > 0) console.error(`skipped without a reason: ${unexplained.join(", ")}`);
const isGood = unexplained.length === 0 && counts.passed > 0;
Deno.exit(counts.code !== 0 ? counts.code : isGood ? 0 : 1);

/** The test files in some folders, or the files themselves. */
async function testFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (path.endsWith(".ts")) files.push(path);
    else {
      for await (const entry of Deno.readDir(`${root}/${path}`)) {
        if (entry.name.endsWith("_test.ts")) files.push(`${path}/${entry.name}`);
      }
    }
  }
  return files;
}
