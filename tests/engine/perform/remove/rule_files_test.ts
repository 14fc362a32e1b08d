// Which names may be those of files that say what takes part in their folder: they are removed last.

import { assertEquals } from "@std/assert";
import { ruleFilesOf } from "../../../../lib/engine/perform/remove/rule_files.ts";
import type { FilterRule } from "../../../../lib/filter_rules.ts";
import { DEFAULT_OPTIONS } from "../../../../lib/options.ts";

function namesOf(...filters: FilterRule[]): string[] | null {
  const names = ruleFilesOf({ ...DEFAULT_OPTIONS, filters });
  return names === null ? null : [...names].sort();
}

Deno.test("ruleFilesOf: none where folders say nothing", () => {
  assertEquals(namesOf(), null);
  assertEquals(namesOf({ include: false, pattern: ".gitignore" }), null);
});

Deno.test("ruleFilesOf: what rules, markers and git are read from", () => {
  assertEquals(namesOf({ gitignore: true }), [".git", ".gitignore", "exclude"]);
  assertEquals(
    namesOf({ include: false, pattern: "*.o" }, { marker: ".no" }, { ruleFile: ".rules" }),
    [".no", ".rules"],
  );
  // Bytes, as folders are listed: a letter of two bytes is two.
  assertEquals(namesOf({ marker: "ä" }), ["\u00c3\u00a4"]);
});
