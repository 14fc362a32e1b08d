// Turns `--include`, `--exclude` and `--exclude-from` into one list of rules in the order typed. The
// files are read here and not while argv is parsed, so that parsing touches nothing.

import type { FilterRule } from "../options.ts";
import { FerryError } from "../errors.ts";
import { addFilterRule, parseFilterFile } from "../plan/filter.ts";
import { concatBytes, decodeLossy } from "./text.ts";
import type { FilterInput } from "./settings.ts";
import { systemError } from "./system_error.ts";

/**
 * Reads the filter files and joins everything.
 *
 * @param read gives the text of a file, of standard input for `-`
 * @throws {FerryError} `usage` if a file cannot be read
 */
export function resolveFilters(
  inputs: readonly FilterInput[],
  read: (path: string) => string = readText,
): readonly FilterRule[] {
  let rules: FilterRule[] = [];
  for (const input of inputs) {
    if (input.kind === "rule") addFilterRule(rules, input.text, input.include);
    else rules = parseFilterFile(readFilterFile(input.path, read), rules);
  }
  return rules;
}

function readFilterFile(path: string, read: (path: string) => string): string {
  try {
    return read(path);
  } catch (error) {
    const what = path === "-" ? "standard input" : `'${path}'`;
    const { code, text } = systemError(error);
    throw new FerryError("usage", code, `cannot read the filters in ${what}: ${text} (${code})`);
  }
}

function readText(path: string): string {
  if (path !== "-") return Deno.readTextFileSync(path);
  const parts: Uint8Array[] = [];
  const buffer = new Uint8Array(65536);
  for (let count = Deno.stdin.readSync(buffer); count; count = Deno.stdin.readSync(buffer)) {
    parts.push(buffer.slice(0, count));
  }
  return decodeLossy(concatBytes(parts));
}
