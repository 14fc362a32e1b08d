// Commands and options that are refused: those that do not exist, that another command takes, and that exclude each other.

import { type Refusal, testRefusals } from "./refusals.ts";

const CASES: readonly Refusal[] = [
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
    "--man",
    "UNKNOWN_COMMAND",
    "'--man' stands where a command should",
    "options come after the command: 'ferry help --man'",
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
  ["mirror -delete a b", "UNKNOWN_OPTION", "unknown option '-delete'", "did you mean --delete?"],
  ["copy -exclude=x a b", "UNKNOWN_OPTION", "unknown option '-exclude'", "did you mean --exclude?"],
  ["move -dry-run a b", "UNKNOWN_OPTION", "unknown option '-dry-run'", "did you mean --dry-run?"],
  ["mirror -json a b", "UNKNOWN_OPTION", "unknown option '-json'", "did you mean --json?"],
  ["mirror --dry a b", "UNKNOWN_OPTION", "unknown option '--dry'", "did you mean --dry-run?"],
  ["copy --verb a b", "UNKNOWN_OPTION", "unknown option '--verb'", "did you mean --verbose?"],
  ["copy --excl=x a b", "UNKNOWN_OPTION", "unknown option '--excl'", "did you mean --exclude?"],
  [
    "mirror --ex x a b",
    "UNKNOWN_OPTION",
    "unknown option '--ex'",
    "'ferry help mirror' lists the options",
  ],
  ["history --clear --json", "CONFLICT", "'ferry history' takes one of --clear and --json", null],
  [
    "verify --manifest m --size-only a b",
    "CONFLICT",
    "--manifest and --size-only exclude each other",
    null,
  ],
  [
    "verify --check m --size-only b",
    "CONFLICT",
    "--check and --size-only exclude each other",
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
    "verify --check m --delete-excluded b",
    "CONFLICT",
    "--delete-excluded and --check exclude each other",
    null,
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
  ["capa b", "UNKNOWN_COMMAND", "unknown command 'capa'", "did you mean 'ferry capabilities'?"],
  ["help hist", "UNKNOWN_COMMAND", "unknown command 'hist'", "did you mean 'ferry history'?"],
  ["ver", "UNKNOWN_COMMAND", "unknown command 'ver'", "did you mean 'ferry verify'?"],
  ["help synk", "UNKNOWN_COMMAND", "unknown command 'synk'", "did you mean 'ferry sync'?"],
  [
    "-h copy a",
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
];

testRefusals(CASES);
