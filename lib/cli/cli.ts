// The command line as a function: arguments in, exit code out. It parses, calls a command, and prints the
// errors that end a run. The engine is loaded only for the commands that need it, so that `--version` and
// usage errors are answered at once.

import { FerryError } from "../errors.ts";
import { type BuildFacts, helpCommand, versionCommand } from "./commands/about.ts";
import { toldError } from "./errors.ts";
import { refusedRun } from "./commands/refused_run.ts";
import { EXIT, exitCodeOfError } from "./exit_codes.ts";
import { refuseGarbled } from "./garbled.ts";
import type { Successor } from "./commands/successor.ts";
import { parseArguments } from "./parse.ts";
import type { Parsed } from "./arguments/parsed.ts";
import { bugLines, failureLines } from "./screen/lines.ts";
import { openScreen, type Screen } from "./screen/terminal.ts";
import type { Origin } from "./settings.ts";
import { withOrigin } from "./sources/origins.ts";
import { surroundings } from "./sources/surroundings.ts";

/** How to print before, or without, settings. */
const PLAIN_OUTPUT = {
  progress: "never",
  quiet: false,
  json: false,
  color: "auto",
  resultsOnStderr: false,
} as const;

/**
 * Runs ferry; nothing is left unwritten when it returns.
 *
 * @param args the arguments without the program's name
 * @param build asked by `--version --verbose`; null where ferry runs from source
 * @returns the exit code
 *
 * @example
 * ```ts
 * import { runCli } from "./cli.ts";
 * Deno.exit(await runCli(Deno.args));
 * ```
 */
export async function runCli(
  args: readonly string[],
  build: (() => BuildFacts) | null = null,
): Promise<number> {
  let screen: Screen | null = null;
  let successor: Successor | null = null;
  let origins: readonly Origin[] = [];
  let exitCode: number;
  let parsed: Parsed | null = null;
  try {
    refuseGarbled(args);
    parsed = parseArguments(args, { around: surroundings() });
    if ("origins" in parsed) origins = parsed.origins;
    screen = openScreen("output" in parsed ? parsed.output : PLAIN_OUTPUT);
    successor = await successorOf(parsed);
    exitCode = await dispatch(parsed, screen, build);
  } catch (thrown) {
    const error = toldError(thrown);
    screen ??= openScreen(PLAIN_OUTPUT);
    exitCode = exitCodeOfError(error);
    const refused = error instanceof FerryError ? refusedRun(parsed, args) : null;
    if (refused !== null) {
      const { jsonRefusal } = await import("./screen/json.ts");
      screen.painter.out(jsonRefusal(refused, error as FerryError, exitCode));
    }
    printError(error instanceof FerryError ? withOrigin(error, origins) : error, screen);
  }
  screen.painter.close();
  exitCode = reportLostOutput(screen, exitCode);
  return successor === null ? exitCode : await successor.follow(exitCode, screen);
}

/** What comes after the command that is to be carried out; null for nothing. */
async function successorOf(parsed: Parsed): Promise<Successor | null> {
  if (!("exec" in parsed) || parsed.exec === null) return null;
  const { prepareSuccessor } = await import("./commands/successor.ts");
  return prepareSuccessor(parsed.exec, parsed);
}

async function dispatch(
  parsed: Parsed,
  screen: Screen,
  build: (() => BuildFacts) | null,
): Promise<number> {
  switch (parsed.command) {
    case "help":
      return helpCommand(parsed, screen.painter);
    case "version":
      return versionCommand(parsed.verbose, build, screen.painter);
    case "capabilities":
      return (await import("./commands/capabilities.ts")).capabilitiesCommand(parsed, screen);
    case "presets":
      return (await import("./commands/presets.ts")).presetsCommand(parsed, screen.painter);
    case "history":
      return (await import("./commands/history.ts")).historyCommand(parsed, screen.painter);
    case "report":
      return (await import("./commands/report.ts")).reportCommand(parsed, screen);
    case "completions":
      return (await import("./commands/completions.ts")).completionsCommand(parsed, screen.painter);
    case "manual":
      return (await import("./commands/manual.ts")).manualCommand(screen.painter);
    case "topic":
      return (await import("./commands/topic.ts")).topicCommand(parsed, screen.painter);
    case "settings":
      return (await import("./commands/settings.ts")).settingsCommand(parsed, screen.painter);
    default:
      return (await import("./commands/runs.ts")).RUNS[parsed.command](parsed, screen);
  }
}

/** Prints an error; any but ferry's own is a bug and is printed with its stack. */
function printError(error: unknown, { painter, stderr }: Screen): void {
  if (error instanceof FerryError) {
    painter.err(failureLines(error.message, error.advice, stderr));
  } else {
    const details = error instanceof Error ? error.stack ?? error.message : String(error);
    painter.err(bugLines(details, stderr));
  }
}

/** Says that output could not be written, which makes the exit code 1 if it was 0 or 5. */
function reportLostOutput({ painter, stderr }: Screen, exitCode: number): number {
  if (!painter.failure) return exitCode;
  const reason = painter.failure.message.replace(/ \(os error \d+\)$/, "");
  const message = `cannot write to standard output: ${reason}`;
  painter.err(failureLines(message, null, stderr));
  painter.close();
  return exitCode === EXIT.done || exitCode === EXIT.changed ? EXIT.partial : exitCode;
}
