// Messages of the engine name options as the command line has them. A script is told of its own.

import type { RunEvent } from "../events.ts";
import { errorOf, type FerryError, PermissionError } from "../errors.ts";

/** What a flag is in a script. */
const OPTIONS: Readonly<Record<string, string>> = {
  "acls": "keep: { acls: true }",
  "allow-empty-source": "allowEmptySource: true",
  "backup": "backup",
  "backup-dir": "backupDir",
  "bwlimit": "bandwidthLimit",
  "check": "check()",
  "checksum": "comparison: 'checksum'",
  "chmod": "chmod",
  "chown": "userMap, groupMap",
  "cvs-exclude": "filters",
  "delete": "delete",
  "delete-excluded": "deleteExcluded",
  "dereference": "dereference",
  "dereference-args": "dereferenceArgs",
  "drop-cache": "dropCache",
  "dry-run": "dryRun",
  "exclude": "exclude",
  "exclude-caches": "filters",
  "exclude-if-present": "filters",
  "exclude-vcs": "filters",
  "existing": "existingOnly",
  "files-from": "onlyPaths",
  "filter": "filters",
  "filter-files": "filters",
  "flags": "keep: { flags: true }",
  "fsync": "fsync",
  "gitignore": "filters",
  "group": "keep: { group: true }",
  "groupmap": "groupMap",
  "hard-links": "keep: { hardLinks: true }",
  "iexclude": "filters",
  "ignore-existing": "ignoreExisting",
  "ignore-times": "comparison: 'always'",
  "iinclude": "filters",
  "include": "include",
  "inplace": "inplace",
  "itemize-changes": "reportDetails",
  "jobs": "jobs",
  "link-dest": "linkDest",
  "low-priority": "lowPriority",
  "manifest": "digests",
  "materialize": "materialize: true",
  "max-age": "maxAge",
  "max-delete": "maxDelete",
  "max-depth": "maxDepth",
  "max-size": "maxSize",
  "min-age": "minAge",
  "min-size": "minSize",
  "modify-window": "modifyWindowNs",
  "no-acls": "keep: { acls: false }",
  "no-delete": "delete: false",
  "no-extra": "ignoreExtra",
  "no-flags": "keep: { flags: false }",
  "no-group": "keep: { group: false }",
  "no-hard-links": "keep: { hardLinks: false }",
  "no-owner": "keep: { owner: false }",
  "no-perms": "keep: { perms: false }",
  "no-specials": "keep: { specials: false }",
  "no-target-directory": "placement: 'exact'",
  "no-times": "keep: { times: false }",
  "no-xattrs": "keep: { xattrs: false }",
  "no-zero-copy": "zeroCopy: 'never'",
  "omit-dir-times": "omitFolderTimes",
  "omit-link-times": "omitLinkTimes",
  "one-file-system": "oneFileSystem",
  "owner": "keep: { owner: true }",
  "perms": "keep: { perms: true }",
  "progress": "progressIntervalMs",
  "prune-empty-dirs": "pruneEmptyDirs",
  "reflink": "reflink",
  "remove-source-files": "removeSource",
  "resume": "resume",
  "retries": "retries",
  "retry-wait": "retryWait",
  "shard": "shard",
  "size-only": "comparison: 'size-only'",
  "sparse": "sparse",
  "specials": "keep: { specials: true }",
  "suffix": "suffix",
  "swap": "swap",
  "target-directory": "placement: 'into'",
  "times": "keep: { times: true }",
  "update": "update",
  "usermap": "userMap",
  "verbose": "reportOperations",
  "verify": "verify",
  "xattrs": "keep: { xattrs: true }",
  "zero-copy": "zeroCopy: 'always'",
};

/** What a script has for a flag that is typed as an option: `bwlimit`, `sizeOnly`; null if there is nothing. */
export function optionOfFlag(name: string): string | null {
  const flag = name.replaceAll("_", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.hasOwn(OPTIONS, flag) ? OPTIONS[flag] : null;
}

/** A quoted name, which stays as it is, or a flag and its value. */
const WORDS = /'[^']*'|--([a-z][a-z-]*)(?:=([a-z]+))?/g;
/** A command line. Only advice has some: what a message quotes was typed. */
const COMMAND_LINES = /'ferry ([a-z]+)[^']*'/g;
/** Flags that are no option of their own in a script. */
const PHRASES = [[/^with -T /, "with placement: 'exact' "], ["--chown or ", ""]] as const;

/** The same text with options as a script has them. */
export function optionNamesIn(text: string): string {
  const named = PHRASES.reduce((all, [flag, option]) => all.replace(flag, option), text);
  return named.replace(WORDS, (word, flag?: string, value?: string) => {
    const option = flag === undefined ? undefined : OPTIONS[flag];
    if (option === undefined) return word;
    return value === undefined ? option : `${option}: '${value}'`;
  });
}

/** The same advice, with the function that a command is in a script, too. */
export function adviceInOptionNames(advice: string): string {
  return optionNamesIn(advice.replace(COMMAND_LINES, "$1()"));
}

/** The same event, for a script. */
export function toldInOptionNames<E extends RunEvent>(event: E): E {
  if (event.type !== "error" && event.type !== "notice") return event;
  const message = optionNamesIn(event.message);
  return message === event.message ? event : { ...event, message };
}

/** The same error, for a script. */
export function inOptionNames(error: FerryError): FerryError {
  const { kind, code, message, advice, path, syscall, failed, cause } = error;
  if (error instanceof PermissionError || kind === "entry") return error;
  const named = optionNamesIn(message);
  const hint = advice === null ? null : adviceInOptionNames(advice);
  if (named === message && hint === advice) return error;
  return errorOf(kind, code, named, { advice: hint, path, syscall, failed, cause });
}
