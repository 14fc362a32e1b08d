// Runs what has to be right on arm64, on a machine that is none, by qemu-user: the tests of Linux's calls by Deno
// for arm64, which comes from npm; tests of the suite and those in tests/arm64 with the executable of a release for
// arm64, which `deno task compile --all` leaves in dist/. Closes with one line that counts; each skipped test says why.
//
//   deno task test:arm64

import { fromFileUrl, join } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import {
  countTests,
  isEachExplained,
  printCounts,
  sumOf,
  TEST_LOCK,
  type TestCounts,
} from "../support/count_tests.ts";
import { cacheFolder } from "../support/cache_folder.ts";
import { releaseName } from "../release/targets.ts";
import { exists } from "../support/exists.ts";
import { fileOfPackage, writeWhole } from "../support/npm_file.ts";
import { emulated } from "./emulator.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));
const folder = join(cacheFolder(), "ferry-arm64");
const EXECUTABLE = join(root, "dist", releaseName(project.version, "aarch64-unknown-linux-gnu"));
/** The Deno that the tests run on here as well. */
const DENO = { package: `@deno/linux-arm64-glibc@${Deno.version.deno}`, file: "deno" };
/** Structs, constants, numbers of errors and calls: what differs from processor to processor. */
const BY_DENO = ["tests/ffi/linux", "tests/ffi/posix", "tests/ffi/mount_info_test.ts"];
/** Whole runs, of which each takes a quarter of a minute: those that go through the most calls. */
const BY_EXECUTABLE = ["tests/engine/fidelity_test.ts", "--filter=/umask 077|nothing in common/"];
const OWN = ["tests/arm64"];
/** No part takes so long, on a slow machine either: one that does hangs. */
const LIMIT_MS = 20 * 60_000;
const TEST = ["test", "-A", "--quiet", "--no-check", TEST_LOCK];

Deno.mkdirSync(folder, { recursive: true });
const deno = await fetchDeno();
const wrapper = await writeWrapper();
// The emulator takes a processor to itself: two at once.
const runs = (await Promise.all([
  tests([Deno.execPath(), ...TEST, ...OWN]).then((own) => [own]),
  tests([...emulated(), deno, ...TEST, ...BY_DENO]).then(async (byDeno) => [
    byDeno,
    await tests([Deno.execPath(), ...TEST, ...BY_EXECUTABLE], { FERRY_BINARY: wrapper }),
  ]),
])).flat();
const counts = sumOf(runs);
printCounts(counts);
const isGood = isEachExplained(counts) && runs.every(({ passed }) => passed > 0);
Deno.exit(counts.code !== 0 ? counts.code : isGood ? 0 : 1);

function tests(
  [program, ...args]: readonly string[],
  env: Record<string, string> = {},
): Promise<TestCounts> {
  return countTests(program, {
    args,
    cwd: root,
    env: { NO_COLOR: "1", FERRY_NO_CONFIG: "1", FERRY_NO_HISTORY: "1", ...env },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
}

/** Deno for arm64, from npm. */
async function fetchDeno(): Promise<string> {
  const path = join(folder, `deno-${Deno.version.deno}`);
  if (exists(path)) return path;
  await writeWhole(path, await fileOfPackage(DENO.package, DENO.file));
  await Deno.chmod(path, 0o755);
  return path;
}

/** A program for this machine that runs the executable: what the suite takes for ferry. */
async function writeWrapper(): Promise<string> {
  const path = join(folder, "ferry");
  const words = [...emulated(), EXECUTABLE].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const text = `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`;
  await Deno.writeTextFile(path, text, { mode: 0o755 });
  await Deno.chmod(path, 0o755);
  return path;
}
