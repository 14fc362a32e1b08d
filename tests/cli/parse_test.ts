// What each flag comes to. One row a flag, so that a flag without a row is easy to see; the last test
// looks for such.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { findLong, FLAGS } from "../../lib/cli/flags.ts";
import { parseArguments } from "../../lib/cli/parse.ts";
import { UsageError } from "../../lib/errors.ts";
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

for (const [flags, expected] of OPTION_CASES) {
  Deno.test(`parseArguments: mirror ${flags}`, () => {
    const { options } = settingsOf("mirror", ...flags.split(" "), "src", "dst");
    assertEquals(options, { ...DEFAULT_OPTIONS, delete: true, ...expected });
  });
}

Deno.test("parseArguments: a copy without flags has the default options", () => {
  assertEquals(settingsOf("copy", "a", "b").options, DEFAULT_OPTIONS);
});

Deno.test("parseArguments: a copy takes the negative of another command's flag", () => {
  assertEquals(settingsOf("copy", "--no-delete", "a", "b").options.delete, false);
});

Deno.test("parseArguments: output flags", () => {
  const plain = settingsOf("mirror", "a", "b").output;
  const cases: readonly (readonly [string, Partial<typeof plain>])[] = [
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
  for (const [flags, expected] of cases) {
    const { output } = settingsOf("mirror", ...flags.split(" "), "a", "b");
    assertEquals(output, { ...plain, ...expected }, flags);
  }
});

Deno.test("parseArguments: filters keep their order", () => {
  const { filterInputs } = settingsOf(
    ..."mirror --include a --exclude=b a --exclude-from - --include c b".split(" "),
  );
  assertEquals(filterInputs, [
    { kind: "rule", include: true, text: "a" },
    { kind: "rule", include: false, text: "b" },
    { kind: "file", path: "-" },
    { kind: "rule", include: true, text: "c" },
  ]);
});

Deno.test("parseArguments: a rule with rsync's prefix is a value, not a flag", () => {
  const { filterInputs } = settingsOf("mirror", "--exclude", "- *.o", "a", "b");
  assertEquals(filterInputs, [{ kind: "rule", include: false, text: "- *.o" }]);
});

Deno.test("parseArguments: operands and placement", () => {
  const cases = [
    ["copy a b", ["a"], "b", "auto"],
    ["copy a b c", ["a", "b"], "c", "into"],
    ["copy -T a b", ["a"], "b", "exact"],
    ["copy -t d a", ["a"], "d", "into"],
    ["copy --target-directory=d a b", ["a", "b"], "d", "into"],
    ["mirror a/ b/", ["a/"], "b/", "exact"],
    ["mirror a -v b", ["a"], "b", "exact"],
    ["mirror -- -v -n", ["-v"], "-n", "exact"],
    ["mirror a -- -n", ["a"], "-n", "exact"],
    ["mirror - b", ["-"], "b", "exact"],
  ] as const;
  for (const [line, sources, dest, placement] of cases) {
    const settings = settingsOf(...line.split(" "));
    assertEquals([settings.sources, settings.dest, settings.placement], [sources, dest, placement]);
  }
});

Deno.test("parseArguments: all behind --exec -- is a command", () => {
  for (const command of ["copy", "mirror", "move", "verify"]) {
    const words = ["sh", "-c", "-n", "--", "", "--exec"];
    const { exec, dest } = settingsOf(command, "a", "b", "--exec", "--", ...words);
    assertEquals([exec, dest], [words, "b"]);
  }
  const { sources, dest, exec } = settingsOf("mirror", "a", "--", "--exec");
  assertEquals([sources, dest, exec], [["a"], "--exec", null]);
});

Deno.test("parseArguments: help and version", () => {
  const help = { command: "help", topic: null, long: false, asError: false };
  assertEquals(parseArguments([]), { ...help, asError: true });
  assertEquals(parseArguments(["-h"]), help);
  assertEquals(parseArguments(["--help"]), { ...help, long: true });
  assertEquals(parseArguments(["help"]), { ...help, long: true });
  assertEquals(parseArguments(["help", "copy"]), { ...help, topic: "copy", long: true });
  assertEquals(parseArguments(["copy", "-h"]), { ...help, topic: "copy" });
  assertEquals(parseArguments(["sync", "-h"]), { ...help, topic: "mirror" });
  assertEquals(parseArguments(["help", "check"]), { ...help, topic: "verify", long: true });
  assertEquals(parseArguments(["mirror", "a", "--help", "--bad"]), {
    ...help,
    topic: "mirror",
    long: true,
  });
  const short = { command: "version", verbose: false } as const;
  const long = { command: "version", verbose: true } as const;
  for (const args of [["--version"], ["-V"], ["copy", "--version"]]) {
    assertEquals(parseArguments(args), short);
  }
  for (
    const typed of ["--version --verbose", "-V -v", "-v --version", "-vV", "-Vv", "copy -vV a"]
  ) {
    assertEquals(parseArguments(typed.split(" ")), long);
  }
});

Deno.test("parseArguments: settings are frozen all the way down", () => {
  const settings = settingsOf("mirror", "--exclude", "x", "--max-delete", "1", "a", "b");
  const seen: unknown[] = [settings];
  for (const value of seen) {
    if (typeof value !== "object" || value === null) continue;
    assert(Object.isFrozen(value), JSON.stringify(value));
    seen.push(...Object.values(value));
  }
});

Deno.test("FLAGS: every name is known once, and every flag is tested or explained", () => {
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

Deno.test("report: --json and -v anywhere, files, and behind -- nothing but files", () => {
  const parsed = (...args: string[]) => parseArguments(["report", ...args]);
  const asked = (files: string[], json = false, verbose = false) => {
    return { command: "report", files, json, verbose };
  };
  assertEquals(parsed("a", "--json", "-"), asked(["a", "-"], true));
  assertEquals(parsed("-v", "a"), asked(["a"], false, true));
  assertEquals(
    parsed("--verbose", "--", "-v", "--json", "--"),
    asked(["-v", "--json", "--"], false, true),
  );
  assertEquals(parsed("-h"), { command: "help", topic: "report", long: false, asError: false });
  for (
    const [args, code] of [
      [[], "MISSING_OPERAND"],
      [["--json"], "MISSING_OPERAND"],
      [["-q", "a"], "UNKNOWN_OPTION"],
      [["a", ""], "EMPTY_OPERAND"],
    ] as const
  ) assertEquals(assertThrows(() => parsed(...args), UsageError).code, code);
});

Deno.test("capabilities: --json anywhere, paths, and behind -- nothing but paths", () => {
  const parsed = (...args: string[]) => parseArguments(["capabilities", ...args]);
  const asked = (paths: string[], json = false) => ({ command: "capabilities", paths, json });
  assertEquals(parsed(), asked(["."]));
  assertEquals(parsed("a", "--json", "b"), asked(["a", "b"], true));
  assertEquals(parsed("a", "--", "--json", "-x"), asked(["a", "--json", "-x"]));
  for (const [args, code] of [[["-x"], "UNKNOWN_OPTION"], [[""], "EMPTY_OPERAND"]] as const) {
    assertEquals(assertThrows(() => parsed(...args), UsageError).code, code);
  }
});

Deno.test("plan: takes what a mirror takes, deletes like one, and touches nothing", () => {
  const takenBy = (command: "mirror" | "plan") =>
    FLAGS.filter(({ commands }) => commands.includes(command)).map(({ name }) => name);
  assertEquals(takenBy("plan"), takenBy("mirror"));
  for (const args of [[], ["--no-delete"], ["--exclude=x", "-j4"], ["--size-only", "--dry-run"]]) {
    const { reportOperations: _, dryRun, ...rest } = settingsOf("plan", ...args, "s", "t").options;
    const like = settingsOf("mirror", ...args, "s", "t").options;
    assertEquals({ ...like, ...rest }, like);
    assertEquals(dryRun, true);
  }
});

Deno.test("plan: operations are printed where they are asked for, and for programs", () => {
  const lists = (...args: string[]) =>
    settingsOf("plan", ...args, "s", "t").options.reportOperations;
  assertEquals([lists(), lists("-n"), lists("-v"), lists("-i"), lists("--json")], [
    false,
    false,
    true,
    true,
    true,
  ]);
});
