// What ferry promises, put to the torture in its full lengths, promise by promise. Closes with a report: for
// each of them the tests that ran, and the figures that they told. At most ten minutes on two cores.
//
//   deno task torture [WORDS OF A PROMISE…]

import { fromFileUrl } from "@std/path";
import { countTests, TEST_LOCK, type TestCounts } from "./support/count_tests.ts";

/** Starts each line that a test tells (tests/support/torture.ts). */
const MARK = "torture| ";

/** What is promised, and the tests that try to break it. */
const PROMISES: Readonly<Record<string, readonly string[]>> = {
  "kill -9 and loss of power": ["torture/kill", "torture/power_loss", "safety/fsync"],
  "full disks, quotas, read-only targets, I/O errors": [
    "safety/full_disk",
    "safety/quota",
    "safety/attribute_room",
    "safety/read_only",
    "torture/io_errors",
  ],
  "every system call failing": [
    "torture/system_calls",
    "torture/odd_answers",
    "torture/interrupted",
  ],
  "attacks": ["torture/links", "torture/specials", "torture/roots", "torture/sweep"],
  "other writers": ["torture/concurrency", "safety/changing_source"],
  "verification": [
    "safety/verify_copy",
    "engine/verify",
    "engine/verify_trees",
    "command_line/verify",
    "command_line/manifest",
  ],
  "resume, retries, bandwidth": [
    "safety/resume",
    "engine/retries",
    "engine/folder_retries",
    "engine/bandwidth",
  ],
  "shards on several machines": ["shards/random_trees", "shards/processes", "shards/partition"],
  "guards of mirror": ["safety/delete_guards", "safety/bad_input"],
  "random trees, filters and command lines": [
    "safety/properties",
    "plan/filter_rsync",
    "safety/filter_rules_rsync",
    "plan/rules/git_rules",
    "wildcard",
    "cli/random_arguments",
    "command_line/random_runs",
  ],
};

/** What became of one promise. */
interface Tried {
  readonly promise: string;
  readonly counts: TestCounts;
  readonly told: readonly string[];
  readonly seconds: number;
}

const words = Deno.args.join(" ");
const startedAt = performance.now();
const all: Tried[] = [];
for (const [promise, files] of Object.entries(PROMISES)) {
  if (promise.includes(words)) all.push(await tryPromise(promise, files));
}
for (const tried of all) console.log(reportOf(tried));
const isBroken = all.length === 0 || all.some(({ counts }) => counts.code !== 0);
console.log(`\ntorture: ${isBroken ? "FAILED" : "passed"} in ${secondsSince(startedAt)} s`);
Deno.exit(isBroken ? 1 : 0);

async function tryPromise(promise: string, files: readonly string[]): Promise<Tried> {
  const from = performance.now();
  const told: string[] = [];
  const counts = await countTests(Deno.execPath(), {
    // Not quietly: that would swallow what the tests tell.
    args: ["test", "-A", "--no-check", TEST_LOCK, ...files.map((file) => `tests/${file}_test.ts`)],
    cwd: fromFileUrl(new URL("..", import.meta.url)),
    env: { FERRY_TORTURE: "full", NO_COLOR: "1", DENO_TLS_CA_STORE: "mozilla,system" },
  }, {
    onLine: (line) => {
      if (line.startsWith(MARK)) told.push(line.slice(MARK.length));
    },
  });
  return { promise, counts, told, seconds: secondsSince(from) };
}

function reportOf({ promise, counts, told, seconds }: Tried): string {
  const { passed, failed, skipped } = counts;
  const title =
    `${promise}: ${passed} tests passed, ${failed} failed, ${skipped.length} skipped, ${seconds} s`;
  return ["", title, ...skipped, ...told].join("\n  ");
}

function secondsSince(from: number): number {
  return Math.round((performance.now() - from) / 1000);
}
