// Filter rules of the command line and of the files that it names.

import { assertEquals, assertRejects } from "@std/assert";
import { FerryError } from "../../../lib/errors.ts";
import { resolveFilters } from "../../../lib/cli/lists/list_inputs.ts";
import type { FilterRule } from "../../../lib/filter_rules.ts";
import { makeScratch } from "../../support/scratch.ts";
import { settingsOf } from "../fixtures.ts";

const dir = makeScratch("ferry-rules-");
const never = new AbortController().signal;

function shown(rule: FilterRule): string {
  if ("gitignore" in rule) return "gitignore";
  if ("marker" in rule) return `marker ${rule.marker}`;
  if ("ruleFile" in rule) return `${rule.isLocal ? "local " : ""}file ${rule.ruleFile}`;
  const { include, pattern, side = "", perishable, ignoresCase } = rule;
  return [include ? "+" : "-", pattern, side, perishable && "p", ignoresCase && "i"]
    .filter(Boolean).join(" ");
}

async function rulesOf(...flags: string[]): Promise<string[]> {
  return (await resolveFilters(settingsOf("mirror", ...flags, "src", "dst"), never)).map(shown);
}

function write(name: string, text: string): string {
  Deno.writeTextFileSync(`${dir}/${name}`, text);
  return `${dir}/${name}`;
}

Deno.test("FilterReader: rules and the files that they name, in their order", async () => {
  const inner = write("inner", "P c\n");
  const outer = write("outer", `# no rule\n- b\n. ${inner}\n: .rules\n`);
  assertEquals(await rulesOf("--filter=- a", `--filter=merge ${outer}`, "--exclude=d"), [
    "- a",
    "- b",
    "- c target",
    "file .rules",
    "- d",
  ]);
});

Deno.test("FilterReader: patterns, words and a file that leaves itself out", async () => {
  const list = write("list", "a b\n!\n");
  assertEquals(await rulesOf(`--filter=.e- ${list}`), ["- list", "- a b", "- !"]);
  assertEquals(await rulesOf(`--filter=.w+ ${list}`), ["+ a", "+ b", "+ !"]);
  assertEquals(await rulesOf("--filter=- x", `--filter=.C ${list}`), []);
  assertEquals(await rulesOf("--filter=:e .rules"), ["- .rules", "file .rules"]);
});

Deno.test("FilterReader: ! forgets all before it, also from within a file", async () => {
  assertEquals(await rulesOf("--filter=- a", "--filter=!", "--filter=- b"), ["- b"]);
  const list = write("clear", "!\n- c\n");
  assertEquals(await rulesOf("--filter=- a", `--filter=. ${list}`), ["- c"]);
});

Deno.test("FilterReader: a wrong rule in a file is named by its line, and a file that names itself is refused", async () => {
  const wrong = write("wrong", "- a\n\nb\n");
  await assertRejects(
    () => rulesOf(`--filter=. ${wrong}`),
    FerryError,
    `line 3 of '${wrong}': invalid filter rule 'b'`,
  );
  const own = write("own", "");
  write("own", `. ${own}\n`);
  await assertRejects(() => rulesOf(`--filter=. ${own}`), FerryError, "does it name itself?");
});

Deno.test("FilterReader: -F reads two files in each folder, and leaves them out when typed twice", async () => {
  const files = ["file .ferry-filter", "file .rsync-filter"];
  assertEquals(await rulesOf("-F"), files);
  assertEquals(await rulesOf("-FF"), [...files, "- .ferry-filter", "- .rsync-filter"]);
  assertEquals(await rulesOf("-F", "--no-filter-files"), []);
});

Deno.test("FilterReader: what folders hold, where it was typed; the last of --flag and --no-flag counts", async () => {
  assertEquals(
    await rulesOf("--gitignore", "--exclude=a", "--exclude-caches", "--exclude-if-present=.no"),
    ["gitignore", "- a", "marker CACHEDIR.TAG", "marker .no"],
  );
  assertEquals(await rulesOf("--gitignore", "--no-gitignore"), []);
  assertEquals(await rulesOf("--no-gitignore", "--gitignore"), ["gitignore"]);
});

Deno.test("FilterReader: --iexclude and --iinclude", async () => {
  assertEquals(await rulesOf("--iinclude=a", "--iexclude", "*.JPG"), ["+ a i", "- *.JPG i"]);
});

Deno.test("FilterReader: -C comes last, with what the user's own .cvsignore and CVSIGNORE name", async () => {
  const before = { HOME: Deno.env.get("HOME"), CVSIGNORE: Deno.env.get("CVSIGNORE") };
  try {
    Deno.env.set("HOME", dir);
    Deno.env.set("CVSIGNORE", "mine also");
    const plain = await rulesOf("-C", "--exclude=a");
    assertEquals(plain.slice(0, 3), ["- a", "local file .cvsignore", "- RCS p"]);
    assertEquals(plain.slice(-3), ["- .bzr/ p", "- mine", "- also"]);
    write(".cvsignore", "x\n! y\n");
    assertEquals(await rulesOf("--cvs-exclude"), [
      "local file .cvsignore",
      "- y",
      "- mine",
      "- also",
    ]);
    Deno.env.set("HOME", `${dir}/.cvsignore`); // a place that cannot be entered holds no file
    assertEquals(await rulesOf("-C"), plain.slice(1));
    Deno.env.set("HOME", dir);
    assertEquals(await rulesOf("--filter=-sC"), ["- y source", "- mine source", "- also source"]);
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
  }
});

Deno.test("parseArguments: -f with a rule is rsync's --filter, and without one cp's --force", () => {
  const cases: readonly (readonly [args: readonly string[], rule: string | null])[] = [
    [["-f", "- *.o"], "- *.o"],
    [["-f- *.o"], "- *.o"],
    [["-avf", ": .rules"], ": .rules"],
    [["-f-_*.o"], "-_*.o"],
    [["-fH a"], "H a"],
    [["-f:C"], ":C"],
    [["-f"], null],
    [["-fv"], null],
    [["-f", "-v"], null],
  ];
  for (const [args, rule] of cases) {
    const { filterInputs } = settingsOf("mirror", ...args, "a", "b");
    assertEquals(filterInputs, rule === null ? [] : [{ kind: "filter", text: rule }], `${args}`);
  }
});
