// What a command line as a whole comes to: operands, the order of rules, help, and what `--` ends. What each flag
// comes to is in parse_options_test.ts.

import { assert, assertEquals } from "@std/assert";
import { FLAGS } from "../../lib/cli/flags.ts";
import { parseArguments } from "../../lib/cli/parse.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { settingsOf } from "./fixtures.ts";

Deno.test("parseArguments: a copy without flags has the default options", () => {
  assertEquals(settingsOf("copy", "a", "b").options, DEFAULT_OPTIONS);
});

Deno.test("parseArguments: a copy takes the negative of another command's flag", () => {
  assertEquals(settingsOf("copy", "--no-delete", "a", "b").options.delete, false);
});

Deno.test("parseArguments: filters keep their order", () => {
  const { filterInputs } = settingsOf(
    ..."mirror --include a --exclude=b a --exclude-from - --include c b".split(" "),
  );
  assertEquals(filterInputs, [
    { kind: "rule", include: true, text: "a" },
    { kind: "rule", include: false, text: "b" },
    { kind: "file", path: "-" },
    { kind: "rule", include: true, text: "c" },
  ]);
});

Deno.test("parseArguments: a rule with rsync's prefix is a value, not a flag", () => {
  const { filterInputs } = settingsOf("mirror", "--exclude", "- *.o", "a", "b");
  assertEquals(filterInputs, [{ kind: "rule", include: false, text: "- *.o" }]);
});

// A RangeError of V8, which takes some 120,000 arguments of a call.
Deno.test("parseArguments: as many operands as the system passes may follow --", () => {
  const sources = Array.from({ length: 200_000 }, (_, i) => `${i}`);
  const parsed = parseArguments(["copy", "-t", "d", "--", ...sources]);
  assertEquals("output" in parsed && parsed.sources.length, sources.length);
});

Deno.test("parseArguments: operands and placement", () => {
  const cases = [
    ["copy a b", ["a"], "b", "auto"],
    ["copy a b c", ["a", "b"], "c", "into"],
    ["copy -T a b", ["a"], "b", "exact"],
    ["copy -t d a", ["a"], "d", "into"],
    ["copy --target-directory=d a b", ["a", "b"], "d", "into"],
    ["mirror a/ b/", ["a/"], "b/", "exact"],
    ["mirror a -v b", ["a"], "b", "exact"],
    ["mirror -- -v -n", ["-v"], "-n", "exact"],
    ["mirror a -- -n", ["a"], "-n", "exact"],
    ["mirror - b", ["-"], "b", "exact"],
  ] as const;
  for (const [line, sources, dest, placement] of cases) {
    const settings = settingsOf(...line.split(" "));
    assertEquals([settings.sources, settings.dest, settings.placement], [sources, dest, placement]);
  }
});

Deno.test("parseArguments: all behind --exec -- is a command", () => {
  for (const command of ["copy", "mirror", "move", "verify"]) {
    const words = ["sh", "-c", "-n", "--", "", "--exec"];
    const { exec, dest } = settingsOf(command, "a", "b", "--exec", "--", ...words);
    assertEquals([exec, dest], [words, "b"]);
  }
  const { sources, dest, exec } = settingsOf("mirror", "a", "--", "--exec");
  assertEquals([sources, dest, exec], [["a"], "--exec", null]);
});

Deno.test("parseArguments: help and version", () => {
  const help = { command: "help", topic: null, long: false, asError: false };
  assertEquals(parseArguments([]), { ...help, asError: true });
  assertEquals(parseArguments(["-h"]), help);
  assertEquals(parseArguments(["--help"]), { ...help, long: true });
  assertEquals(parseArguments(["-h", "copy"]), { ...help, topic: "copy" });
  assertEquals(parseArguments(["--help", "cp"]), { ...help, topic: "copy", long: true });
  assertEquals(parseArguments(["help", "json"]), { command: "topic", topic: "json" });
  assertEquals(parseArguments(["-h", "filters"]), { command: "topic", topic: "filters" });
  assertEquals(parseArguments(["--help", "a", "b"]), { ...help, long: true });
  assertEquals(parseArguments(["help"]), { ...help, long: true });
  assertEquals(parseArguments(["help", "copy"]), { ...help, topic: "copy", long: true });
  assertEquals(parseArguments(["copy", "-h"]), { ...help, topic: "copy" });
  assertEquals(parseArguments(["sync", "-h"]), { ...help, topic: "mirror" });
  assertEquals(parseArguments(["help", "check"]), { ...help, topic: "verify", long: true });
  assertEquals(parseArguments(["mirror", "a", "--help", "--bad"]), {
    ...help,
    topic: "mirror",
    long: true,
  });
  const short = { command: "version", verbose: false } as const;
  const long = { command: "version", verbose: true } as const;
  for (const args of [["--version"], ["-V"], ["copy", "--version"]]) {
    assertEquals(parseArguments(args), short);
  }
  for (
    const typed of ["--version --verbose", "-V -v", "-v --version", "-vV", "-Vv", "copy -vV a"]
  ) {
    assertEquals(parseArguments(typed.split(" ")), long);
  }
});

Deno.test("parseArguments: settings are frozen all the way down", () => {
  const settings = settingsOf("mirror", "--exclude", "x", "--max-delete", "1", "a", "b");
  const seen: unknown[] = [settings];
  for (const value of seen) {
    if (typeof value !== "object" || value === null) continue;
    assert(Object.isFrozen(value), JSON.stringify(value));
    seen.push(...Object.values(value));
  }
});

Deno.test("plan: takes what a mirror takes, deletes like one, and touches nothing", () => {
  const takenBy = (command: "mirror" | "plan") =>
    FLAGS.filter(({ commands }) => commands.includes(command)).map(({ name }) => name);
  assertEquals(takenBy("plan"), takenBy("mirror"));
  for (const args of [[], ["--no-delete"], ["--exclude=x", "-j4"], ["--size-only", "--dry-run"]]) {
    const { reportOperations: _, dryRun, ...rest } = settingsOf("plan", ...args, "s", "t").options;
    const like = settingsOf("mirror", ...args, "s", "t").options;
    assertEquals({ ...like, ...rest }, like);
    assertEquals(dryRun, true);
  }
});

Deno.test("plan: operations are printed where they are asked for, and for programs", () => {
  const lists = (...args: string[]) =>
    settingsOf("plan", ...args, "s", "t").options.reportOperations;
  assertEquals([lists(), lists("-n"), lists("-v"), lists("-i"), lists("--json")], [
    false,
    false,
    true,
    true,
    true,
  ]);
});
