import { assertEquals } from "@std/assert";
import { refusedRun } from "../../../lib/cli/commands/refused_run.ts";
import { parseArguments } from "../../../lib/cli/parse.ts";
import { ferry } from "../../support/ferry.ts";

const told = (...args: string[]) => {
  const run = refusedRun(null, args);
  return run === null ? null : [run.command, run.sources, run.dest];
};

Deno.test("refusedRun: of arguments that could not be read the command and --json are known", () => {
  assertEquals(told("mirror", "--json", "--nope", "a", "b"), ["mirror", [], ""]);
  assertEquals(told("cp", "a", "--json"), ["copy", [], ""]);
  for (
    const args of [
      "mirror --nope a b",
      "mirror --json --no-json a",
      "history --json x",
      "",
      "x --json",
    ]
  ) assertEquals(told(...args.split(" ")), null, args);
  assertEquals(told("mirror", "a", "--exec", "--", "c", "--json"), null);
});

Deno.test("refusedRun: of arguments that were read all is known", () => {
  const args = ["mirror", "--json", "-n", "a", "b"];
  const run = refusedRun(parseArguments(args), args);
  assertEquals([run?.sources, run?.dest, run?.options.dryRun], [["a"], "b", true]);
  assertEquals(refusedRun(parseArguments(["mirror", "a", "b"]), args), null);
});

for (
  const [typed, code] of [
    ["mirror --json -c --size-only a b", "CONFLICT"],
    ["copy --json a", "MISSING_OPERAND"],
    ["mirror --json --log-file /nowhere/x / b", "BAD_VALUE"],
    ["mirror --json /nowhere b", "ENOENT"],
  ] as const
) {
  Deno.test(`--json: ferry ${typed} ends with an error and a summary`, async () => {
    const { stdout, code: exitCode } = await ferry(...typed.split(" "));
    const objects = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(objects.map(({ type }) => type), ["error", "summary"]);
    const [error, summary] = objects;
    assertEquals([exitCode, error.code, summary.exit_code], [2, code, 2]);
    assertEquals([summary.outcome, summary.error_count], ["stopped", 1]);
  });
}
