// Filters from the command line and from files, joined in the order typed.

import { assertEquals, assertThrows } from "@std/assert";
import { resolveFilters } from "../../lib/cli/filter_inputs.ts";
import { FerryError } from "../../lib/errors.ts";
import { settingsOf } from "./fixtures.ts";

const FILES: Readonly<Record<string, string>> = { rules: "b\n# no rule\n+ c\n", "-": "d\n" };

function rulesOf(...flags: string[]) {
  const { filterInputs } = settingsOf("mirror", ...flags, "src", "dst");
  return resolveFilters(filterInputs, (path) => FILES[path]).map(({ include, pattern }) =>
    `${include ? "+" : "-"} ${pattern}`
  );
}

Deno.test("resolveFilters: flags and files in the order typed", () => {
  assertEquals(
    rulesOf("--include", "a", "--exclude-from", "rules", "--exclude-from=-", "--exclude", "e"),
    ["+ a", "- b", "+ c", "- d", "- e"],
  );
});

Deno.test("resolveFilters: rsync's prefixes and the line that forgets", () => {
  assertEquals(rulesOf("--exclude", "a", "--exclude", "!", "--exclude", "+ b"), ["+ b"]);
});

Deno.test("resolveFilters: a file that cannot be read is a usage error", () => {
  const { filterInputs } = settingsOf("mirror", "--exclude-from", "no/such/file", "a", "b");
  const error = assertThrows(() => resolveFilters(filterInputs), FerryError);
  assertEquals([error.kind, error.code], ["usage", "ENOENT"]);
  assertEquals(
    error.message,
    "cannot read the filters in 'no/such/file': No such file or directory (ENOENT)",
  );
});
