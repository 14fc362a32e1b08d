// What each flag comes to, a row each. The last test finds a flag without a row.

import { assert, assertEquals } from "@std/assert";
import { findLong, findShort, FLAGS } from "../../lib/cli/flags.ts";
import type { OutputSettings } from "../../lib/cli/settings.ts";
import { DEFAULT_OPTIONS, type Options } from "../../lib/options.ts";
import { settingsOf } from "./fixtures.ts";

const OPTION_CASES: readonly (readonly [string, Partial<Options>])[] = [
  ["-n", { dryRun: true, reportOperations: true }],
  ["--dry-run", { dryRun: true, reportOperations: true }],
  ["--dry-run --no-dry-run", {}],
  ["-nq", { dryRun: true, reportOperations: false }],
  ["-n --json", { dryRun: true, reportOperations: false }],
  ["-q --log-file l", { reportOperations: true }],
  ["--print0", { reportOperations: true }],
  ["--out-format=%n", { reportOperations: true }],
  ["--out-format=%l", { reportOperations: true, reportDetails: true }],
  ["-n --json -v", { dryRun: true, reportOperations: true }],
  ["--delete", {}],
  ["--no-delete", { delete: false }],
  ["--no-delete --delete", {}],
  ["--max-delete 10", { maxDelete: { amount: 10, unit: "entries" } }],
  ["--max-delete=0", { maxDelete: { amount: 0, unit: "entries" } }],
  ["--max-delete=25%", { maxDelete: { amount: 25, unit: "percent" } }],
  ["--allow-empty-source", { allowEmptySource: true }],
  ["--delete-excluded", { deleteExcluded: true }],
  ["--swap", { swap: true }],
  ["--remove-source-files", { removeSource: "files" }],
  ["-u", { update: true }],
  ["--update --no-update", {}],
  ["--ignore-existing", { ignoreExisting: true }],
  ["--existing", { existingOnly: true }],
  ["--existing --ignore-existing", { existingOnly: true, ignoreExisting: true }],
  ["--inplace", { inplace: true }],
  ["-b", { backup: true }],
  ["--backup --no-backup", {}],
  ["--suffix=.old", { suffix: ".old" }],
  ["--backup-dir ../old", { backupDir: "../old" }],
  ["--backup-dir ../old --no-backup", {}],
  ["--link-dest ../1 --link-dest=../2", { linkDest: ["../1", "../2"] }],
  ["--min-size 10K", { minSize: 10240 }],
  ["--max-size=1.5M", { maxSize: 1572864 }],
  ["--min-age 2h", { minAge: 7200 }],
  ["--max-age=90", { maxAge: 90 }],
  ["-x", { oneFileSystem: true }],
  ["--max-depth=3", { maxDepth: 3 }],
  ["--shard 3/8", { shard: { index: 3, count: 8 } }],
  ["-m", { pruneEmptyDirs: true }],
  ["--prune-empty-dirs", { pruneEmptyDirs: true }],
  ["--one-file-system", { oneFileSystem: true }],
  ["-c", { comparison: "checksum" }],
  ["--checksum --no-checksum --size-only", { comparison: "size-only" }],
  ["--ignore-times", { comparison: "always" }],
  ["--modify-window 1.5", { modifyWindowNs: 1_500_000_000 }],
  ["--no-perms", { keep: { ...DEFAULT_OPTIONS.keep, perms: false } }],
  ["--no-hard-links", { keep: { ...DEFAULT_OPTIONS.keep, hardLinks: false } }],
  ["--times", { required: { times: true } }],
  ["--hard-links --acls", { required: { hardLinks: true, acls: true } }],
  ["--no-group", { keep: { ...DEFAULT_OPTIONS.keep, group: false } }],
  ["-O", { omitFolderTimes: true }],
  ["--omit-dir-times --no-omit-dir-times", {}],
  ["-J", { omitLinkTimes: true }],
  ["--omit-link-times --no-omit-link-times", {}],
  ["--chown www:7", {
    userMap: [{ from: "*", to: "www" }],
    groupMap: [{ from: "*", to: "7" }],
    required: { owner: true, group: true },
  }],
  ["--chown=7:", { userMap: [{ from: "*", to: "7" }], required: { owner: true } }],
  ["--no-group --chown=:7", { groupMap: [{ from: "*", to: "7" }], required: { group: true } }],
  ["--chown 7 --no-owner", {
    userMap: [{ from: "*", to: "7" }],
    keep: { ...DEFAULT_OPTIONS.keep, owner: false },
  }],
  ["--chmod D755,F644 --chmod=g-w", { chmod: ["D755,F644", "g-w"] }],
  ["--usermap=0-99:nobody,:7", {
    userMap: [{ from: "0-99", to: "nobody" }, { from: "", to: "7" }],
    required: { owner: true },
  }],
  ["--groupmap 5:6 --chown 7", {
    userMap: [{ from: "*", to: "7" }],
    groupMap: [{ from: "5", to: "6" }],
    required: { owner: true, group: true },
  }],
  ["--owner --no-owner", { keep: { ...DEFAULT_OPTIONS.keep, owner: false } }],
  ["--no-xattrs --xattrs", { required: { xattrs: true } }],
  ["--no-specials", { keep: { ...DEFAULT_OPTIONS.keep, specials: false } }],
  ["--flags", { required: { flags: true } }],
  ["--materialize", { materialize: true }],
  ["-a", {}],
  ["-ra", {}],
  ["--archive --recursive", {}],
  ["-L", { dereference: true }],
  ["--dereference --no-dereference", {}],
  ["--sparse=never", { sparse: "never" }],
  ["--sparse always", { sparse: "always" }],
  ["--zero-copy", { zeroCopy: "always" }],
  ["--no-zero-copy", { zeroCopy: "never" }],
  ["--reflink", { reflink: "always" }],
  ["--reflink=never", { reflink: "never" }],
  ["--reflink --reflink=auto", {}],
  ["--verify", { verify: true }],
  ["--fsync", { fsync: true }],
  ["--resume", { resume: true }],
  ["--bwlimit 500", { bandwidthLimit: 512_000 }],
  ["--bwlimit=10MB", { bandwidthLimit: 10_000_000 }],
  ["--bwlimit=1M --bwlimit=0", {}],
  ["--retries=3", { retries: 3 }],
  ["--retry-wait 1.5", { retryWait: 1.5 }],
  ["--retry-wait=2m", { retryWait: 120 }],
  ["-j8", { jobs: 8 }],
  ["-j 256", { jobs: 256 }],
  ["--jobs=08", { jobs: 8 }],
  ["-xj2", { oneFileSystem: true, jobs: 2 }],
  ["--low-priority --drop-cache", { lowPriority: true, dropCache: true }],
  ["--preset background --no-drop-cache", { lowPriority: true, jobs: 1 }],
  ["--no-config", {}],
  ["-v", { reportOperations: true }],
  ["-i", { reportOperations: true }],
  ["-i --json", { reportOperations: false }],
  ["-avn", { dryRun: true, reportOperations: true }],
];

const OUTPUT_CASES: readonly (readonly [string, Partial<OutputSettings>])[] = [
  ["-q", { quiet: true }],
  ["-v --no-verbose", {}],
  ["-vi", { verbose: true, itemize: true }],
  ["--progress", { progress: "always" }],
  ["--no-progress", { progress: "never" }],
  ["--json --stats", { json: true, stats: true }],
  ["--color=never", { color: "never" }],
  ["--colour always", { color: "always" }],
  ["--print0", { print0: true }],
  ["--log-file log", { logFile: "log" }],
  ["--errors-to=names", { errorsTo: "names" }],
  ["--out-format=%%x", { format: ["%", "x"] }],
  ["--log-file l --log-file-format x", { logFile: "l", logFormat: ["x"] }],
];

/** Rules and lists, which are read from files as well (filter_reader_test.ts, list_inputs_test.ts), and what is no option. */
const WITHOUT_ROW: readonly string[] = [
  "confirm",
  "exclude",
  "include",
  "exclude-from",
  "include-from",
  "filter",
  "filter-files",
  "iexclude",
  "iinclude",
  "cvs-exclude",
  "exclude-vcs",
  "gitignore",
  "exclude-caches",
  "exclude-if-present",
  "files-from",
  "from0",
  "config",
  "history",
  "exec",
  "help",
  "version",
];

for (const [flags, expected] of OPTION_CASES) {
  Deno.test(`parseArguments: mirror ${flags}`, () => {
    const { options } = settingsOf("mirror", ...flags.split(" "), "src", "dst");
    assertEquals(options, { ...DEFAULT_OPTIONS, delete: true, ...expected });
  });
}

for (const [flags, expected] of OUTPUT_CASES) {
  Deno.test(`parseArguments: output of mirror ${flags}`, () => {
    const plain = settingsOf("mirror", "a", "b").output;
    const { output } = settingsOf("mirror", ...flags.split(" "), "a", "b");
    assertEquals(output, { ...plain, ...expected });
  });
}

/** The flags that a row types, by their own names. */
function flagsOf([typed]: readonly [string, unknown]): string[] {
  return typed.split(" ").flatMap((word) => {
    if (word.startsWith("--")) return findLong(word.slice(2).split("=")[0])?.flag.name ?? [];
    if (!/^-[a-zA-Z]/.test(word)) return [];
    return [...word.slice(1)].flatMap((letter) => findShort(letter)?.name ?? []);
  });
}

Deno.test("FLAGS: each that sets an option of a mirror, or how it is told, has a row", () => {
  const rows = new Set([...OPTION_CASES, ...OUTPUT_CASES].flatMap(flagsOf));
  const without = FLAGS.filter(({ name, commands }) =>
    commands.includes("mirror") && !rows.has(name)
  );
  assertEquals(without.map(({ name }) => name), WITHOUT_ROW);
});

Deno.test("FLAGS: every name is known once, and each explanation is a sentence", () => {
  const names = FLAGS.flatMap((flag) => [flag.name, ...flag.aliases ?? []]);
  const shorts = FLAGS.flatMap((flag) => flag.short ?? []);
  assertEquals(names.length, new Set(names).size);
  assertEquals(shorts.length, new Set(shorts).size);
  for (const flag of FLAGS) {
    assertEquals(findLong(flag.name), { flag, negated: false });
    assert(flag.longHelp.endsWith("."), `${flag.name}: a sentence ends with a full stop`);
    assertEquals(findLong(`no-${flag.name}`)?.negated ?? false, isNegated(flag.name), flag.name);
  }
});

/** `--no-target-directory` is no negation of `--target-directory`. */
function isNegated(name: string): boolean {
  const flag = FLAGS.find((flag) => flag.name === name)!;
  return flag.negatable === true && !name.startsWith("no-");
}
