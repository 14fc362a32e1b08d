import { assertEquals } from "@std/assert";
import { refusedRun } from "../../../lib/cli/commands/refused_run.ts";
import { parseArguments } from "../../../lib/cli/parse.ts";
import { NO_SURROUNDINGS } from "../../../lib/cli/sources/surroundings.ts";
import { usageError } from "../../../lib/cli/errors.ts";
import { ferry, ferryUnder } from "../../support/ferry.ts";
import { withScratch } from "../../support/safety.ts";

const told = (...args: string[]) => {
  const run = refusedRun(null, args, () => NO_SURROUNDINGS);
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

/** Whether JSON is asked for, by a command line, variables, and settings files by their paths. */
function isTold(
  typed: string,
  environment: Record<string, string>,
  files: Record<string, string> = {},
): boolean {
  const around = {
    environment,
    settingsPath: "own",
    readSettings(path: string) {
      if (path === "bad") throw usageError("BAD_SETTINGS", "cannot read it");
      return path in files ? { path, text: files[path], home: null } : null;
    },
  };
  return refusedRun(null, typed.split(" "), () => around) !== null;
}

Deno.test("refusedRun: JSON is asked for by a variable", () => {
  for (
    const [typed, environment, expected] of [
      ["copy a", { FERRY_JSON: "1" }, true],
      ["copy a", { FERRY_JSON: "0" }, false],
      ["copy a", { FERRY_JSON: "" }, false],
      ["copy a", { FERRY_JSON: "perhaps" }, false],
      ["copy a --no-json", { FERRY_JSON: "1" }, false],
      ["copy a", { FERRY_JSON: "1", FERRY_JOBS: "wrong" }, true],
      ["copy a", { FERRY_JSON: "1", FERRY_CONFIG: "bad" }, true],
    ] as const
  ) assertEquals(isTold(typed, environment), expected, JSON.stringify([typed, environment]));
});

Deno.test("refusedRun: JSON is asked for by a settings file", () => {
  const files = {
    own: '{ "json": true, /* for all */ "verify": { "json": false } }',
    other: '{ "nope": 1, "copy": { "no-json": false } }',
    broken: '{ "json": true',
    list: "[1]",
  };
  for (
    const [typed, environment, expected] of [
      ["copy a", {}, true],
      ["verify a", {}, false],
      ["copy a", { FERRY_JSON: "0" }, false],
      ["copy a --no-config", {}, false],
      ["copy a --config other", {}, true],
      ["mirror a --config=other", {}, false],
      ["mirror a", { FERRY_CONFIG: "other" }, false],
      ["copy a --config broken", {}, false],
      ["copy a --config list", {}, false],
      ["copy a --config bad", {}, false],
      ["copy a --config absent", {}, false],
      ["copy a --config", {}, true],
    ] as const
  ) assertEquals(isTold(typed, environment, files), expected, JSON.stringify([typed, environment]));
});

Deno.test("a variable or a settings file asks for JSON: a refused line ends with a summary", async () => {
  await withScratch(async (dir) => {
    await Deno.writeTextFile(`${dir}/settings`, '{ "json": true }');
    for (const env of ["FERRY_JSON=1", `FERRY_CONFIG=${dir}/settings`]) {
      const { stdout, code } = await ferryUnder(["env", "-u", "FERRY_NO_CONFIG", env], "copy", "a");
      const types = stdout.trimEnd().split("\n").map((line) => JSON.parse(line).type);
      assertEquals([code, types], [2, ["error", "summary"]]);
    }
  });
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
