// The table of ferry's own flags: parser, `-h`, `--help` and suggestions read it. A group's rows are in
// `flags/`; what other tools call things is in `foreign/`.

import { CONTAINER_FLAGS } from "./flags/container.ts";
import { COMPARE_FLAGS } from "./flags/compare.ts";
import { ENTRY_FLAGS } from "./flags/entries.ts";
import { ALL, type Flag, type Group, GROUPS, textsOf } from "./flags/flag.ts";
import { TARGET_FLAGS } from "./flags/target.ts";
import { TRANSFER_FLAGS } from "./flags/transfer.ts";
import { KEEP_FLAGS } from "./flags/keep.ts";
import { MAPPING_FLAGS } from "./flags/mapping.ts";
import { OUTPUT_FLAGS } from "./flags/output.ts";
import { SETTINGS_FLAGS } from "./flags/settings.ts";
import type { TransferCommand } from "./settings.ts";

export { type Flag, type Group, GROUPS, textsOf };

/** `-h`, alone, and `--help`, wherever it stands: the parser answers them itself. */
export const HELP: Flag = {
  name: "help",
  isTypedOnly: true,
  short: "h",
  group: "help",
  commands: ALL,
  help: "this summary, or every option in full",
  longHelp: "-h prints a summary that fits a screen, --help this text.",
  apply() {},
};

/** `--version`: like `HELP`. */
export const VERSION: Flag = {
  name: "version",
  isTypedOnly: true,
  short: "V",
  group: "help",
  commands: ALL,
  help: "",
  longHelp:
    "Print the version; with --verbose, the commit, the system and the versions of Deno and V8 as well.",
  apply() {},
};

/** Every flag, in the order of the help texts. */
export const FLAGS: readonly Flag[] = withPlan([
  ...TARGET_FLAGS,
  ...ENTRY_FLAGS,
  ...COMPARE_FLAGS,
  ...KEEP_FLAGS,
  ...MAPPING_FLAGS,
  ...TRANSFER_FLAGS,
  ...OUTPUT_FLAGS,
  ...SETTINGS_FLAGS,
  ...CONTAINER_FLAGS,
  HELP,
  VERSION,
]);

/** A plan takes what a mirror takes. */
function withPlan(flags: readonly Flag[]): readonly Flag[] {
  return flags.map((flag) =>
    flag.commands.includes("mirror") ? { ...flag, commands: [...flag.commands, "plan"] } : flag
  );
}

/** A flag as it was found under one of its names. */
export interface FoundFlag {
  readonly flag: Flag;
  /** True for the `--no-` form. */
  readonly negated: boolean;
}

/** The flag with this short letter. */
export function findShort(letter: string): Flag | null {
  return FLAGS.find((flag) => flag.short === letter) ?? null;
}

/** The flag with this long name, `--no-` forms and aliases included. */
export function findLong(name: string): FoundFlag | null {
  // `--no-target-directory` is a name of its own, so names go before negations.
  for (const flag of FLAGS) if (namesOf(flag).includes(name)) return { flag, negated: false };
  for (const flag of FLAGS) if (negationsOf(flag).includes(name)) return { flag, negated: true };
  return null;
}

/** Every long name that a command takes, with its dashes. */
export function longNames(command: TransferCommand): string[] {
  return FLAGS.filter((flag) => flag.commands.includes(command))
    .flatMap((flag) => [...namesOf(flag), ...negationsOf(flag)])
    .map((name) => `--${name}`);
}

/** Every long name of every command, without its dashes. */
export function longNamesOfAll(): string[] {
  return FLAGS.flatMap((flag) => [...namesOf(flag), ...negationsOf(flag)]);
}

function namesOf(flag: Flag): string[] {
  return [flag.name, ...flag.aliases ?? []];
}

/** `--no-no-target-directory` would be silly: what is named for a "no" is undone without it. */
function negationsOf(flag: Flag): string[] {
  if (!flag.negatable) return [];
  return namesOf(flag).filter((name) => !name.startsWith("no-")).map((name) => `no-${name}`);
}
