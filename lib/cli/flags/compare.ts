// Flags that say when an existing target file counts as equal to its source.

import { parseSecondsAsNs } from "../durations.ts";
import { ALL, COPYING, type Flag, parsed, toggle } from "./flag.ts";

const group = "compare";

/** `--checksum` to `--modify-window`. */
export const COMPARE_FLAGS: readonly Flag[] = [
  toggle({
    name: "checksum",
    isDaily: true,
    short: "c",
    group,
    commands: COPYING,
    help: "compare contents, not size and time",
    longHelp: "Compare the contents of files that have the same size, whatever their times say.",
  }, (draft, on) => draft.checksum = on),
  toggle({
    name: "size-only",
    group,
    commands: ALL,
    help: "files of the same size are equal",
    longHelp: "Files of the same size count as equal, whatever their times say.",
  }, (draft, on) => draft.sizeOnly = on),
  toggle({
    name: "ignore-times",
    group,
    commands: COPYING,
    help: "copy every file, equal or not",
    longHelp: "Copy every file, even if its size and time are equal in DEST.",
  }, (draft, on) => draft.ignoreTimes = on),
  parsed(
    {
      name: "modify-window",
      value: "SECONDS",
      default: "0",
      group,
      commands: ALL,
      help: "times that differ by no more are equal",
      longHelp: "Times that differ by no more than SECONDS (decimals allowed) count as equal; " +
        "for targets that keep coarser times, such as FAT with its 2 seconds.",
    },
    parseSecondsAsNs,
    "a number of seconds, with up to nine decimals",
    (draft, ns) => draft.options.modifyWindowNs = ns,
  ),
];
