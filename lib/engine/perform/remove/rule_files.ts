// The files in folders of the source that say what takes part there.

import { binaryText, cString } from "../../../../ffi/mod.ts";
import type { Options } from "../../../options.ts";
import { folderRulesOf } from "../../../plan/rules/folder_rules.ts";

/** What git calls them; `exclude` is in `.git/info`, and `.git` itself, which may be a file, begins a repository. */
const GIT_NAMES = [".gitignore", "exclude", ".git"];

/** Names that they may have, in binary text; null where folders say nothing. */
export function ruleFilesOf({ filters }: Options): ReadonlySet<string> | null {
  const rules = folderRulesOf(filters);
  if (rules.length === 0) return null;
  const names = rules.flatMap((rule) => {
    if ("gitignore" in rule) return GIT_NAMES;
    return ["marker" in rule ? rule.marker : rule.ruleFile];
  });
  return new Set(names.map((name) => binaryText(cString(name))));
}
