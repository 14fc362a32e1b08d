// What ferry promises, put to the torture: every system call failing, kill -9, loss of power, full disks,
// I/O errors, attackers, other writers, random trees and arguments, in their full lengths. Closes with the
// figures that each test told, and fails if one failed. At most ten minutes on two cores.
//
//   deno task torture [PATH…]

import { fromFileUrl } from "@std/path";

/** Starts each line that a test tells (tests/support/torture.ts). */
const MARK = "torture| ";

/** From the quickest to the longest. */
const FILES = [
  "tests/safety/delete_guards_test.ts",
  "tests/safety/bad_input_test.ts",
  "tests/safety/changing_source_test.ts",
  "tests/safety/full_disk_test.ts",
  "tests/safety/quota_test.ts",
  "tests/safety/attribute_room_test.ts",
  "tests/safety/read_only_test.ts",
  "tests/plan/filter_test.ts",
  "tests/cli/random_arguments_test.ts",
  "tests/cli/random_runs_test.ts",
  "tests/torture",
  "tests/safety/properties_test.ts",
];

const startedAt = performance.now();
const child = new Deno.Command(Deno.execPath(), {
  // Not quietly: that would swallow what the tests tell.
  args: ["test", "-A", ...(Deno.args.length > 0 ? Deno.args : FILES)],
  cwd: fromFileUrl(new URL("..", import.meta.url)),
  env: { FERRY_TORTURE: "full", NO_COLOR: "1", DENO_TLS_CA_STORE: "mozilla,system" },
  stdout: "piped",
  stderr: "inherit",
}).spawn();

const told: string[] = [];
let rest = "";
const decoder = new TextDecoder();
for await (const chunk of child.stdout) {
  await Deno.stdout.write(chunk);
  const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
  rest = lines.pop()!;
  for (const line of lines) if (line.startsWith(MARK)) told.push(line.slice(MARK.length));
}
const { code } = await child.status;
console.log(`\n${told.join("\n")}`);
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(`\ntorture: ${code === 0 ? "passed" : "FAILED"} in ${seconds} s`);
Deno.exit(code !== 0 ? code : told.length === 0 ? 1 : 0);
