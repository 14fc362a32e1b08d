// The manual page, made from the tables that the help is made of.

import project from "../../../deno.json" with { type: "json" };
import { type Command, COMMANDS } from "../commands.ts";
import { EXIT_MEANINGS } from "../exit_codes.ts";
import { type Flag, FLAGS, GROUPS, textsOf } from "../flags.ts";
import { longLabel } from "../help.ts";
import { ENVIRONMENT, SETTINGS_FILE } from "../settings_help.ts";
import {
  definition,
  filled,
  furtherParagraph,
  literal,
  paragraph,
  section,
  subsection,
  verbatim,
} from "./roff.ts";
import { JSON_NOTES, JSON_OBJECTS, type JsonObject } from "./json_texts.ts";
import { DESCRIPTION, FILES, FILTER_RULES, NOTES, SEE_ALSO, VARIABLES } from "./texts.ts";

/** Of the version; not of the day on which the page is made, which is to be the same each time. */
const DATE = "2026-11-29";

/** The page in the language of man(7). */
export function manualPage(): string {
  const lines = [
    `.TH FERRY 1 ${DATE} "ferry ${project.version}"`,
    // No hyphens and no wide gaps in what is typed.
    ".nh",
    ".ad l",
    ...section("NAME"),
    "ferry \\- copy, mirror, move and verify file trees",
    ...section("SYNOPSIS"),
    ...synopsis(),
    ...section("DESCRIPTION"),
    ...DESCRIPTION.flatMap(paragraph),
    ...section("COMMANDS"),
    ...COMMANDS.flatMap(describeCommand),
    ...section("OPTIONS"),
    ...paragraph(
      "An option's value follows as --jobs=N, --jobs N, -jN or -j N; where its label has [=...], only " +
        "as the first of these. Behind -- all arguments are paths, or with --exec a command and its own. Of an option and its --no- form the " +
        "last one counts. Options of cp, mv, rsync, rclone and robocopy do what they do there, or are " +
        "refused; 'ferry help COMMAND' lists them.",
    ),
    ...GROUPS.flatMap(describeGroup),
    ...section("FILTER RULES"),
    ...FILTER_RULES.flatMap(paragraph),
    ...section("EXIT STATUS"),
    ...EXIT_MEANINGS.flatMap(([codes, meaning]) => definition(codes, `${meaning}.`)),
    ...section("JSON"),
    ...JSON_NOTES.flatMap(paragraph),
    ...JSON_OBJECTS.flatMap(describeObject),
    ...section("ENVIRONMENT"),
    ...definition("FERRY_...", `Any option: ${ENVIRONMENT}`),
    ...VARIABLES.flatMap(([name, text]) => definition(name, text)),
    ...section("FILES"),
    ...definition("settings.json", `The settings: ${SETTINGS_FILE}`),
    ...FILES.flatMap(([name, text]) => definition(name, text)),
    ...section("EXAMPLES"),
    ...verbatim(COMMANDS.flatMap(({ examples }) => examples)),
    ...section("NOTES"),
    ...NOTES.flatMap(paragraph),
    ...section("SEE ALSO"),
    ...filled(SEE_ALSO.map(literal).join(", ")),
  ];
  return `${withoutLeadingBreaks(lines).join("\n")}\n`;
}

function synopsis(): string[] {
  const usages = COMMANDS.flatMap(({ usage }) => usage);
  return usages.flatMap((usage, at) => [...at > 0 ? [".br"] : [], literal(usage)]);
}

function describeCommand({ name, aliases = [], description }: Command): string[] {
  // These have sections of their own.
  const own = description.filter((text) =>
    !text.endsWith(ENVIRONMENT) && !text.endsWith(SETTINGS_FILE)
  );
  const [first, ...rest] = own;
  const others = aliases.length > 0 ? `, ${aliases.join(", ")}` : "";
  return [
    ...definition(`ferry ${name}${others}`, first),
    ...rest.flatMap(furtherParagraph),
  ];
}

function describeGroup(group: Flag["group"]): string[] {
  const flags = FLAGS.filter((flag) => flag.group === group);
  if (flags.length === 0) return [];
  const title = group[0].toUpperCase() + group.slice(1);
  return [...subsection(title), ...flags.flatMap(describeFlag)];
}

function describeFlag(flag: Flag): string[] {
  const own = flag.commands.map((command) => textsOf(flag, command).longHelp);
  const others = [...new Set(own)].filter((text) => text !== flag.longHelp);
  return [
    ...definition(longLabel(flag), `${flag.longHelp}${restriction(flag)}`),
    ...others.flatMap((text) => furtherParagraph(`${commandsWith(text, flag)}: ${text}`)),
  ];
}

function commandsWith(text: string, flag: Flag): string {
  return flag.commands.filter((command) => textsOf(flag, command).longHelp === text).join(", ");
}

/** For which commands a flag is, where it is not for all. */
function restriction({ commands }: Flag): string {
  const all = new Set(FLAGS.flatMap((flag) => flag.commands));
  const others = [...all].filter((command) => !commands.includes(command));
  if (others.length === 0) return "";
  return others.length === 1 ? ` Not for ${others[0]}.` : ` For ${commands.join(", ")}.`;
}

function describeObject({ type, of, fields }: JsonObject): string[] {
  return [
    ...definition(type, `${of}:`),
    ...fields.flatMap(([names, meaning]) => furtherParagraph(`${names}: ${meaning}.`)),
  ];
}

/** A heading begins a paragraph by itself. */
function withoutLeadingBreaks(lines: readonly string[]): string[] {
  return lines.filter((line, at) => line !== ".PP" || !/^\.S[HS]/.test(lines[at - 1] ?? ""));
}
