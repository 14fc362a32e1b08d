// Filters from the command line and from files, joined in the order typed.

import { assertEquals, assertRejects } from "@std/assert";
import { resolveFilters } from "../../lib/cli/filter_inputs.ts";
import { FerryError } from "../../lib/errors.ts";
import { makeScratch } from "../support/scratch.ts";
import { settingsOf } from "./fixtures.ts";

const dir = makeScratch("ferry-filters-");
const never = new AbortController().signal;

async function rulesOf(...flags: string[]) {
  const { filterInputs } = settingsOf("mirror", ...flags, "src", "dst");
  return (await resolveFilters(filterInputs, never)).map(({ include, pattern }) =>
    `${include ? "+" : "-"} ${pattern}`
  );
}

Deno.test("resolveFilters: flags and files in the order typed", async () => {
  Deno.writeTextFileSync(`${dir}/rules`, "b\n# no rule\n+ c\n");
  Deno.writeTextFileSync(`${dir}/more`, "d");
  assertEquals(
    await rulesOf(
      ...["--include", "a", "--exclude-from", `${dir}/rules`],
      ...[`--exclude-from=${dir}/more`, "--exclude", "e"],
    ),
    ["+ a", "- b", "+ c", "- d", "- e"],
  );
});

Deno.test("resolveFilters: rsync's prefixes and the line that forgets, in files, too", async () => {
  assertEquals(await rulesOf("--exclude", "a", "--exclude", "!", "--exclude", "+ b"), ["+ b"]);
  Deno.writeTextFileSync(`${dir}/forget`, "b\r\n!\r\n+ c\r\n");
  assertEquals(await rulesOf("--exclude", "a", "--exclude-from", `${dir}/forget`), ["+ c"]);
});

Deno.test("resolveFilters: a file that cannot be read is a usage error", async () => {
  const { filterInputs } = settingsOf("mirror", "--exclude-from", "no/such/file", "a", "b");
  const error = await assertRejects(() => resolveFilters(filterInputs, never), FerryError);
  assertEquals([error.kind, error.code, error.path], ["usage", "ENOENT", "no/such/file"]);
  assertEquals(
    error.message,
    "cannot read the filters in 'no/such/file': No such file or directory (ENOENT)",
  );
});
