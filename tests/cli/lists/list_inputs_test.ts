// Filters from the command line and from files, joined in the order typed.

import { assertEquals, assertRejects } from "@std/assert";
import { resolveFilters, resolvePaths } from "../../../lib/cli/lists/list_inputs.ts";
import { FerryError } from "../../../lib/errors.ts";
import { makeScratch } from "../../support/scratch.ts";
import { settingsOf } from "../fixtures.ts";

const dir = makeScratch("ferry-filters-");
const never = new AbortController().signal;

async function rulesOf(...flags: string[]) {
  return (await resolveFilters(settingsOf("mirror", ...flags, "src", "dst"), never)).map((rule) =>
    "pattern" in rule ? `${rule.include ? "+" : "-"} ${rule.pattern}` : JSON.stringify(rule)
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

// What came of them were rules that match nothing: all was copied.
Deno.test("lists: a mark before the first line is no part of it, and a NUL in a line is refused", async () => {
  Deno.writeTextFileSync(`${dir}/marked`, "\ufeffb\nc\n");
  assertEquals(await rulesOf("--exclude-from", `${dir}/marked`), ["- b", "- c"]);
  const listed = ["--files-from", `${dir}/marked`];
  const { paths } = await resolvePaths(settingsOf("mirror", ...listed, dir, "dst"), never);
  assertEquals(paths, ["b", "c"]);

  Deno.writeFileSync(`${dir}/wide`, new Uint8Array(new Uint16Array([0xfeff, 98, 10, 99]).buffer));
  const flags = [["--exclude-from"], ["--include-from"], ["--filter", ". "], ["--files-from"]];
  for (const [flag, before = ""] of flags) {
    const settings = settingsOf("mirror", flag, `${before}${dir}/wide`, dir, "dst");
    const error = await assertRejects(async () => {
      await resolveFilters(settings, never);
      await resolvePaths(settings, never);
    }, FerryError);
    assertEquals([error.kind, error.code], ["usage", "NUL_IN_LINE"]);
    assertEquals(error.message, `line 1 of '${dir}/wide' has a NUL in it`);
  }
});

Deno.test("resolveFilters: a file that cannot be read is a usage error", async () => {
  const settings = settingsOf("mirror", "--exclude-from", "no/such/file", "a", "b");
  const error = await assertRejects(() => resolveFilters(settings, never), FerryError);
  assertEquals([error.kind, error.code, error.path], ["usage", "ENOENT", "no/such/file"]);
  assertEquals(
    error.message,
    "cannot read the filters in 'no/such/file': No such file or directory (ENOENT)",
  );
});

Deno.test("resolveFilters: --include-from includes, and with -0 rules end in NUL", async () => {
  Deno.writeTextFileSync(`${dir}/in`, "a\n- b\n");
  assertEquals(await rulesOf("--include-from", `${dir}/in`, "--exclude", "*"), [
    "+ a",
    "- b",
    "- *",
  ]);
  Deno.writeTextFileSync(`${dir}/nul`, "a\nb\0+ c\0");
  assertEquals(await rulesOf("-0", "--exclude-from", `${dir}/nul`), ["- a\nb", "+ c"]);
});

async function pathsOf(list: string, ...flags: string[]) {
  Deno.mkdirSync(`${dir}/src/in`, { recursive: true });
  Deno.writeTextFileSync(`${dir}/src/a`, "");
  Deno.writeTextFileSync(`${dir}/src/in/b`, "");
  Deno.writeTextFileSync(`${dir}/list`, list);
  const settings = settingsOf("copy", ...flags, "--files-from", `${dir}/list`, `${dir}/src`, "dst");
  return await resolvePaths(settings, never);
}

Deno.test("resolvePaths: paths below SOURCE, whose end .. does not pass; blank lines and comments do not count", async () => {
  const list = "a\n\n#c\n;d\r\n./in//b/\n../a\nin/../../in\n/in/b\n";
  assertEquals(await pathsOf(list), { paths: ["a", "in/b", "in"], missing: [] });
});

Deno.test("resolvePaths: with -0 every name counts", async () => {
  const { paths, missing } = await pathsOf("#c\0a\nb\0a", "-0");
  assertEquals([paths, missing], [["#c", "a\nb", "a"], ["#c", "a\nb"]]);
});

Deno.test("resolvePaths: what SOURCE does not have is missing, what lies behind a link, too, but for -L", async () => {
  await pathsOf("");
  Deno.symlinkSync("in", `${dir}/src/link`);
  const list = "none\na/x\nin/none\nlink\nlink/b\nin/b\n";
  assertEquals((await pathsOf(list)).missing, ["none", "a/x", "in/none", "link/b"]);
  assertEquals((await pathsOf(list, "-L")).missing, ["none", "a/x", "in/none"]);
});
