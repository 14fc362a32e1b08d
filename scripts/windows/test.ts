// Runs the tests that Windows can run, inside Wine: those in tests/windows and those of the suite that
// need nothing of one system. Then those in tests/wine, from here: they run ferry for Windows in Wine,
// from source and some of them as ferry.exe too, and let Linux' tools judge what it did. Closes with one
// line that counts; each skipped test says why.
//
// On Windows it runs the former there, and nothing else.
//
//   deno task test:windows [PATH…]

import { fromFileUrl, join } from "@std/path";
import {
  countTests,
  isEachExplained,
  printCounts,
  sumOf,
  TEST_LOCK,
  type TestCounts,
} from "../support/count_tests.ts";
import { run } from "../support/command.ts";
import { exists } from "../support/exists.ts";
import { copyForWine, fetchParts, makeExecutable } from "./executable.ts";
import { endLeftovers, makeLibrary, setUpWine, windowsPath } from "./wine.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));
/** Where the tests are that run on the Linux side. */
const FROM_HERE = "tests/wine";
/** Those of them that the executable has to pass. */
const BY_EXECUTABLE = ["tests/wine/command_line_test.ts", "tests/wine/interrupt_test.ts"];
/** No part takes so long, on a slow machine either: one that does hangs. */
const LIMIT_MS = 20 * 60_000;
/** Parts of the suite that are about no system in particular. */
const EVERYWHERE = [
  "tests/cli/arguments/parse_queries_test.ts",
  "tests/cli/exit_codes_test.ts",
  "tests/cli/foreign/foreign_test.ts",
  "tests/cli/foreign/habits_test.ts",
  "tests/cli/help_test.ts",
  "tests/cli/operand_errors_test.ts",
  "tests/cli/parse_options_test.ts",
  "tests/cli/parse_test.ts",
  "tests/cli/quote_test.ts",
  "tests/cli/random_arguments_test.ts",
  "tests/cli/screen/json_test.ts",
  "tests/cli/screen/message_lines_test.ts",
  "tests/cli/screen/operation_lines_test.ts",
  "tests/cli/screen/painter_test.ts",
  "tests/cli/screen/progress_test.ts",
  "tests/cli/screen/reporter_test.ts",
  "tests/cli/screen/summary_test.ts",
  "tests/cli/usage_errors_test.ts",
  "tests/cli/value_errors_test.ts",
  "tests/cli/values_test.ts",
  "tests/ffi/windows/values_test.ts",
  "tests/plan/filter_file_test.ts",
  "tests/plan/filter_test.ts",
  "tests/wildcard_test.ts",
];

/** Where tests keep their trees: in memory if there is a place for that. */
const inMemory: Record<string, string> = exists("/dev/shm")
  ? { FERRY_TEST_FOLDER: windowsPath("/dev/shm") }
  : {};

const paths = Deno.args.length > 0 ? Deno.args : ["tests/windows", ...EVERYWHERE, FROM_HERE];
const inside = paths.filter((path) => !path.startsWith(FROM_HERE));
const fromHere = paths.filter((path) => path.startsWith(FROM_HERE));
if (Deno.build.os === "windows") Deno.exit(await testHere(inside));
/** The executable to test, if one was named. ferry, which is started here, would take the variable for a misspelt setting. */
const given = Deno.env.get("FERRY_EXE");
Deno.env.delete("FERRY_EXE");
const wine = await setUpWine();
await endLeftovers(wine);
const runs: TestCounts[] = [];
if (inside.length > 0) runs.push(await testInside(inside));
if (fromHere.length > 0) runs.push(await testFromHere(fromHere));
const byExecutable = BY_EXECUTABLE.filter((path) => fromHere.some((one) => path.startsWith(one)));
if (byExecutable.length > 0) runs.push(await testExecutable(byExecutable));

const counts = sumOf(runs);
printCounts(counts);
const isGood = isEachExplained(counts) && counts.passed > 0;
Deno.exit(counts.code !== 0 ? counts.code : isGood ? 0 : 1);

/** On Windows nothing has to stand in for it. */
async function testHere(paths: readonly string[]): Promise<number> {
  const counts = await testFromHere(paths);
  printCounts(counts);
  return counts.code;
}

async function testInside(paths: readonly string[]): Promise<TestCounts> {
  // Wine has no network of its own: what the tests import is fetched from here.
  const entries = await testFiles(paths);
  const install = ["install", "--quiet", TEST_LOCK, "--entrypoint", "main.ts", ...entries];
  await run(Deno.execPath(), install, {
    cwd: root,
    env: { DENO_DIR: wine.denoDir },
  });
  const standIn = join(wine.folder, "copy_file_ex.dll");
  await makeLibrary(join(root, "tests/windows/copy_file_ex.c"), standIn);
  return countTests("wine", {
    args: [wine.deno, "test", "-A", "--quiet", "--no-check", "--cached-only", TEST_LOCK, ...paths],
    cwd: root,
    env: { ...wine.env, ...inMemory, FERRY_COPY_FILE_EX: windowsPath(standIn) },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
}

function testFromHere(
  paths: readonly string[],
  env: Record<string, string> = {},
): Promise<TestCounts> {
  return countTests(Deno.execPath(), {
    args: ["test", "-A", "--quiet", "--no-check", TEST_LOCK, ...paths],
    cwd: root,
    env: { NO_COLOR: "1", ...env },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
}

async function testExecutable(paths: readonly string[]): Promise<TestCounts> {
  const parts = given !== undefined
    ? null
    : await fetchParts(wine).catch((error: Error) => error.message.split("\n")[0]);
  if (typeof parts === "string") {
    const skipped = paths.map((path) => `ferry.exe: ${path} [skipped: ${parts}]`);
    return { passed: 0, failed: 0, skipped, failures: [], code: 0 };
  }
  const executable = given ?? await makeExecutable(parts!);
  console.log(`\nthe same as an executable, ${executable}`);
  return testFromHere(paths, { FERRY_BINARY: await copyForWine(wine, executable) });
}

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
