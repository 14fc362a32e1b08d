// A run that was refused, for programs: with `--json` it ends with a summary as any other does, also where its arguments
// could not be read to their end. Then the typed `--json`, the environment and the settings file are looked through for
// that option alone, whatever else is wrong with them.

import { FerryError } from "../../errors.ts";
import { DEFAULT_OPTIONS } from "../../options.ts";
import type { Parsed } from "../arguments/parsed.ts";
import { findCommand, isTransfer } from "../commands.ts";
import { JsonError, type Member, parseCommentedJson } from "../commented_json.ts";
import type { RefusedRun } from "../screen/json.ts";
import { likeCommand, type TransferCommand } from "../settings.ts";
import { NO_LAYERS } from "../sources/assignment.ts";
import { build } from "../sources/combine.ts";
import { type Environment, readEnvironment, variableOf } from "../sources/environment.ts";
import { type Surroundings, surroundings } from "../sources/surroundings.ts";

/**
 * What programs are to be told of; null where nothing asks for JSON.
 *
 * @param parsed null where that failed: then SOURCE and DEST are not known
 * @param around what surrounds the arguments
 */
export function refusedRun(
  parsed: Parsed | null,
  args: readonly string[],
  around: () => Surroundings = surroundings,
): RefusedRun | null {
  if (parsed !== null) return "sources" in parsed && parsed.output.json ? parsed : null;
  const command = findCommand(args[0] ?? "")?.name;
  const end = args.indexOf("--");
  const flags = end < 0 ? args : args.slice(0, end);
  if (command === undefined || !isTransfer(command)) return null;
  if (!(typedJson(flags) ?? setJson(command, flags, around))) return null;
  return { command, sources: [], dest: "", options: DEFAULT_OPTIONS };
}

/** Whether the command line asks for JSON; null where it says nothing of it. */
function typedJson(flags: readonly string[]): boolean | null {
  const [yes, no] = ["--json", "--no-json"].map((flag) => flags.lastIndexOf(flag));
  return yes === no ? null : yes > no;
}

/** Whether what surrounds the command line asks for it; what cannot be read does not. */
function setJson(
  command: TransferCommand,
  flags: readonly string[],
  around: () => Surroundings,
): boolean {
  try {
    const { environment, settingsPath, readSettings } = around();
    const fromVariables = ofVariables(environment, ["json", "no-json"]);
    if (fromVariables !== null) return fromVariables.output.json;
    const path = typedConfig(flags) ??
      ofVariables(environment, ["config", "no-config"])?.config ?? settingsPath;
    const file = path === false || path === null ? null : readSettings(path);
    return file !== null && jsonInFile(file.text, command);
  } catch (error) {
    if (error instanceof FerryError || error instanceof JsonError) return false;
    throw error;
  }
}

/** The FILE of `--config`, false after `--no-config`, null without either. */
function typedConfig(flags: readonly string[]): string | false | null {
  return flags.reduce<string | false | null>((config, flag, i) => {
    if (flag === "--no-config") return false;
    if (flag === "--config") return flags[i + 1] ?? config;
    return flag.startsWith("--config=") ? flag.slice("--config=".length) : config;
  }, null);
}

/** What the variables of these options alone come to; null where none is set. */
function ofVariables(environment: Environment, longNames: readonly string[]) {
  const names = longNames.map(variableOf);
  const own = Object.entries(environment).filter(([name]) => names.includes(name));
  const { assignments } = readEnvironment(Object.fromEntries(own), () => true);
  return assignments.length === 0 ? null : build({ ...NO_LAYERS, environment: assignments });
}

/** Whether a settings file asks for it; the command's own section wins. */
function jsonInFile(text: string, command: TransferCommand): boolean {
  const { content } = parseCommentedJson(text);
  if (content.kind !== "object") return false;
  const section = content.members.find(({ key }) => key === likeCommand(command))?.value.content;
  const own = section?.kind === "object" ? jsonIn(section.members) : null;
  return own ?? jsonIn(content.members) ?? false;
}

function jsonIn(members: readonly Member[]): boolean | null {
  const lines = members.flatMap(({ key, value: { content } }) => {
    const isAbout = (key === "json" || key === "no-json") && content.kind === "boolean";
    return isAbout ? [content.isTrue === (key === "json")] : [];
  });
  return lines.at(-1) ?? null;
}
