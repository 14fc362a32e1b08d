// argv → what to do. Invalid arguments are found here, before anything is opened or touched.

import { type CommandName, commandNames, findCommand, insteadOf, isTransfer } from "./commands.ts";
import { checkDraft, noticesOf, rootsFrom } from "./rules.ts";
import { deepFreeze, newDraft, optionsFrom, type Settings } from "./settings.ts";
import { findForeign, type Tool } from "./foreign.ts";
import { slashOption } from "./foreign_tokens.ts";
import { collect } from "./sources/combine.ts";
import { requestOf, type SettingsRequest } from "./sources/explain.ts";
import { originsOf } from "./sources/origins.ts";
import { nameIn, settle } from "./sources/settle.ts";
import { NO_SURROUNDINGS, type Surroundings } from "./sources/surroundings.ts";
import { type Shell, SHELLS } from "./shells.ts";
import { nearest } from "../suggest.ts";
import { helpNotAlone, readTokens, type TokenContext } from "./tokens.ts";
import { usageError } from "./errors.ts";
import type { CapabilitiesRequest } from "./capabilities_request.ts";
import type { HistoryRequest } from "./history_request.ts";
import type { ReportRequest } from "./report_request.ts";

/** What argv asks for. */
export type Parsed =
  | Settings
  | {
    readonly command: "help";
    /** Null for the program as a whole. */
    readonly topic: CommandName | null;
    readonly long: boolean;
    /** True for `ferry` without arguments: the help is then an error message. */
    readonly asError: boolean;
  }
  | { readonly command: "version"; readonly verbose: boolean }
  | { readonly command: "manual" }
  | { readonly command: "presets"; readonly json: boolean }
  | CapabilitiesRequest
  | HistoryRequest
  | ReportRequest
  | { readonly command: "completions"; readonly shell: Shell }
  | SettingsRequest;

/** What lies outside argv. */
export interface ParseOptions {
  /** Whether robocopy's options, which begin with a slash, are options. */
  readonly slashOptions?: boolean;
  /** Where further settings come from; from nowhere if left out. */
  readonly around?: Surroundings;
}

/** Words that are another tool's own command, with whose options they come. */
const TOOLS: ReadonlyMap<string, Tool> = new Map([["cp", "cp"], ["mv", "mv"], ["sync", "rclone"]]);

/**
 * Reads the arguments of the program.
 *
 * @param args without the program's own name
 * @throws {FerryError} `usage`, with the code of what is wrong (`usage.ts`)
 *
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
      if (rest.length > 0) throw helpNotAlone(null);
      return { command: "help", topic: null, long: false, asError: false };
    case "--help":
      return { command: "help", topic: null, long: true, asError: false };
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
      `'ferry help' takes one COMMAND, or --man; '${topics[1]}' is one too many`,
    );
  }
  if (name === undefined) return { command: "help", topic: null, long: true, asError: false };
  const topic = findCommand(name);
  if (!topic) throw unknownCommand(name);
  return { command: "help", topic: topic.name, long: true, asError: false };
}

/** `ferry presets [--json]` */
function parsePresets(args: readonly string[]): Parsed {
  const help = helpOn("presets", args);
  if (help !== null) return help;
  const other = args.find((arg) => arg !== "--json");
  if (other === undefined) return { command: "presets", json: args.length > 0 };
  throw usageError("EXTRA_OPERAND", `'ferry presets' takes --json alone, not '${other}'`);
}

/** `ferry capabilities [--json] [PATH...]` */
function parseCapabilities(args: readonly string[]): Parsed {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  const help = helpOn("capabilities", options);
  if (help !== null) return help;
  const typed = options.filter((arg) => arg === "-" || !arg.startsWith("-"));
  const other = options.find((arg) => !typed.includes(arg) && arg !== "--json");
  if (other !== undefined) {
    throw usageError(
      "UNKNOWN_OPTION",
      `'ferry capabilities' takes --json and paths, not '${other}'`,
    );
  }
  const paths = end < 0 ? typed : [...typed, ...args.slice(end + 1)];
  if (paths.includes("")) throw usageError("EMPTY_OPERAND", "a PATH is empty");
  return {
    command: "capabilities",
    paths: paths.length === 0 ? ["."] : paths,
    json: options.includes("--json"),
  };
}

/** `ferry history [--clear | --json]` */
function parseHistory(args: readonly string[]): Parsed {
  const help = helpOn("history", args);
  if (help !== null) return help;
  const [option, extra] = args;
  const other = ["--clear", "--json", undefined].includes(option) ? extra : option;
  if (other !== undefined) {
    throw usageError("EXTRA_OPERAND", `'ferry history' takes --clear or --json, not '${other}'`);
  }
  return { command: "history", clear: option === "--clear", json: option === "--json" };
}

/** `ferry report [-v] [--json] FILE...` */
function parseReport(args: readonly string[]): Parsed {
  const end = args.indexOf("--");
  const before = end < 0 ? args : args.slice(0, end);
  const help = helpOn("report", before);
  if (help !== null) return help;
  const options = before.filter((arg) => arg !== "-" && arg.startsWith("-"));
  const isVerbose = (arg: string) => arg === "-v" || arg === "--verbose";
  const other = options.find((arg) => arg !== "--json" && !isVerbose(arg));
  if (other !== undefined) {
    throw usageError("UNKNOWN_OPTION", `'ferry report' takes --json, -v and files, not '${other}'`);
  }
  const files = args.filter((arg, at) =>
    at !== end && (!options.includes(arg) || (end >= 0 && at > end))
  );
  if (files.includes("")) throw usageError("EMPTY_OPERAND", "a FILE is empty");
  if (files.length === 0) {
    throw usageError(
      "MISSING_OPERAND",
      "'ferry report' needs the FILEs that shards have written, with --json or --log-file",
      "'-' is standard input",
    );
  }
  return {
    command: "report",
    files,
    json: options.includes("--json"),
    verbose: options.some(isVerbose),
  };
}

/** `ferry completions SHELL` */
function parseCompletions(args: readonly string[]): Parsed {
  const help = helpOn("completions", args);
  if (help !== null) return help;
  const [typed, extra] = args;
  const shells = `${SHELLS.slice(0, -1).join(", ")} or ${SHELLS.at(-1)}`;
  if (typed === undefined) {
    throw usageError("MISSING_OPERAND", `'ferry completions' needs the name of a shell: ${shells}`);
  }
  const shell = SHELLS.find((name) => name === typed);
  if (shell === undefined) {
    throw usageError("EXTRA_OPERAND", `'ferry completions' is for ${shells}, not for '${typed}'`);
  }
  if (extra === undefined) return { command: "completions", shell };
  throw usageError(
    "EXTRA_OPERAND",
    `'ferry completions' takes one shell; '${extra}' is one too many`,
  );
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
  if (isNamed && (row === null || !isTransfer(row.name))) throw unknownCommand(args[0]);
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

/** The help on a command that was asked for in its arguments. */
function helpOn(topic: CommandName, args: readonly string[]): Parsed | null {
  if (args.includes("--help")) return { command: "help", topic, long: true, asError: false };
  const isShort = args.length === 1 && args[0] === "-h";
  return isShort ? { command: "help", topic, long: false, asError: false } : null;
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
  const { operands, assigned, instead, notices, clusteredTarget } = readTokens(
    args,
    context,
    typed,
  );
  if (instead === "version") return { command: "version", verbose: args.some(isVerbose) };
  if (instead === "help") return { command: "help", topic: command, long: true, asError: false };
  const combined = collect({ command, draft: typed, assigned }, around);
  const { draft, layers, notices: winners } = settle(combined.layers, typed);
  checkDraft(draft, nameIn(layers));
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

/** Two folders after `-rt`: rsync copies the first into the second, cp the second into the first. */
function ambiguousTarget(typed: string) {
  return usageError(
    "AMBIGUOUS",
    `-t in '${typed}' names the target folder, as in cp; for rsync's -t, which is always on, leave ` +
      "it out, and for cp's type --target-directory=DIR",
  );
}

function unknownCommand(typed: string) {
  const instead = insteadOf(typed);
  if (instead !== null) {
    return usageError("NOT_DONE", `ferry has no command '${typed}': ${instead}`);
  }
  if (typed.startsWith("-")) {
    return usageError(
      "UNKNOWN_COMMAND",
      `'${typed}' stands where a command should`,
      `options come after the command: 'ferry copy ${typed} ...'`,
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
  const near = nearest(typed, commandNames());
  const advice = near
    ? `did you mean 'ferry ${near}'?`
    : "to copy, type 'ferry copy SOURCE... DEST'; 'ferry -h' lists the commands";
  return usageError("UNKNOWN_COMMAND", `unknown command '${typed}'`, advice);
}
