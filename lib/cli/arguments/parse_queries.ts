// The arguments of commands that only tell something: each takes an option or two, and names.

import type { CommandName } from "../commands.ts";
import { usageError } from "../errors.ts";
import type { Parsed } from "./parsed.ts";
import { SHELLS } from "../shells.ts";

/** `ferry presets [--json]` */
export function parsePresets(args: readonly string[]): Parsed {
  const help = helpOn("presets", args);
  if (help !== null) return help;
  const other = args.find((arg) => arg !== "--json");
  if (other === undefined) return { command: "presets", json: args.length > 0 };
  throw usageError("EXTRA_OPERAND", `'ferry presets' takes --json alone, not '${other}'`);
}

/** `ferry capabilities [--json] [PATH...]` */
export function parseCapabilities(args: readonly string[]): Parsed {
  const { before, options, operands } = splitArguments(args);
  const help = helpOn("capabilities", before);
  if (help !== null) return help;
  const other = options.find((arg) => arg !== "--json");
  if (other !== undefined) {
    throw usageError(
      "UNKNOWN_OPTION",
      `'ferry capabilities' takes --json and paths, not '${other}'`,
    );
  }
  if (operands.includes("")) throw usageError("EMPTY_OPERAND", "a PATH is empty");
  return {
    command: "capabilities",
    paths: operands.length === 0 ? ["."] : operands,
    json: options.includes("--json"),
  };
}

/** `ferry history [--clear | --json]` */
export function parseHistory(args: readonly string[]): Parsed {
  const help = helpOn("history", args);
  if (help !== null) return help;
  const [option, extra] = args;
  const known = ["--clear", "--json", undefined];
  const other = known.includes(option) ? extra : option;
  if (other !== undefined && known.includes(other)) {
    throw usageError("CONFLICT", "'ferry history' takes one of --clear and --json");
  }
  if (other !== undefined) {
    throw usageError("EXTRA_OPERAND", `'ferry history' takes --clear or --json, not '${other}'`);
  }
  return { command: "history", clear: option === "--clear", json: option === "--json" };
}

/** `ferry report [-v] [--json] FILE...` */
export function parseReport(args: readonly string[]): Parsed {
  const { before, options, operands } = splitArguments(args);
  const help = helpOn("report", before);
  if (help !== null) return help;
  const isVerbose = (arg: string) => arg === "-v" || arg === "--verbose";
  const other = options.find((arg) => arg !== "--json" && !isVerbose(arg));
  if (other !== undefined) {
    throw usageError("UNKNOWN_OPTION", `'ferry report' takes --json, -v and files, not '${other}'`);
  }
  if (operands.includes("")) throw usageError("EMPTY_OPERAND", "a FILE is empty");
  if (operands.length === 0) {
    throw usageError(
      "MISSING_OPERAND",
      "'ferry report' needs the FILEs that shards have written, with --json or --log-file",
      "'-' is standard input",
    );
  }
  return {
    command: "report",
    files: operands,
    json: options.includes("--json"),
    verbose: options.some(isVerbose),
  };
}

/** `ferry completions SHELL` */
export function parseCompletions(args: readonly string[]): Parsed {
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

/** The help on a command that was asked for in its arguments. */
export function helpOn(topic: CommandName, args: readonly string[]): Parsed | null {
  if (args.includes("--help")) return { command: "help", topic, long: true, asError: false };
  const isShort = args.length === 1 && args[0] === "-h";
  return isShort ? { command: "help", topic, long: false, asError: false } : null;
}

interface Arguments {
  /** All that stand before `--`. */
  readonly before: readonly string[];
  readonly options: readonly string[];
  /** Among them `-`, and all that follows `--`. */
  readonly operands: readonly string[];
}

function splitArguments(args: readonly string[]): Arguments {
  const end = args.indexOf("--");
  const before = end < 0 ? args : args.slice(0, end);
  const after = end < 0 ? [] : args.slice(end + 1);
  const isOption = (arg: string) => arg !== "-" && arg.startsWith("-");
  return {
    before,
    options: before.filter(isOption),
    operands: [...before.filter((arg) => !isOption(arg)), ...after],
  };
}
