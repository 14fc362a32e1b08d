// The settings file as a source: JSON with comments, whose keys are the long names of options, for all commands or in a
// section of one: `{ "jobs": 4, "mirror": { "max-delete": "10%" } }`. All of it is checked, whatever the command.

import { FerryError } from "../../errors.ts";
import { parseRule } from "../../plan/rules/parse_rule.ts";
import { findCommand } from "../commands.ts";
import { usageError } from "../errors.ts";
import { findForeign } from "../foreign.ts";
import { findLong, FLAGS, type FoundFlag, longNamesOfAll } from "../flags.ts";
import { newDraft } from "../draft.ts";
import { likeCommand, type TransferCommand } from "../settings.ts";
import { nearest } from "../../suggest.ts";
import type { Assignment } from "./assignment.ts";
import { JsonError, type Member, parseCommentedJson, type Value } from "../commented_json.ts";
import { flagValueOf } from "./flag_values.ts";
import { variableOf } from "./environment.ts";

/** A settings file that was read. */
export interface SettingsText {
  readonly path: string;
  readonly text: string;
  /** The user's own folder, for paths that begin with `~/`; null if it is not known. */
  readonly home: string | null;
  /** Whether every user may write it. */
  readonly isOpenToAll?: boolean;
}

/** What a settings file says. */
export interface FileSettings {
  /** Of all commands first, then of the command's own section. */
  readonly assignments: readonly Assignment[];
  /** The sections that it has. */
  readonly sections: readonly string[];
}

interface Section {
  readonly file: SettingsText;
  /** The command that the lines are for; null for all. */
  readonly command: TransferCommand | null;
}

/**
 * Reads a settings file.
 *
 * @param command whose settings are wanted; null for those of all commands
 * @param isWanted whether a flag is taken by the command
 * @throws {FerryError} `usage`, naming file and line, where anything in it is wrong
 */
export function readSettings(
  file: SettingsText,
  command: TransferCommand | null,
  isWanted: (found: FoundFlag) => boolean,
): FileSettings {
  const members = membersOf(file);
  refuseTwice(members, file);
  const common: Assignment[] = [];
  const own: Assignment[] = [];
  const sections: string[] = [];
  for (const member of members) {
    const section = sectionOf(member);
    if (section === null) {
      common.push(...checked(assignmentsOf(member, { file, command: null })));
      continue;
    }
    sections.push(section.name);
    refuseTwice(section.members, file);
    const lines = section.members.flatMap((line) =>
      checked(assignmentsOf(line, { file, command: section.name }))
    );
    if (command !== null && section.name === likeCommand(command)) own.push(...lines);
  }
  const assignments = merge(common, own).filter(({ flag, value }) =>
    isWanted({ flag, negated: value === "no" })
  );
  return { assignments, sections };
}

/**
 * A command's own section wins over the lines for all commands. Of lists that add up both count, the section's first:
 * of the rules the first that matches decides.
 */
function merge(common: readonly Assignment[], own: readonly Assignment[]): Assignment[] {
  const isOrdered = ({ flag }: Assignment) => flag.isList === true && !flag.isFromOneSource;
  return [
    ...own.filter(isOrdered),
    ...common.filter((line) => isOrdered(line) || !own.some(({ flag }) => flag === line.flag)),
    ...own.filter((line) => !isOrdered(line)),
  ];
}

function membersOf(file: SettingsText): readonly Member[] {
  // What a full disk has left of a file would protect nothing.
  if (file.text.trim() === "") {
    throw wrong(file, 1, "the file is empty", "{} has no settings; --no-config reads no file");
  }
  try {
    const { line, content } = parseCommentedJson(file.text);
    if (content.kind !== "object") throw wrong(file, line, "the file is no object, { … }");
    return content.members;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw wrong(file, `${error.line}:${error.column}`, error.message);
  }
}

function refuseTwice(members: readonly Member[], file: SettingsText): void {
  const seen = new Set<string>();
  for (const { key, line } of members) {
    if (seen.has(key)) throw wrong(file, line, `'${key}' is there twice`);
    seen.add(key);
  }
}

/** The section that a key begins; null if it is a line for all commands. `verify` names an option, too. */
function sectionOf({ key, value: { content } }: Member) {
  if (content.kind !== "object") return null;
  const name = sectionNames().find((known) => known === key);
  return name === undefined ? null : { name, members: content.members };
}

function sectionNames(): readonly TransferCommand[] {
  return [...new Set(FLAGS.flatMap(({ commands }) => commands.map(likeCommand)))];
}

/** Has the flags read their values, so that a wrong one is found whatever the command. */
function checked(assignments: readonly Assignment[]): readonly Assignment[] {
  const draft = newDraft();
  for (const { flag, value, typed } of assignments) {
    if (value !== null) flag.apply(draft, value, typed);
  }
  return assignments;
}

function assignmentsOf({ key, line, value }: Member, { file, command }: Section): Assignment[] {
  const found = findLong(key);
  if (found === null) throw unknownKey(key, line, value, file);
  const { flag } = found;
  if (flag.isTypedOnly || flag.isKeptOutOfFiles) throw keptOut(found, key, line, file);
  if (command !== null && !found.negated && !flag.commands.includes(command)) {
    throw wrong(file, line, `'ferry ${command}' does not take '${key}'`);
  }
  const where = `${file.path}:${line}`;
  return itemsOf(value, flag.isList === true).map((item) => ({
    flag,
    value: valueOf(found, item, key, file),
    source: "file",
    where,
    typed: `${where}: ${key}`,
  }));
}

function itemsOf(value: Value, isList: boolean): readonly Value[] {
  return isList && value.content.kind === "list" ? value.content.items : [value];
}

function valueOf(
  found: FoundFlag,
  { line, content }: Value,
  key: string,
  file: SettingsText,
): string | null {
  try {
    switch (content.kind) {
      case "boolean":
        return flagValueOf(found, content.isTrue);
      case "text":
        return flagValueOf(found, pathIn(file, found, content.text));
      case "number":
        return flagValueOf(found, content.text);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw wrong(file, line, `'${key}' ${error.message}`);
  }
  const list = found.flag.isList ? ", or a list of such" : "";
  const wanted = found.flag.value === undefined ? "true or false" : `a text or a number${list}`;
  throw wrong(file, line, `'${key}' takes ${wanted}`);
}

/**
 * A FILE that is named in a settings file is looked for beside it, in a rule, too; `~/` is the user's own folder, as in a
 * shell. A relative DIR starts at DEST.
 */
function pathIn(file: SettingsText, { flag }: FoundFlag, text: string): string {
  if (flag.value === "RULE") {
    const path = mergedIn(text);
    return path === null ? text : text.slice(0, -path.length) + fileBeside(file, path);
  }
  if (flag.value === "DIR") return inHome(file, text) ?? text;
  return flag.value === "FILE" && text !== "" ? fileBeside(file, text) : text;
}

/** The FILE of a rule `. FILE`; null for any other, and for one that is wrong, which is told when rules are read. */
function mergedIn(rule: string): string | null {
  try {
    const parsed = parseRule(rule, {});
    return parsed.kind === "merge" && rule.endsWith(parsed.file.path) ? parsed.file.path : null;
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return null;
  }
}

function fileBeside(file: SettingsText, text: string): string {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(text)) return text;
  return inHome(file, text) ?? (/^.*[/\\]/.exec(file.path)?.[0] ?? "") + text;
}

function inHome({ home }: SettingsText, text: string): string | null {
  return text.startsWith("~/") && home !== null ? `${home}/${text.slice(2)}` : null;
}

function unknownKey(key: string, line: number, { content }: Value, file: SettingsText) {
  if (content.kind === "object") {
    const near = findCommand(key)?.name ?? nearest(key, sectionNames());
    const advice = near === null ? null : `did you mean '${near}'?`;
    return wrong(file, line, `'${key}' is no command that has options`, advice);
  }
  const foreign = findForeign(`--${key}`, { command: "mirror", asTool: null });
  if (foreign?.option.kind === "synonym") {
    const { shown } = foreign.option;
    return wrong(file, line, `'${key}' is an option of ${foreign.tool}`, `ferry's is ${shown}`);
  }
  const near = nearest(key.replace(/^--/, ""), longNamesOfAll());
  const advice = near === null ? null : `did you mean '${near}'?`;
  return wrong(file, line, `there is no option '${key}'`, advice);
}

function keptOut({ flag }: FoundFlag, key: string, line: number, file: SettingsText) {
  const variable = flag.isTypedOnly ? "" : `, or set ${variableOf(key)}`;
  return wrong(file, line, `'${key}' is for one run`, `type --${key}${variable}`);
}

/** @param place a line, or a line and a column with a colon between */
function wrong(
  { path }: SettingsText,
  place: number | string,
  what: string,
  advice: string | null = null,
) {
  return usageError("BAD_SETTINGS", `${path}:${place}: ${what}`, advice);
}
