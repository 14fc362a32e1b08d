// Turns `--include`, `--exclude` and `--exclude-from` into one list of rules in the order typed. The
// files are read here and not while argv is parsed, so that parsing touches nothing.

import type { FilterRule } from "../options.ts";
import { addFilterLine, addFilterRule } from "../plan/filter.ts";
import { readList } from "./list_reader.ts";
import type { FilterInput } from "./settings.ts";
import { decodeLossy } from "./text.ts";

/**
 * Reads the filter files and joins everything.
 *
 * @param signal ends it: what is then thrown is its reason
 * @throws {FerryError} `usage` if a file cannot be read
 */
export async function resolveFilters(
  inputs: readonly FilterInput[],
  signal: AbortSignal,
): Promise<readonly FilterRule[]> {
  const rules: FilterRule[] = [];
  for (const input of inputs) {
    if (input.kind === "rule") addFilterRule(rules, input.text, input.include);
    else {
      const list = { path: input.path, what: "filters", ends: "LF or CR" } as const;
      await readList(list, signal, (line) => addFilterLine(rules, decodeLossy(line)));
    }
  }
  return rules;
}
