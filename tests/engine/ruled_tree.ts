// A tree with folders that have rules of their own, and what a copy takes of it.

import { assertEquals } from "@std/assert";
import { resolveFilters } from "../../lib/cli/lists/list_inputs.ts";
import type { FilterRule } from "../../lib/filter_rules.ts";
import { settingsOf } from "../cli/fixtures.ts";
import { runLibrary } from "../support/ferry.ts";
import { sh } from "../support/safety.ts";

export const RULES: readonly FilterRule[] = [{ ruleFile: ".rules" }];

/** All entries of a tree, folders with a slash behind. */
export function list(dir: string): string[] {
  const script = "find . -mindepth 1 -type d -printf '%P/\\n' -o -printf '%P\\n' | sort";
  return sh(script, dir).split("\n").filter(Boolean);
}

/** What a copy takes of a tree, by the flags. */
export async function copied(dir: string, ...flags: string[]): Promise<string[]> {
  const filters = await resolveFilters(
    settingsOf("copy", ...flags, "s", "d"),
    new AbortController().signal,
  );
  const { summary } = await runLibrary("copy", `${dir}/s`, `${dir}/d`, { filters, jobs: 1 });
  assertEquals(summary.outcome, "done");
  return list(`${dir}/d`);
}
