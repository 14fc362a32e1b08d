// argv → what to do. Invalid arguments are found here, before anything is opened or touched.

import { type CommandName, COMMANDS, findCommand } from "./commands.ts";
import { checkDraft, rootsFrom } from "./rules.ts";
import {
  deepFreeze,
  newDraft,
  optionsFrom,
  type Settings,
  type TransferCommand,
} from "./settings.ts";
import { nearest } from "./suggest.ts";
import { readTokens } from "./tokens.ts";
import { usageError } from "./errors.ts";

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
  | { readonly command: "version" };

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
export function parseArguments(args: readonly string[]): Parsed {
  const [first, ...rest] = args;
  switch (first) {
    case undefined:
      return { command: "help", topic: null, long: false, asError: true };
    case "-h":
      return { command: "help", topic: null, long: false, asError: false };
    case "--help":
      return { command: "help", topic: null, long: true, asError: false };
    case "--version":
      return { command: "version" };
    case "help":
      return parseHelp(rest);
    case "copy":
    case "mirror":
    case "verify":
      return parseTransfer(first, rest);
    default:
      throw unknownCommand(first);
  }
}

function parseHelp(args: readonly string[]): Parsed {
  const topics = args.filter((arg) => !["-h", "--help", "--"].includes(arg));
  const [name] = topics;
  if (topics.length > 1) {
    throw usageError(
      "EXTRA_OPERAND",
      `'ferry help' takes one COMMAND; '${topics[1]}' is one too many`,
    );
  }
  if (name === undefined) return { command: "help", topic: null, long: true, asError: false };
  const topic = findCommand(name);
  if (!topic) throw unknownCommand(name);
  return { command: "help", topic: topic.name, long: true, asError: false };
}

function parseTransfer(command: TransferCommand, args: readonly string[]): Parsed {
  const draft = newDraft();
  const { operands, instead } = readTokens(args, command, draft);
  if (instead === "version") return { command: "version" };
  if (instead) {
    return { command: "help", topic: command, long: instead === "long-help", asError: false };
  }
  checkDraft(draft);
  return deepFreeze({
    command,
    ...rootsFrom(operands, command, draft),
    options: optionsFrom(draft, command),
    filterInputs: draft.filters,
    manifest: draft.manifest,
    check: draft.check,
    output: draft.output,
  });
}

function unknownCommand(typed: string) {
  if (typed.startsWith("-")) {
    return usageError(
      "UNKNOWN_COMMAND",
      `'${typed}' stands where a command should`,
      `options come after the command: 'ferry copy ${typed} ...'`,
    );
  }
  const near = nearest(typed, COMMANDS.map((command) => command.name));
  const advice = near
    ? `did you mean 'ferry ${near}'?`
    : "to copy, type 'ferry copy SOURCE... DEST'; 'ferry -h' lists the commands";
  return usageError("UNKNOWN_COMMAND", `unknown command '${typed}'`, advice);
}
