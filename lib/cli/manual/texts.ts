// What the manual page says beyond the tables of commands, flags and exit codes.

import { CVS_FILES, FILTER_FILES } from "../../plan/rules/known_rules.ts";

/** What ferry is. */
export const DESCRIPTION: readonly string[] = [
  "ferry copies and mirrors local file trees: what is mounted on this machine. A file gets its name " +
  "when its bytes and metadata are complete, and an existing one is replaced in that same step; what " +
  "is unchanged is left alone. All that the file systems can hold is kept without an option: holes, " +
  "modes, owners, times, symlinks, hard links, extended attributes, ACLs, special files.",
  "What fails is named on standard error, and the rest is done. A mirror deletes last, and only in " +
  "folders whose source it could list whole. After an interruption the same command goes on.",
];

/** How filters choose; the options themselves explain the rest. */
export const FILTER_RULES: readonly string[] = [
  "The rules of --exclude, --include, --filter and the files that they name form one list, in the " +
  "order in which they are typed. An entry is left out or taken by the first rule that matches it; " +
  "one that none matches is taken. A folder that is left out is not entered, so that no rule can " +
  "take what is in it. rsync has the same rules.",
  "In a pattern * stands for any letters but a slash, ** for slashes, too, ? for one letter but a " +
  "slash, and [a-z] for one of a set; a backslash takes its meaning from the next letter. A slash at " +
  "the beginning ties the pattern to the root of SOURCE (in a file of a folder: to that folder), any " +
  "other slash but the last has it matched against the end of the path, and a slash at the end has it " +
  "match folders alone. Without a slash it is matched against the name.",
  "A mirror neither copies nor deletes what is left out, unless --delete-excluded is typed.",
];

/** Variables beside those of options, by name. */
export const VARIABLES: readonly (readonly [string, string])[] = [
  [
    "NO_COLOR",
    "If it is set to anything, --color=auto means never. So does TERM=dumb, which also " +
    "turns off the line of progress.",
  ],
  ["CVSIGNORE", "Further patterns for -C, with blanks between them."],
  [
    "XDG_CONFIG_HOME, XDG_STATE_HOME, HOME",
    "Where the settings file and the history are; see FILES.",
  ],
];

/** Files that ferry reads or writes by itself, by name. */
export const FILES: readonly (readonly [string, string])[] = [
  ["history.jsonl", "The runs that are remembered; see ferry history."],
  [
    FILTER_FILES.map(({ ruleFile }) => ruleFile).join(", "),
    "Rules for a folder and those below it, read with -F.",
  ],
  [CVS_FILES.ruleFile, "Patterns for a folder, read with -C, which also reads the one in HOME."],
  [
    ".ferry-*.tmp",
    "Files and folders that are not whole yet. A run that was killed leaves them, and the next one " +
    "into the same folder removes them; with --resume it goes on with those of files that an earlier " +
    "one with --resume began.",
  ],
];

/** What to know before relying on it. */
export const NOTES: readonly string[] = [
  "A mirror deletes. Try it with -n first, or have it ask with --confirm; --max-delete bounds it.",
  "ferry does not reach other machines: paths like host:path are refused, see rsync(1) and rclone(1). " +
  "It compresses and encrypts nothing.",
  "Names of any bytes are copied. A typed argument that is not UTF-8 is refused; --files-from takes " +
  "such names.",
];

/** Pages to read on. */
export const SEE_ALSO: readonly string[] = [
  "cp(1)",
  "mv(1)",
  "rsync(1)",
  "rclone(1)",
  "sha256sum(1)",
];
