// Messages of the engine name options as the command line has them. A script is told of its own.

import type { RunEvent } from "../events.ts";
import { errorOf, type FerryError, PermissionError } from "../errors.ts";

/** What a flag is in a script. */
const OPTIONS: Readonly<Record<string, string>> = {
  "allow-empty-source": "allowEmptySource: true",
  "backup": "backup",
  "backup-dir": "backupDir",
  "bwlimit": "bandwidthLimit",
  "check": "check()",
  "checksum": "comparison: 'checksum'",
  "chmod": "chmod",
  "delete-excluded": "deleteExcluded",
  "dereference": "dereference",
  "dry-run": "dryRun",
  "dereference-args": "dereferenceArgs",
  "drop-cache": "dropCache",
  "exclude": "exclude",
  "exclude-caches": "filters",
  "exclude-if-present": "filters",
  "existing": "existingOnly",
  "files-from": "onlyPaths",
  "filter": "filters",
  "fsync": "fsync",
  "gitignore": "filters",
  "groupmap": "groupMap",
  "ignore-existing": "ignoreExisting",
  "include": "include",
  "inplace": "inplace",
  "link-dest": "linkDest",
  "low-priority": "lowPriority",
  "materialize": "materialize: true",
  "max-delete": "maxDelete",
  "max-depth": "maxDepth",
  "max-size": "maxSize",
  "no-delete": "delete: false",
  "no-group": "keep: { group: false }",
  "no-owner": "keep: { owner: false }",
  "no-specials": "keep: { specials: false }",
  "no-xattrs": "keep: { xattrs: false }",
  "no-zero-copy": "zeroCopy: 'never'",
  "one-file-system": "oneFileSystem",
  "prune-empty-dirs": "pruneEmptyDirs",
  "reflink": "reflink",
  "remove-source-files": "removeSource",
  "resume": "resume",
  "retries": "retries",
  "shard": "shard",
  "sparse": "sparse",
  "specials": "keep: { specials: true }",
  "suffix": "suffix",
  "swap": "swap",
  "update": "update",
  "usermap": "userMap",
  "verify": "verify",
  "zero-copy": "zeroCopy: 'always'",
};

/** A quoted name, which stays as it is, a command line, or a flag and its value. */
const WORDS = /'[^']*'|`ferry ([a-z]+)[^`]*`|--([a-z][a-z-]*)(?:=([a-z]+))?/g;
/** Flags that are no option of their own in a script. */
const PHRASES = [[/^with -T /, "with placement: 'exact' "], ["--chown or ", ""]] as const;

/** The same text with options as a script has them. */
export function optionNamesIn(text: string): string {
  const named = PHRASES.reduce((all, [flag, option]) => all.replace(flag, option), text);
  return named.replace(WORDS, (word, command?: string, flag?: string, value?: string) => {
    if (command !== undefined) return `\`${command}()\``;
    const option = flag === undefined ? undefined : OPTIONS[flag];
    if (option === undefined) return word;
    return value === undefined ? option : `${option}: '${value}'`;
  });
}

/** The same event, for a script. */
export function toldInOptionNames<E extends RunEvent>(event: E): E {
  if (event.type !== "error" && event.type !== "notice") return event;
  const message = optionNamesIn(event.message);
  return message === event.message ? event : { ...event, message };
}

/** The same error, for a script. */
export function inOptionNames(error: FerryError): FerryError {
  const { kind, code, message, advice, path, syscall, cause } = error;
  if (error instanceof PermissionError || kind === "entry") return error;
  const named = optionNamesIn(message);
  const hint = advice === null ? null : optionNamesIn(advice);
  if (named === message && hint === advice) return error;
  return errorOf(kind, code, named, { advice: hint, path, syscall, cause });
}
