// What there is to complete, for any shell: the tables of commands and flags, and nothing that one shell alone
// knows. Each shell's writer (`bash.ts` …) turns this into its own language.

import { type Command, COMMANDS } from "../commands.ts";
import { type Flag, FLAGS, HELP, textsOf, VERSION } from "../flags.ts";
import { TOPICS } from "../help_topics.ts";
import { readUsage, type Taken, type TakenOperand } from "./usage.ts";

/** What completes a word. */
export type Kind =
  | "file"
  | "folder"
  | "path"
  /** One of `words`. */
  | "word"
  /** Words with commas between them. */
  | "words"
  /** Anything: nothing is offered. */
  | "text";

/** A word that is wanted. */
export interface Wanted {
  readonly kind: Kind;
  /** As the help calls it. */
  readonly placeholder: string;
  /** To choose from. */
  readonly words: readonly string[];
  /** What words mean, as far as that is to be said. */
  readonly wordHelp?: ReadonlyMap<string, string>;
}

/** One way to type an option. */
export interface Form {
  /** With its dashes. */
  readonly name: string;
  readonly help: string;
}

/** An option, by all its names. */
export interface CompletedOption {
  /** The commands that take it, by their first names. */
  readonly commands: readonly string[];
  readonly forms: readonly Form[];
  readonly value: Wanted | null;
  /** True if a value only follows `=`. */
  readonly isValueOptional: boolean;
  /** True if it may be typed several times. */
  readonly isRepeated: boolean;
  /** True if a program and its arguments follow `--`. */
  readonly isBeforeProgram: boolean;
}

/** A command. */
export interface CompletedCommand {
  /** Its own name first. */
  readonly names: readonly string[];
  readonly help: string;
  /** One for each place; only one, for all places, where there may be any number. */
  readonly operands: readonly Wanted[];
  readonly isOpen: boolean;
  /** True if its operand is a command whose options may follow. */
  readonly isBeforeCommand: boolean;
}

/** Options that the same commands take. */
export interface SharedOptions {
  /** Every name of each. */
  readonly commands: readonly string[];
  readonly options: readonly CompletedOption[];
}

/** Everything. */
export interface Model {
  readonly commands: readonly CompletedCommand[];
  readonly options: readonly CompletedOption[];
  /** What stands in the place of a command. */
  readonly alone: readonly Form[];
}

/** Beyond this a description takes two lines beside an option's names. */
const LONGEST_HELP = 60;

/** Makes the model from the tables. */
export function completionModel(): Model {
  const own = FLAGS.flatMap(byHelp).map(optionOfFlag);
  return {
    commands: COMMANDS.map(completedCommand),
    options: [...own, ...COMMANDS.flatMap(optionsInUsage)],
    alone: [HELP, VERSION].flatMap((flag) => optionOfFlag(flag).forms),
  };
}

/** The options by the commands that take them. */
export function sharedOptions({ commands, options }: Model): SharedOptions[] {
  const shared = Map.groupBy(options, (option) => option.commands.join());
  return [...shared.values()].map((alike) => ({
    commands: commands.filter(({ names }) => alike[0].commands.includes(names[0]))
      .flatMap(({ names }) => names),
    options: alike,
  }));
}

/** The names of some options, in one list. */
export function namesOf(options: readonly CompletedOption[]): string[] {
  return [...new Set(options.flatMap(({ forms }) => forms.map(({ name }) => name)))];
}

/** The options that take the next word as their value. */
export function takingNext({ options }: Model): CompletedOption[] {
  return options.filter(({ value, isValueOptional }) => value !== null && !isValueOptional);
}

/** The commands behind which another one may follow, by all their names. */
export function beforeCommand({ commands }: Model): string[] {
  return commands.flatMap(({ names, isBeforeCommand }) => isBeforeCommand ? names : []);
}

/** The names of the options behind which a program and its arguments follow. */
export function beforeProgram({ options }: Model): string[] {
  return namesOf(options.filter(({ isBeforeProgram }) => isBeforeProgram));
}

function completedCommand(command: Command): CompletedCommand {
  const usages = command.usage.map(readUsage);
  const [{ operands, hasFlags }] = usages;
  const isOpen = usages.some((usage) => usage.operands.some((operand) => operand.isRepeated));
  const places = isOpen ? operands.slice(0, 1) : operands;
  return {
    names: [command.name, ...command.aliases ?? []],
    help: command.summary,
    operands: places.map((operand) => wantedOperand(operand, command, hasFlags)),
    isOpen,
    isBeforeCommand: hasFlags && operands.some(({ placeholder }) => placeholder === "COMMAND"),
  };
}

function wantedOperand(
  { placeholder, words }: TakenOperand,
  { isForFolders }: Command,
  hasFlags: boolean,
): Wanted {
  if (words.length > 0) {
    const all = words.map((word) => {
      if (word === "COMMAND") return commandWords(hasFlags);
      return word === "TOPIC" ? TOPICS : [word];
    });
    return { kind: "word", placeholder, words: all.flat() };
  }
  if (placeholder === "COMMAND") {
    return { kind: "word", placeholder, words: commandWords(hasFlags) };
  }
  return {
    kind: isForFolders || placeholder === "DIR" ? "folder" : "path",
    placeholder,
    words: [],
  };
}

/** What stands for COMMAND: all, or those that have options. */
function commandWords(haveFlags: boolean): string[] {
  return COMMANDS.filter((command) => !haveFlags || takesFlags(command))
    .flatMap(({ name, aliases }) => [name, ...aliases ?? []]);
}

function takesFlags({ name }: Command): boolean {
  return FLAGS.some(({ commands }) => commands.some((known) => known === name));
}

/** A flag as it is to the commands with the same help of it. */
function byHelp(flag: Flag): Flag[] {
  const groups = Map.groupBy(flag.commands, (command) => describe(textsOf(flag, command)));
  return [...groups.values()].map((commands) => ({
    ...flag,
    ...textsOf(flag, commands[0]),
    commands,
  }));
}

function describe({ help, longHelp }: Pick<Flag, "help" | "longHelp">): string {
  return briefly(help || longHelp);
}

function optionOfFlag(flag: Flag): CompletedOption {
  return {
    commands: flag.commands,
    forms: formsOf(flag),
    value: flag.value === undefined ? null : wantedValue(flag.value, flag),
    isValueOptional: flag.bareValue !== undefined,
    isRepeated: flag.isList ?? false,
    isBeforeProgram: flag.takesCommand ?? false,
  };
}

function wantedValue(
  placeholder: string,
  { choices, choiceHelp, isList }: Pick<Flag, "choices" | "choiceHelp" | "isList">,
): Wanted {
  if (choices) {
    const kind = isList ? "words" : "word";
    return { kind, placeholder, words: choices, wordHelp: choiceHelp };
  }
  const kind = placeholder === "FILE" ? "file" : placeholder === "DIR" ? "folder" : "text";
  return { kind, placeholder, words: [] };
}

/** Every name, the letter first. */
function formsOf(flag: Flag): Form[] {
  const names = [flag.name, ...flag.aliases ?? []];
  const [on, off] = helpOf(flag);
  const shown = [...flag.short ? [`-${flag.short}`] : [], ...names.map((name) => `--${name}`)];
  const undone = flag.negatable ? names.filter((name) => !name.startsWith("no-")) : [];
  return [
    ...shown.map((name) => ({ name, help: on })),
    ...undone.map((name) => ({ name: `--no-${name}`, help: off })),
  ];
}

/** What the flag does, and what its `--no-` form does. */
function helpOf(flag: Flag): readonly [string, string] {
  const help = describe(flag);
  if (!flag.onByDefault) {
    return [help, flag.hasThreeStates ? help : `undo --${flag.name}`];
  }
  return [
    flag.hasThreeStates
      ? "insist on these: an entry without them failed"
      : `undo --no-${flag.name}`,
    help,
  ];
}

/** The first clause, in small letters. */
export function briefly(text: string): string {
  const [clause] = text.split(/\.(?: |$)|[;:] /);
  const small = /^[A-Z][a-z]/.test(clause) ? clause[0].toLowerCase() + clause.slice(1) : clause;
  if (small.length <= LONGEST_HELP) return small;
  const cut = small.slice(0, LONGEST_HELP - 4);
  const comma = cut.lastIndexOf(",");
  return comma > LONGEST_HELP / 2
    ? cut.slice(0, comma)
    : `${cut.slice(0, cut.lastIndexOf(" "))} ...`;
}

/** The options of a command that the table of flags does not have: they stand in its usage. */
function optionsInUsage(command: Command): CompletedOption[] {
  if (takesFlags(command)) return [];
  const usages: readonly Taken[] = command.usage.map(readUsage);
  const named = usages.flatMap(({ options }) => options);
  return [...named, ["-h", null], ["--help", null]].map(([name, value]) => {
    const flag = FLAGS.find((row) => name === `--${row.name}` || name === `-${row.short}`);
    return {
      commands: [command.name],
      forms: [{ name: name!, help: flag ? describe(flag) : command.ownOptions?.[name!] ?? "" }],
      value: value === null ? null : wantedValue(value, {}),
      isValueOptional: false,
      isRepeated: false,
      isBeforeProgram: false,
    };
  });
}
