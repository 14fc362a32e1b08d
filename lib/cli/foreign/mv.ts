// Options of mv: GNU coreutils (mv(1)), and the letters of FreeBSD's and macOS' that mean the same.

import { optionsOfBoth } from "./cp.ts";
import { accepted, type ForeignOption, notDone, synonym } from "./option.ts";

const ONLY_MOVE = { commands: ["move"] } as const;

/** mv's options. */
export function mvOptions(): readonly ForeignOption[] {
  return [
    accepted("-f --force", "files are replaced without a question"),
    synonym("--no-clobber", "--ignore-existing"),
    notDone("-n", "type --ignore-existing for that, or --dry-run, which is ferry's -n", {
      isOfOwnCommand: true,
    }),
    notDone(
      "-i --interactive",
      "ferry asks once for all, by --confirm; --ignore-existing keeps files",
      { commands: ["move"], isOfOwnCommand: true },
    ),
    notDone("--exchange", "ferry exchanges no two entries: use mv --exchange", ONLY_MOVE),
    notDone("--no-copy", "ferry copies where it cannot rename: use mv --no-copy", ONLY_MOVE),
    ...optionsOfBoth(),
  ];
}
