// argv → what to do. Invalid arguments are found here, before anything is opened or touched.

import { commandNames, COMMANDS, findCommand, isTransfer } from "./commands.ts";
import { insteadOf } from "./arguments/other_commands.ts";
import { checkDraft, noticesOf, rootsFrom } from "./arguments/rules.ts";
import {
  helpOn,
  parseCapabilities,
  parseCompletions,
  parseHistory,
  parsePresets,
  parseReport,
} from "./arguments/parse_queries.ts";
import type { Parsed } from "./arguments/parsed.ts";
import { deepFreeze, newDraft, optionsFrom } from "./draft.ts";
import { findForeign, type Tool } from "./foreign.ts";
import { slashOption } from "./arguments/foreign_tokens.ts";
import { decidingAssignment, type Layers } from "./sources/assignment.ts";
import { collect } from "./sources/combine.ts";
import { requestOf } from "./sources/explain.ts";
import { originsOf } from "./sources/origins.ts";
import { nameIn, settle } from "./sources/settle.ts";
import { NO_SURROUNDINGS, type Surroundings } from "./sources/surroundings.ts";
import { findLong, findShort, type Flag } from "./flags.ts";
import { findTopic, topicMeant, TOPICS } from "./help_topics.ts";
import { nearest } from "../suggest.ts";
import { helpNotAlone, readTokens, type TokenContext, type Tokens } from "./arguments/tokens.ts";
import { usageError } from "./errors.ts";

/** What lies outside argv. */
export interface ParseOptions {
  /** Whether robocopy's options, which begin with a slash, are options. */
  readonly slashOptions?: boolean;
  /** Where further settings come from; from nowhere if left out. */
  readonly around?: Surroundings;
}

/** Letters of a command from which on it can be told. */
const LEAST_BEGINNING = 3;

/** Words that are another tool's own command, with whose options they come. */
const TOOLS: ReadonlyMap<string, Tool> = new Map([["cp", "cp"], ["mv", "mv"], ["sync", "rclone"]]);

/**
 * Reads the arguments of the program.
 *
 * @param args without the program's own name
 * @throws {FerryError} `usage`, with the code of what is wrong (`usage.ts`)
 *
 * @example
 * ```ts
 * import { parseArguments } from "./parse.ts";
 * const parsed = parseArguments(["mirror", "-n", "photos", "/backup/photos"]);
 * ```
 */
export function parseArguments(
  args: readonly string[],
  { slashOptions = Deno.build.os === "windows", around = NO_SURROUNDINGS }: ParseOptions = {},
): Parsed {
  const [first, ...rest] = args;
  switch (first) {
    case undefined:
      return { command: "help", topic: null, long: false, asError: true };
    case "-h":
    case "--help":
      return parseHelpFlag(first, rest);
    case "-V":
    case "--version":
      return { command: "version", verbose: rest.some(isVerbose) };
    case "-vV":
    case "-Vv":
      return { command: "version", verbose: true };
    case "-v":
    case "--verbose":
      if (["-V", "--version"].includes(rest[0])) return { command: "version", verbose: true };
  }
  const command = findCommand(first);
  if (command === null) throw unknownCommand(first);
  switch (command.name) {
    case "help":
      return parseHelp(rest);
    case "presets":
      return parsePresets(rest);
    case "capabilities":
      return parseCapabilities(rest);
    case "history":
      return parseHistory(rest);
    case "report":
      return parseReport(rest);
    case "completions":
      return parseCompletions(rest);
    case "settings":
      return parseSettings(rest, slashOptions, around);
  }
  const asTool = TOOLS.get(first) ?? null;
  return parseTransfer(rest, { command: command.name, asTool, slashOptions }, around);
}

/** `ferry -h`, `ferry --help`, and with a command or a topic behind it the help on that. */
function parseHelpFlag(flag: "-h" | "--help", rest: readonly string[]): Parsed {
  const topic = rest.length === 1 ? findTopic(rest[0]) : null;
  if (topic !== null) return { command: "topic", topic };
  const command = rest.length === 1 ? findCommand(rest[0]) : null;
  const isShort = flag === "-h";
  if (isShort && rest.length > 0 && command === null) throw helpNotAlone(null);
  return { command: "help", topic: command?.name ?? null, long: !isShort, asError: false };
}

function isVerbose(arg: string): boolean {
  return ["-v", "--verbose", "-vV", "-Vv"].includes(arg);
}

function parseHelp(args: readonly string[]): Parsed {
  const topics = args.filter((arg) => !["-h", "--help", "--"].includes(arg));
  const [name] = topics;
  if (topics.length === 1 && name === "--man") return { command: "manual" };
  if (topics.length > 1) {
    throw usageError(
      "EXTRA_OPERAND",
      `'ferry help' takes one COMMAND or TOPIC, or --man; '${topics[1]}' is one too many`,
    );
  }
  if (name === undefined) return { command: "help", topic: null, long: true, asError: false };
  const command = findCommand(name);
  if (command !== null) return { command: "help", topic: command.name, long: true, asError: false };
  const topic = findTopic(name);
  if (topic === null) throw unknownTopic(name);
  return { command: "topic", topic };
}

/** `ferry settings [COMMAND] [what follows COMMAND]` */
function parseSettings(
  args: readonly string[],
  slashOptions: boolean,
  around: Surroundings,
): Parsed {
  const help = helpOn("settings", args);
  if (help !== null) return help;
  const isNamed = args.length > 0 && !args[0].startsWith("-");
  const row = isNamed ? findCommand(args[0]) : null;
  if (isNamed && (row === null || !isTransfer(row.name))) throw withoutSettings(args[0]);
  const topic = row !== null && isTransfer(row.name) ? row.name : null;
  const asTool = isNamed ? TOOLS.get(args[0]) ?? null : null;
  const draft = newDraft();
  const context = { command: topic ?? "mirror", asTool, slashOptions };
  const { assigned } = readTokens(isNamed ? args.slice(1) : args, context, draft);
  const combined = collect({ command: topic, draft, assigned }, around);
  const settled = settle(combined.layers, draft);
  checkDraft(settled.draft, nameIn(settled.layers));
  return requestOf(topic, combined, settled);
}

function parseTransfer(
  args: readonly string[],
  context: TokenContext,
  around: Surroundings,
): Parsed {
  const { command } = context;
  if (args.length === 1 && args[0] === "-h") {
    return { command: "help", topic: command, long: false, asError: false };
  }
  const typed = newDraft();
  const tokens = readTokens(args, context, typed);
  const { operands, assigned, instead, notices, clusteredTarget } = tokens;
  if (instead === "version") return { command: "version", verbose: args.some(isVerbose) };
  if (instead === "help") return { command: "help", topic: command, long: true, asError: false };
  const combined = collect({ command, draft: typed, assigned }, around);
  const { draft, layers, notices: winners } = settle(combined.layers, typed);
  checkDraft(draft, nameIn(layers));
  if (command === "copy" && wantsLinks(tokens, layers)) draft.options.dereferenceArgs ??= false;
  if (clusteredTarget !== null && operands.length === 1) throw ambiguousTarget(clusteredTarget);
  return deepFreeze({
    command,
    ...rootsFrom(operands, command, draft),
    options: optionsFrom(draft, command),
    filterInputs: draft.filters,
    filesFrom: draft.filesFrom,
    listsEndInNul: draft.listsEndInNul,
    manifest: draft.manifest,
    check: draft.check,
    confirm: draft.confirm,
    exec: draft.exec,
    output: draft.output,
    history: draft.history,
    notices: [...combined.notices, ...notices, ...winners, ...noticesOf(draft)],
    origins: originsOf(layers),
  });
}

/** Whether links are to stay links, that of a SOURCE, too: cp's long name of `-P` is `--no-dereference`. */
function wantsLinks({ asksForLinks }: Tokens, layers: Layers): boolean {
  return asksForLinks || decidingAssignment(layers, "dereference")?.value === "no";
}

/** Two folders after `-rt`: rsync copies the first into the second, cp the second into the first. */
function ambiguousTarget(typed: string) {
  return usageError(
    "AMBIGUOUS",
    `-t in '${typed}' names the target folder, as in cp; for rsync's -t, which is always on, leave ` +
      "it out, and for cp's type --target-directory=DIR",
  );
}

/** What was typed for a command that has options, and is none. */
function withoutSettings(typed: string) {
  const known = COMMANDS.map(({ name }) => name).filter(isTransfer);
  const near = beginningOf(typed) ?? nearest(typed, commandNames());
  const command = near === null ? undefined : findCommand(near)?.name;
  return usageError(
    "UNKNOWN_COMMAND",
    `'ferry settings' takes ${known.slice(0, -1).join(", ")} or ${known.at(-1)}, not '${typed}'`,
    command !== undefined && command !== typed && isTransfer(command)
      ? `did you mean 'ferry settings ${command}'?`
      : null,
  );
}

/** The one command that begins with what was typed; null where that is too short to tell. */
function beginningOf(typed: string): string | null {
  const meant = commandNames().filter((name) => name.startsWith(typed));
  return typed.length >= LEAST_BEGINNING && meant.length === 1 ? meant[0] : null;
}

/** What there is help on, where there is none on what was typed. */
function unknownTopic(typed: string) {
  const instead = insteadOf(typed);
  const message = `there is no help on '${typed}'`;
  if (instead !== null) return usageError("NOT_DONE", `${message}: ${instead}`);
  return usageError("UNKNOWN_COMMAND", message, helpInstead(typed));
}

function helpInstead(typed: string): string {
  const topic = topicMeant(typed);
  const flag = topic === null ? flagNamed(typed) : null;
  if (flag !== null) return `'ferry help ${flag.commands[0]}' explains the option --${flag.name}`;
  const near = topic ?? beginningOf(typed) ?? nearest(typed, [...commandNames(), ...TOPICS]);
  if (near !== null) return `did you mean 'ferry help ${near}'?`;
  const names = [...COMMANDS.map(({ name }) => name), ...TOPICS];
  return `there is help on ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The flag of a name with its dashes or without, or of a letter. */
function flagNamed(typed: string): Flag | null {
  const letter = /^-(\w)$/.exec(typed)?.[1];
  if (letter !== undefined) return findShort(letter);
  return findLong(typed.replace(/^--/, ""))?.flag ?? null;
}

function unknownCommand(typed: string) {
  const instead = insteadOf(typed);
  if (instead !== null) {
    return usageError("NOT_DONE", `ferry has no command '${typed}': ${instead}`);
  }
  if (typed.startsWith("-")) {
    const owner = COMMANDS.find(({ ownOptions = {} }) => Object.hasOwn(ownOptions, typed));
    const right = owner === undefined ? `copy ${typed} ...` : `${owner.name} ${typed}`;
    return usageError(
      "UNKNOWN_COMMAND",
      `'${typed}' stands where a command should`,
      `options come after the command: 'ferry ${right}'`,
    );
  }
  const slash = slashOption(typed);
  const foreign = slash && findForeign(slash.typed, { command: "mirror", asTool: null });
  if (foreign) {
    const command = ["/MIR", "/PURGE"].includes(slash.typed) ? "mirror" : "copy";
    return usageError(
      "NOT_DONE",
      `'${typed}' is an option of ${foreign.tool}, and the command comes first: ferry ${command} SOURCE DEST`,
    );
  }
  const near = beginningOf(typed) ?? nearest(typed, commandNames());
  const advice = near
    ? `did you mean 'ferry ${near}'?`
    : "to copy, type 'ferry copy SOURCE... DEST'; 'ferry -h' lists the commands";
  return usageError("UNKNOWN_COMMAND", `unknown command '${typed}'`, advice);
}
