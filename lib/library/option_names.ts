// Messages of the engine name options as the command line has them. A script is told of its own.

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
  "dereference-args": "dereferenceArgs",
  "drop-cache": "dropCache",
  "exclude": "exclude",
  "exclude-caches": "filters",
  "exclude-if-present": "filters",
  "existing": "existingOnly",
  "files-from": "onlyPaths",
  "filter": "filters",
  "gitignore": "filters",
  "groupmap": "groupMap",
  "ignore-existing": "ignoreExisting",
  "include": "include",
  "inplace": "inplace",
  "link-dest": "linkDest",
  "low-priority": "lowPriority",
  "materialize": "materialize: true",
  "max-delete": "maxDelete",
  "max-size": "maxSize",
  "no-delete": "delete: false",
  "no-group": "keep: { group: false }",
  "no-owner": "keep: { owner: false }",
  "no-specials": "keep: { specials: false }",
  "no-xattrs": "keep: { xattrs: false }",
  "no-zero-copy": "zeroCopy: 'never'",
  "one-file-system": "oneFileSystem",
  "reflink": "reflink",
  "remove-source-files": "removeSource",
  "resume": "resume",
  "sparse": "sparse",
  "specials": "keep: { specials: true }",
  "suffix": "suffix",
  "swap": "swap",
  "update": "update",
  "usermap": "userMap",
  "zero-copy": "zeroCopy: 'always'",
};

/** A quoted name, which stays as it is, or a flag and its value. */
const WORDS = /'[^']*'|--([a-z][a-z-]*)(?:=([a-z]+))?/g;

/** The same text with options as a script has them. */
export function optionNamesIn(text: string): string {
  return text.replace(WORDS, (word, flag: string | undefined, value: string | undefined) => {
    const option = flag === undefined ? undefined : OPTIONS[flag];
    if (option === undefined) return word;
    return value === undefined ? option : `${option}: '${value}'`;
  });
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
