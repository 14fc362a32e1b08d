// Everything that is refused: its code, its message, its advice. Messages are what users see first, so they
// are compared whole.

import { assertEquals } from "@std/assert";
import { refusalOf } from "./fixtures.ts";

const ACCEPTED_SIZES =
  "accepted: bytes, or a number and one of K, M, G, T, P and KiB ... PiB (powers of 1024), KB ... PB (of 1000), B";
const ACCEPTED_RATES = "accepted: a number of KiB per second, or a number with K, M, G ... (50M)";
const ACCEPTED_AGES =
  "accepted: a number and one of s, m, h, d and w (30s, 10m, 2h, 1h30m, 7d, 1w); a bare number is seconds";
const ACCEPTED_JOBS = "accepted: a whole number from 1 to 256";
const NO_COMMAND = "--exec needs '--' and a command right behind it";
const EXEC_USAGE = "ferry copy SOURCE DEST --exec -- COMMAND ARG...";
const ACCEPTED_LIMITS = "accepted: a whole number of entries, or a percentage such as 25%";

/** `""` in a command line stands for an empty argument. */
const CASES: readonly (readonly [string, string, string, string | null])[] = [
  ["cpoy a b", "UNKNOWN_COMMAND", "unknown command 'cpoy'", "did you mean 'ferry copy'?"],
  [
    "photos b",
    "UNKNOWN_COMMAND",
    "unknown command 'photos'",
    "to copy, type 'ferry copy SOURCE... DEST'; 'ferry -h' lists the commands",
  ],
  [
    "-n a b",
    "UNKNOWN_COMMAND",
    "'-n' stands where a command should",
    "options come after the command: 'ferry copy -n ...'",
  ],
  [
    "version",
    "NOT_DONE",
    "ferry has no command 'version': type ferry --version",
    null,
  ],
  [
    "diff a b",
    "NOT_DONE",
    "ferry has no command 'diff': ferry verify SOURCE DEST names each difference",
    null,
  ],
  [
    "compare a b",
    "NOT_DONE",
    "ferry has no command 'compare': ferry verify SOURCE DEST names each difference",
    null,
  ],
  [
    "clone a b",
    "NOT_DONE",
    "ferry has no command 'clone': ferry copy SOURCE DEST clones where the file system can",
    null,
  ],
  [
    "backup a b",
    "NOT_DONE",
    "ferry has no command 'backup': ferry mirror SOURCE DEST, which keeps no older versions",
    null,
  ],
  [
    "/MIR a b",
    "NOT_DONE",
    "'/MIR' is an option of robocopy, and the command comes first: ferry mirror SOURCE DEST",
    null,
  ],
  [
    "/mt:8 a b",
    "NOT_DONE",
    "'/mt:8' is an option of robocopy, and the command comes first: ferry copy SOURCE DEST",
    null,
  ],
  [
    "/home b",
    "UNKNOWN_COMMAND",
    "unknown command '/home'",
    "to copy, type 'ferry copy SOURCE... DEST'; 'ferry -h' lists the commands",
  ],
  ["help mirorr", "UNKNOWN_COMMAND", "unknown command 'mirorr'", "did you mean 'ferry mirror'?"],
  [
    "help copy x",
    "EXTRA_OPERAND",
    "'ferry help' takes one COMMAND, or --man; 'x' is one too many",
    null,
  ],
  ["mirror --dryrun a b", "UNKNOWN_OPTION", "unknown option '--dryrun'", "did you mean --dry-run?"],
  [
    "copy --no-prems a b",
    "UNKNOWN_OPTION",
    "unknown option '--no-prems'",
    "did you mean --no-perms?",
  ],
  [
    "mirror --excldue=x a b",
    "UNKNOWN_OPTION",
    "unknown option '--excldue'",
    "did you mean --exclude?",
  ],
  ["mirror --compress=1 a b", "UNEXPECTED_VALUE", "--compress takes no value", null],
  ...[
    "copy --no-archive a b",
    "copy --copy-link a b",
    "copy --man-age 3 a b",
  ]
    .map((line) => {
      const [, option] = line.split(" ");
      const message = `unknown option '${option}'`;
      return [line, "UNKNOWN_OPTION", message, "'ferry help copy' lists the options"] as const;
    }),
  [
    "mirror -vY a b",
    "UNKNOWN_OPTION",
    "unknown option '-Y' in '-vY'",
    "'ferry help mirror' lists the options",
  ],
  [
    "mirror --exlcude x a b",
    "UNKNOWN_OPTION",
    "unknown option '--exlcude'",
    "did you mean --exclude?",
  ],
  [
    "copy --includ-from x a b",
    "UNKNOWN_OPTION",
    "unknown option '--includ-from'",
    "did you mean --include-from?",
  ],
  [
    "mirror --files-from x --delete-excluded a b",
    "CONFLICT",
    "--files-from and --delete-excluded exclude each other",
    null,
  ],
  [
    "copy --files-from - --exclude-from - a b",
    "CONFLICT",
    "standard input, '-', can be read for one option only",
    null,
  ],
  [
    "copy --files-from x a b c",
    "EXTRA_OPERAND",
    "--files-from takes one SOURCE and one DEST; 'c' is one too many",
    "quote names that contain spaces",
  ],
  [
    "copy --files-from x -t c a b",
    "EXTRA_OPERAND",
    "--files-from takes one SOURCE and one DEST; 'c' is one too many",
    "quote names that contain spaces",
  ],
  ["help synk", "UNKNOWN_COMMAND", "unknown command 'synk'", "did you mean 'ferry sync'?"],
  [
    "-h copy",
    "HELP_NOT_ALONE",
    "-h is help and stands alone ('ferry -h'); rsync's -h is always on: leave it out",
    null,
  ],
  [
    "mirror --stats -h a b",
    "HELP_NOT_ALONE",
    "-h is help and stands alone ('ferry mirror -h'); rsync's -h is always on: leave it out",
    null,
  ],
  [
    "copy --delete a b",
    "WRONG_COMMAND",
    "'ferry copy' does not take --delete",
    "'ferry mirror' does",
  ],
  [
    "copy --max-delete 3 a b",
    "WRONG_COMMAND",
    "'ferry copy' does not take --max-delete",
    "'ferry mirror' does",
  ],
  [
    "mirror -T a b",
    "WRONG_COMMAND",
    "'ferry mirror' does not take -T",
    "'ferry copy' and 'ferry move' do",
  ],
  ["mirror a b --jobs", "MISSING_VALUE", "--jobs needs a value (N)", null],
  ["mirror a b -j", "MISSING_VALUE", "-j needs a value (N)", null],
  [
    "mirror --exclude --dry-run a b",
    "MISSING_VALUE",
    "--exclude needs a value (GLOB)",
    "if '--dry-run' is meant as the value, type '--exclude=--dry-run'",
  ],
  [
    "copy -t -x a",
    "MISSING_VALUE",
    "-t needs a value (DIR)",
    "if '-x' is meant as the value, type '-t-x'",
  ],
  ["mirror --exclude -- a b", "MISSING_VALUE", "--exclude needs a value (GLOB)", null],
  ["mirror --json=1 a b", "UNEXPECTED_VALUE", "--json takes no value", null],
  ["mirror --no-perms= a b", "UNEXPECTED_VALUE", "--no-perms takes no value", null],
  ["mirror --min-size=10Q a b", "BAD_VALUE", "--min-size: '10Q' is not a size", ACCEPTED_SIZES],
  [
    "mirror --max-size 99999P a b",
    "BAD_VALUE",
    "--max-size: '99999P' is too large",
    ACCEPTED_SIZES,
  ],
  ["mirror --min-age 1y a b", "BAD_VALUE", "--min-age: '1y' is not a duration", ACCEPTED_AGES],
  ["mirror --max-age= a b", "BAD_VALUE", "--max-age: '' is not a duration", ACCEPTED_AGES],
  [
    "mirror --modify-window x a b",
    "BAD_VALUE",
    "--modify-window: 'x' is not a number of seconds",
    "accepted: a number of seconds, with up to nine decimals",
  ],
  [
    "copy --bwlimit=fast a b",
    "BAD_VALUE",
    "--bwlimit: 'fast' is not a rate",
    ACCEPTED_RATES,
  ],
  ...["10M:5M", "10MB/s", "1.2.3", ""].map((rate) =>
    [
      `copy --bwlimit=${rate} a b`,
      "BAD_VALUE",
      `--bwlimit: '${rate}' is not a rate`,
      ACCEPTED_RATES,
    ] as const
  ),
  [
    "copy --bwlimit=0.5B a b",
    "BAD_VALUE",
    "--bwlimit: '0.5B' is less than one byte",
    ACCEPTED_RATES,
  ],
  [
    "copy --retries=1001 a b",
    "BAD_VALUE",
    "--retries: '1001' is not a number of retries",
    "accepted: a whole number from 0 to 1000",
  ],
  ["mirror -j0 a b", "BAD_VALUE", "-j: '0' is not a number of jobs", ACCEPTED_JOBS],
  ["mirror --jobs=257 a b", "BAD_VALUE", "--jobs: '257' is not a number of jobs", ACCEPTED_JOBS],
  ["mirror -j 1.5 a b", "BAD_VALUE", "-j: '1.5' is not a number of jobs", ACCEPTED_JOBS],
  [
    "mirror --max-delete=101% a b",
    "BAD_VALUE",
    "--max-delete: '101%' is more than everything",
    ACCEPTED_LIMITS,
  ],
  [
    "copy --max-depth 0 a b",
    "BAD_VALUE",
    "--max-depth: '0' is not a number of levels",
    "accepted: a whole number of at least 1",
  ],
  [
    "mirror --max-delete=1.5% a b",
    "BAD_VALUE",
    "--max-delete: '1.5%' is not a limit",
    ACCEPTED_LIMITS,
  ],
  [
    "mirror --sparse=yes a b",
    "BAD_VALUE",
    "--sparse: 'yes' is none of auto, always, never",
    null,
  ],
  ["mirror --exclude= a b", "BAD_VALUE", "--exclude: the glob is empty", null],
  ["mirror --exclude-from= a b", "BAD_VALUE", "--exclude-from: the file is empty", null],
  ["copy -c --size-only a b", "CONFLICT", "--checksum and --size-only exclude each other", null],
  [
    "copy --ignore-times -c a b",
    "CONFLICT",
    "--checksum and --ignore-times exclude each other",
    null,
  ],
  [
    "copy --ignore-times --size-only a b",
    "CONFLICT",
    "--size-only and --ignore-times exclude each other",
    null,
  ],
  [
    "copy --low-priority a b --exec -- c",
    "CONFLICT",
    "--exec and --low-priority exclude each other",
    null,
  ],
  ["copy a b --exec", "MISSING_VALUE", NO_COMMAND, EXEC_USAGE],
  ["copy a b --exec c", "MISSING_VALUE", NO_COMMAND, EXEC_USAGE],
  ["copy --exec a b -- c", "MISSING_VALUE", NO_COMMAND, EXEC_USAGE],
  ["copy a b --exec --", "MISSING_VALUE", "--exec needs a command behind '--'", EXEC_USAGE],
  ['copy a b --exec -- ""', "MISSING_VALUE", "--exec needs a command behind '--'", EXEC_USAGE],
  ["copy a b --exec=c", "UNEXPECTED_VALUE", "--exec takes its command after '--'", EXEC_USAGE],
  ["copy -qv a b", "CONFLICT", "--quiet and --verbose exclude each other", null],
  ["copy -qi a b", "CONFLICT", "--quiet and --itemize-changes exclude each other", null],
  ["copy -q --stats a b", "CONFLICT", "--quiet and --stats exclude each other", null],
  ["copy -q --progress a b", "CONFLICT", "--quiet and --progress exclude each other", null],
  [
    "copy -Tt d a",
    "CONFLICT",
    "--no-target-directory and --target-directory exclude each other",
    null,
  ],
  [
    "copy --min-size 2K --max-size 1K a b",
    "CONFLICT",
    "--min-size and --max-size leave nothing: the least is above the most",
    null,
  ],
  [
    "copy --min-age 2d --max-age 1d a b",
    "CONFLICT",
    "--min-age and --max-age leave nothing: the least is above the most",
    null,
  ],
  ["copy", "MISSING_OPERAND", "SOURCE is missing", "'ferry copy -h' shows how it is typed"],
  [
    "mirror a",
    "MISSING_OPERAND",
    "DEST is missing after 'a'",
    "'ferry mirror -h' shows how it is typed",
  ],
  ["copy -t d", "MISSING_OPERAND", "SOURCE is missing", "'ferry copy -h' shows how it is typed"],
  [
    "mirror a b c",
    "EXTRA_OPERAND",
    "'ferry mirror' takes one SOURCE and one DEST; 'c' is one too many",
    "quote names that contain spaces",
  ],
  [
    "copy -T a b c",
    "EXTRA_OPERAND",
    "--no-target-directory takes one SOURCE and one DEST; 'c' is one too many",
    "quote names that contain spaces",
  ],
  ['copy "" b', "EMPTY_OPERAND", "SOURCE is an empty name", null],
  ['copy a "" b', "EMPTY_OPERAND", "SOURCE is an empty name", null],
  ['mirror a ""', "EMPTY_OPERAND", "DEST is an empty name", null],
  [
    "copy --target-directory= a",
    "EMPTY_OPERAND",
    "--target-directory: the folder's name is empty",
    null,
  ],
];

for (const [line, code, message, advice] of CASES) {
  Deno.test(`refuses: ferry ${line}`, () => {
    const args = line.split(" ").map((arg) => arg === '""' ? "" : arg);
    const refusal = refusalOf(...args);
    assertEquals(
      { kind: refusal.kind, code: refusal.code, message: refusal.message, advice: refusal.advice },
      { kind: "usage", code, message, advice },
    );
  });
}
