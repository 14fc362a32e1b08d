// Flags about what is printed. None of them changes what is done.

import { ALL, choice, COPYING, type Flag, toggle } from "./flag.ts";

const group = "output";

/** `--verbose` to `--color`. */
export const OUTPUT_FLAGS: readonly Flag[] = [
  toggle({
    name: "verbose",
    isDaily: true,
    short: "v",
    group,
    commands: COPYING,
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
    isDaily: true,
    hasThreeStates: true,
    group,
    commands: ALL,
    help: "show progress, or never do",
    longHelp:
      "Show progress on stderr. On a terminal this is the default and --no-progress turns " +
      "it off; elsewhere --progress prints a plain line every five seconds.",
  }, (draft, on) => draft.output.progress = on ? "always" : "never"),
  toggle({
    name: "json",
    group,
    commands: ALL,
    help: "print JSON, an object a line, the summary last",
    longHelp: "Print one JSON object a line on stdout: errors, with -v each operation, and last " +
      "the summary.",
  }, (draft, on) => draft.output.json = on),
  toggle({
    name: "stats",
    group,
    commands: ALL,
    help: "print every counter at the end",
    longHelp: "Print every counter at the end, and how many files each method copied.",
  }, (draft, on) => draft.output.stats = on),
  choice({
    name: "color",
    aliases: ["colour"],
    group,
    commands: ALL,
    help: "colours: auto, always, never",
    longHelp: "Colours in messages: auto on a terminal unless NO_COLOR is set, always, never.",
  }, (draft, when) => draft.output.color = when),
];
