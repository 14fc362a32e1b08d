// Runs the test suite and closes with one line that counts: N passed, N failed, N skipped. A skipped
// test names its reason; with CI=true a skip is a failure, so that a missing tool cannot hide one. Two parts of the suite run
// at a time, each with mounts of its own; what others beside it would disturb runs alone, in the end.
//
//   deno task test [PATH…] [-- OPTIONS OF deno test]
//   deno task test:release      the executable, dist/ferry or FERRY_BINARY, on old and small systems
//   deno task test:cluster      shards that Slurm and GNU parallel run
//   deno task test:quick        what needs neither root nor mounts (test_folders.ts); tests/README.md says how long it takes

import { fromFileUrl } from "@std/path";
import { printCounts, sumOf, TEST_LOCK, type TestCounts } from "./support/count_tests.ts";
import { endTogether, testApart, testSideBySide } from "./support/side_by_side.ts";
import { ALONE, partsOf, testFiles } from "./support/test_parts.ts";
import { quickTests } from "./test_folders.ts";

const root = fromFileUrl(new URL("..", import.meta.url));
/** Tests that take programs, or a machine, of their own. */
const APART: Readonly<Record<string, string>> = {
  "--release": "tests/release",
  "--cluster": "tests/cluster",
};
const split = Deno.args.indexOf("--");
const typed = split < 0 ? Deno.args : Deno.args.slice(0, split);
const isQuick = typed[0] === "--quick";
const isRelease = typed[0] === "--release";
const apart = APART[typed[0]] ?? null;
const paths = isQuick
  ? quickTests(root)
  : apart !== null
  ? [apart]
  : typed.length > 0
  ? typed
  : ["tests"];
if (paths.length === 0) {
  console.error("no test is where quick ones are");
  Deno.exit(1);
}
const extra = split < 0 ? [] : Deno.args.slice(split + 1);
/** Tests that only Windows can run, or that need one; `deno task test:windows` has a Windows for them. */
const NOT_HERE = [
  "tests/wine",
  "tests/arm64",
  ...Deno.build.os === "windows" ? [] : ["tests/windows"],
  ...Object.values(APART).filter((folder) => !paths.some((path) => path.startsWith(folder))),
];

const options: Deno.CommandOptions = {
  cwd: root,
  env: {
    DENO_TLS_CA_STORE: "mozilla,system",
    NO_COLOR: "1",
    // The settings of whoever runs the tests are none of theirs.
    FERRY_NO_CONFIG: "1",
    FERRY_NO_HISTORY: "1",
    ...(isQuick ? { FERRY_TORTURE: "quick" } : {}),
    ...(isRelease ? { FERRY_BINARY: Deno.env.get("FERRY_BINARY") ?? `${root}dist/ferry` } : {}),
  },
};

/** `deno task check` is for types; each worker that a test starts would check them once more. */
const commandFor = (paths: readonly string[]) => [
  Deno.execPath(),
  ...["test", "-A", "--quiet", "--no-check", TEST_LOCK, `--ignore=${NOT_HERE}`],
  ...extra,
  ...paths,
];

async function runTests(): Promise<TestCounts> {
  const { parts, alone } = partsOf(testFiles(root, paths, NOT_HERE), ALONE);
  const isSmall = parts.length < 2 || Deno.build.os === "windows";
  if (apart !== null || isSmall) return testApart(commandFor(paths), options);
  const runs = await testSideBySide(parts, commandFor, options);
  if (alone.length > 0) runs.push(await testApart(commandFor(alone), options));
  return sumOf(runs);
}

endTogether();
const counts = await runTests();
printCounts(counts);
const mayNotSkip = Deno.env.get("CI") === "true" && counts.skipped.length > 0;
if (mayNotSkip) console.error("a test was skipped where none may be");
Deno.exit(counts.code !== 0 ? counts.code : mayNotSkip || counts.passed === 0 ? 1 : 0);
