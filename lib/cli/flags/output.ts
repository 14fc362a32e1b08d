// Flags about what is printed. None of them changes what is done.

import { badValue } from "../errors.ts";
import { escapeNames, ESCAPES, type LineFormat, parseLineFormat } from "../line_format.ts";
import type { Draft } from "../draft.ts";
import { ALL, choice, COPYING, file, type Flag, parsed, toggle } from "./flag.ts";

const group = "output";

/** `--verbose` to `--color`. */
export const OUTPUT_FLAGS: readonly Flag[] = [
  toggle({
    name: "verbose",
    isDaily: true,
    short: "v",
    group,
    commands: ALL,
    help: "print a line for each operation",
    longHelp: "Print a line for each operation, with the method by which bytes moved.",
  }, (draft, on) => draft.output.verbose = on),
  toggle({
    name: "itemize-changes",
    isDaily: true,
    short: "i",
    isContested: true,
    group,
    commands: COPYING,
    help: "print what differed, as rsync -i does",
    longHelp: "Print a line for each operation that says what differed, in the letters of " +
      "rsync -i: '>f.st......' is a file whose size and time differed.",
  }, (draft, on) => draft.output.itemize = on),
  toggle({
    name: "quiet",
    isDaily: true,
    short: "q",
    group,
    commands: ALL,
    help: "print errors only",
    longHelp: "Print errors only: no summary, no notices, no progress.",
  }, (draft, on) => draft.output.quiet = on),
  toggle({
    name: "progress",
    hasThreeStates: true,
    group,
    commands: ALL,
    help: "show progress, or never do",
    longHelp:
      "Show progress on stderr; --no-progress shows none. On a terminal it is one line, drawn anew; " +
      "elsewhere a long run prints a line every five seconds, and with --progress that also tells how " +
      "much there is in all, for which SOURCE is counted. With --json, --progress prints an object of " +
      "the type progress each second instead.",
  }, (draft, on) => draft.output.progress = on ? "always" : "never"),
  toggle({
    name: "json",
    group,
    commands: ALL,
    help: "print JSON, an object a line, the summary last",
    longHelp:
      "Print one JSON object a line on stdout: each error; with -v each operation; with --progress " +
      "how far the run is, each second; and last a summary. 'ferry help json' explains each field.",
  }, (draft, on) => draft.output.json = on),
  toggle({
    name: "stats",
    group,
    commands: ALL,
    help: "print every counter at the end",
    longHelp: "Print every counter at the end, and how many files each method copied.",
  }, (draft, on) => draft.output.stats = on),
  written(
    "log-file",
    "append a line for each operation and error to FILE",
    "Append a line with the time for each operation, error and notice to FILE, whatever else is " +
      "printed, and one for what the run came to; with --json an object each. Two objects behind a tab are for 'ferry report'. A FILE that would be " +
      "copied or deleted itself is refused, as is one that is no regular file.",
    (draft, path) => draft.output.logFile = path,
  ),
  format(
    "log-file-format",
    "How the lines of operations in --log-file look, after the time: as for --out-format.",
    (draft, parts) => draft.output.logFormat = parts,
  ),
  written(
    "errors-to",
    "write the names of what failed to FILE",
    "Write the names of what failed to FILE, relative to SOURCE and one a line, with --from0 each " +
      "ended by NUL: --files-from FILE tries them again. FILE is empty if nothing failed. After a run " +
      "that was stopped (exit code 4, or a signal) it lacks what the run did not come to: run the " +
      "whole command again then. It is refused where --log-file would be.",
    (draft, path) => draft.output.errorsTo = path,
  ),
  format(
    "out-format",
    "Print a line for each operation in FORMAT, which has rsync's escapes: " +
      Object.entries(ESCAPES).map(([letter, what]) => `%${letter} ${what}`).join("; ") +
      "; %% is a percent sign. A number after % is a width, a dash before it puts blanks behind, " +
      "and %'l groups digits.",
    (draft, parts) => draft.output.format = parts,
  ),
  toggle({
    name: "print0",
    group,
    commands: ALL,
    help: "",
    longHelp:
      "Print the name of each entry that is changed as it is, ended by NUL, for xargs -0; " +
      "with -i or --out-format those lines, ended so. The summary goes to standard error then.",
  }, (draft, on) => draft.output.print0 = on),
  choice({
    name: "color",
    aliases: ["colour"],
    group,
    commands: ALL,
    help: "colours: auto, always, never",
    longHelp: "Colours in messages: auto on a terminal unless NO_COLOR is set, always, never.",
  }, (draft, when) => draft.output.color = when),
];

/** A file that the run writes for its user. */
function written(
  name: string,
  help: string,
  longHelp: string,
  set: (draft: Draft, path: string) => void,
): Flag {
  return file({ name, group, commands: ALL, help, longHelp }, (draft, path, typed) => {
    if (path === "-") throw badValue(typed, "'-' is no file", "-v prints operations");
    set(draft, path);
  });
}

function format(name: string, longHelp: string, set: (draft: Draft, parts: LineFormat) => void) {
  const row = { name, value: "FORMAT", group, commands: COPYING, help: "", longHelp } as const;
  return parsed(row, parseLineFormat, escapeNames(), set);
}
