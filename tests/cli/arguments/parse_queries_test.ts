// The arguments of commands that only tell something.

import { assertEquals, assertThrows } from "@std/assert";
import { parseArguments } from "../../../lib/cli/parse.ts";
import { UsageError } from "../../../lib/errors.ts";

Deno.test("report: --json and -v anywhere, files, and behind -- nothing but files", () => {
  const parsed = (...args: string[]) => parseArguments(["report", ...args]);
  const asked = (files: string[], json = false, verbose = false) => {
    return { command: "report", files, json, verbose };
  };
  assertEquals(parsed("a", "--json", "-"), asked(["a", "-"], true));
  assertEquals(parsed("-v", "a"), asked(["a"], false, true));
  assertEquals(
    parsed("--verbose", "--", "-v", "--json", "--"),
    asked(["-v", "--json", "--"], false, true),
  );
  assertEquals(parsed("-h"), { command: "help", topic: "report", long: false, asError: false });
  for (
    const [args, code] of [
      [[], "MISSING_OPERAND"],
      [["--json"], "MISSING_OPERAND"],
      [["-q", "a"], "UNKNOWN_OPTION"],
      [["a", ""], "EMPTY_OPERAND"],
    ] as const
  ) assertEquals(assertThrows(() => parsed(...args), UsageError).code, code);
});

Deno.test("capabilities: --json anywhere, paths, and behind -- nothing but paths", () => {
  const parsed = (...args: string[]) => parseArguments(["capabilities", ...args]);
  const asked = (paths: string[], json = false) => ({ command: "capabilities", paths, json });
  assertEquals(parsed(), asked(["."]));
  assertEquals(parsed("a", "--json", "b"), asked(["a", "b"], true));
  assertEquals(parsed("a", "--", "--json", "-x"), asked(["a", "--json", "-x"]));
  for (const [args, code] of [[["-x"], "UNKNOWN_OPTION"], [[""], "EMPTY_OPERAND"]] as const) {
    assertEquals(assertThrows(() => parsed(...args), UsageError).code, code);
  }
});
