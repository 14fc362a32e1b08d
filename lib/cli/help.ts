// The help texts, rendered from the tables of commands and flags. `-h` is a
// line an option; `--help` and `ferry help COMMAND` explain each. They are for a width that is given, so a
// golden file can hold them.

import { type Command, COMMANDS, isTransfer } from "./commands.ts";
import { EXIT_MEANINGS } from "./exit_codes.ts";
import { findLong, type Flag, FLAGS, type Group, GROUPS, textsOf } from "./flags.ts";
import { foreignOptions } from "./foreign.ts";
import { TOPICS } from "./help_topics.ts";
import { likeCommand, type TransferCommand } from "./settings.ts";
import { continued, hanging, WIDTH, wrap } from "./wrap.ts";

const HELP_COLUMN = 31;
const NAMES_COLUMN = 17;
/** With fewer columns help stands below what it is about, not beside it. */
const NARROW = 72;

/** `ferry -h` and `ferry --help`: the commands. */
export function programHelp(long: boolean, version: string, width = WIDTH): string {
  const lines = [
    ...wrap(`ferry ${version} copies, moves, mirrors and compares file trees.`, 0, width),
    "",
    "usage:",
    ...COMMANDS.flatMap(({ usage }) => usage.flatMap((line) => continued(line, 2, 4, width))),
    "",
    "commands:",
    ...COMMANDS.flatMap(({ name, aliases, summary }) =>
      hanging(`  ${[name, ...aliases ?? []].join(", ")}`.padEnd(NAMES_COLUMN), summary, width)
    ),
    "",
    ...wrap(
      "'ferry COMMAND -h' is a summary, 'ferry help COMMAND' explains every option. TOPIC is " +
        `${TOPICS.slice(0, -1).join(", ")} or ${TOPICS.at(-1)}.`,
      0,
      width,
    ),
  ];
  if (long) lines.push("", "exit codes:", ...exitCodes(width));
  return lines.join("\n") + "\n";
}

/** `ferry copy -h`: at most a screen. Every option is named; those of daily use come first, explained. */
export function shortHelp(command: Command, width = WIDTH): string {
  const lines = command.usage.flatMap((line, i) =>
    hanging(i === 0 ? "usage: " : "       ", line, width)
  );
  const own = FLAGS.filter((flag) => flag.commands.some((name) => name === command.name));
  if (own.length > 0) {
    const daily = own.filter((flag) => flag.isDaily), others = own.filter((flag) => !flag.isDaily);
    lines.push("every day:", ...shortRows(daily, command, width), "and:");
    for (const group of GROUPS) lines.push(...namesOf(group, others, width));
  }
  lines.push(...wrap(`'ferry help ${command.name}' explains every option.`, 0, width));
  return lines.join("\n") + "\n";
}

/** A group's flags, by name alone. */
function namesOf(group: Group, flags: readonly Flag[], width: number): string[] {
  const labels = flags.filter((flag) => flag.group === group).map(briefLabel).join(", ");
  if (labels === "") return [];
  if (width < NARROW) return [`  ${group}`, ...wrap(labels, 4, width)];
  return hanging(`  ${group}`.padEnd(NAMES_COLUMN), labels, width);
}

function briefLabel(flag: Flag): string {
  if (flag.short && flag.group !== "help") return `-${flag.short}`;
  return flag.onByDefault ? `--no-${flag.name}` : shortLabel(flag);
}

/** `ferry copy --help`, `ferry help copy`: everything. */
export function longHelp(command: Command, width = WIDTH): string {
  const lines = [...wrap(`ferry ${command.name}: ${command.summary}`, 0, width), "", "usage:"];
  lines.push(...command.usage.flatMap((line) => continued(line, 2, 4, width)));
  for (const text of command.description) lines.push("", ...wrap(text, 0, width));
  if (command.examples.length > 0) {
    lines.push("", "examples:", ...command.examples.map((line) => `  ${line}`));
  }
  for (const group of GROUPS) {
    const flags = flagsOf(command, group);
    if (flags.length > 0) lines.push("", `${group}:`);
    for (const flag of flags) {
      const { longHelp } = isTransfer(command.name) ? textsOf(flag, command.name) : flag;
      lines.push(...continued(longLabel(flag), 2, 2, width), ...wrap(longHelp, 6, width));
    }
  }
  if (isTransfer(command.name)) lines.push("", ...foreignHelp(command.name, width));
  lines.push("", "exit codes:", ...exitCodes(width));
  return lines.join("\n") + "\n";
}

/** What becomes of other tools' options, from their tables. */
function foreignHelp(command: TransferCommand, width: number): string[] {
  const lines = ["options of other tools:"];
  for (const [tool, options] of foreignOptions()) {
    const rows = options.filter((row) => row.commands?.includes(likeCommand(command)) ?? true);
    const none = rows.flatMap((row) => row.kind === "accepted" ? row.names : []);
    const same = rows.flatMap((row) =>
      row.kind === "synonym" && isTakenBy(command, row.shown)
        ? [`${row.names.join(", ")} (${row.shown})`]
        : []
    );
    lines.push(`  ${tool}${tool === "robocopy" ? ", on Windows" : ""}`);
    if (none.length > 0) lines.push(...wrap(`No effect: ${none.join(" ")}`, 6, width));
    if (same.length > 0) lines.push(...wrap(`Same as ferry's: ${same.join(", ")}`, 6, width));
  }
  return [
    ...lines,
    ...wrap("Any other is refused in a line that says what to do instead.", 2, width),
  ];
}

/** Whether a command takes one of the options that are shown. */
function isTakenBy(command: TransferCommand, shown: string): boolean {
  return [...shown.matchAll(/--([\w-]+)/g)].some(([, name]) => {
    const found = findLong(name);
    return found !== null && (found.negated || found.flag.commands.includes(command));
  });
}

function flagsOf(command: Command, group: string): Flag[] {
  return FLAGS.filter((flag) =>
    flag.group === group && flag.commands.some((name) => name === command.name)
  );
}

/** Neighbours with the same help share a line, so that seven `--no-…` do not fill the screen. */
function shortRows(flags: readonly Flag[], { name }: Command, width: number): string[] {
  const rows: { labels: string[]; value: string; help: string }[] = [];
  for (const flag of flags) {
    const label = flag.onByDefault ? `--no-${flag.name}` : shortLabel(flag);
    const { help } = isTransfer(name) ? textsOf(flag, name) : flag;
    const last = rows.at(-1);
    if (last?.help === help) last.labels.push(label);
    else rows.push({ labels: [label], value: valueOf(flag), help });
  }
  return rows.flatMap(({ labels, value, help }) => row(labels.join(", ") + value, help, width));
}

function shortLabel(flag: Flag): string {
  if (flag.short) return `-${flag.short}, --${flag.name}`;
  return flag.hasThreeStates ? `--[no-]${flag.name}` : `--${flag.name}`;
}

function valueOf(flag: Flag): string {
  if (flag.takesCommand) return " -- COMMAND ARG...";
  if (flag.value === undefined) return "";
  if (flag.bareValue !== undefined) return `[=${flag.value}]`;
  return flag.choices ? `=${flag.value}` : ` ${flag.value}`;
}

/** Every name of a flag, with its value: `-j, --jobs N`. */
export function longLabel(flag: Flag): string {
  if (flag.onByDefault) return `--no-${flag.name}, --${flag.name}`;
  const long = [flag.name, ...flag.aliases ?? []].map((name) => {
    const negatable = flag.negatable && !name.startsWith("no-");
    return `--${negatable ? "[no-]" : ""}${name}${valueOf(flag)}`;
  });
  return [...flag.short ? [`-${flag.short}`] : [], ...long].join(", ");
}

/** A label and its help beside it, or below it if the label is too long. */
function row(label: string, help: string, width: number): string[] {
  if (width < NARROW) return [...continued(label, 2, 2, width), ...wrap(help, 6, width)];
  const beside = label.length + 4 <= HELP_COLUMN;
  if (beside) return hanging(`  ${label}`.padEnd(HELP_COLUMN), help, width);
  const labels = wrap(label, 2, width);
  const last = labels[labels.length - 1];
  if (last.length + 2 + help.length <= width) return [...labels.slice(0, -1), `${last}  ${help}`];
  return [...labels, ...wrap(help, HELP_COLUMN, width)];
}

function exitCodes(width: number): string[] {
  return EXIT_MEANINGS.flatMap(([codes, meaning]) =>
    hanging(`  ${codes.padEnd(10)}`, meaning, width)
  );
}
