// What a flag is, and makers for the usual kinds. A flag knows its names, its help and what it sets; the
// parser and the help texts only read this.

import type { Choice } from "../../options.ts";
import { badValue, usageError } from "../errors.ts";
import type { Draft } from "../draft.ts";
import type { TransferCommand } from "../settings.ts";
import { VERIFY_TEXTS } from "./verify_texts.ts";

/** The headings of the help texts, in their order. */
export const GROUPS = [
  "what happens",
  "which entries",
  "compare",
  "keep",
  "how",
  "output",
  "settings",
  "container",
  "help",
] as const;

/** One of the headings. */
export type Group = typeof GROUPS[number];

/** The commands that copy. */
export const COPYING: readonly TransferCommand[] = ["copy", "mirror", "move"];

/** The commands that put SOURCE into DEST where that is a folder, as cp and mv do. */
export const PLACING: readonly TransferCommand[] = ["copy", "move"];

/** Every command that takes a source and a target. */
export const ALL: readonly TransferCommand[] = [...COPYING, "verify"];

/** One row of the table of flags. */
export interface Flag {
  /** The long name without its dashes. */
  readonly name: string;
  readonly short?: string;
  /** Whether users of another tool expect something else by the letter, and are told. */
  readonly isContested?: boolean;
  /** Other long names that do the same. */
  readonly aliases?: readonly string[];
  /** Present if the flag takes a value: its placeholder in the help. */
  readonly value?: string;
  /** The value meant when none is given; then only `--name=VALUE` gives one, unless `choiceMayFollow`. */
  readonly bareValue?: string;
  /** Whether the next argument is the value if it is one of `choices`; rsync's `--sparse` has none. */
  readonly choiceMayFollow?: boolean;
  /** The value that holds where none is given, as it would be typed; left out where nothing does. */
  readonly default?: string;
  /** The closed list of values, for completions. */
  readonly choices?: readonly string[];
  /** What choices mean, for completions. */
  readonly choiceHelp?: ReadonlyMap<string, string>;
  /** Whether `--no-NAME` exists. */
  readonly negatable?: boolean;
  /** True if the flag is on by default, so that the help shows its `--no-` form. */
  readonly onByDefault?: boolean;
  /** True if neither form is the default, which `ferry settings` calls `auto`; `-h` names both if it is not on. */
  readonly hasThreeStates?: boolean;
  /** True if each value counts, not the last alone: a settings file may have a list, a variable several lines. */
  readonly isList?: boolean;
  /** True for a list of which the strongest source that has it gives all; the lists of others, as rules are, add up. */
  readonly isFromOneSource?: boolean;
  /** True for what only argv asks for. */
  readonly isTypedOnly?: boolean;
  /** True if `--` and all that follows it are the value: a command with its arguments, joined by NUL. */
  readonly takesCommand?: boolean;
  /** True for what is meant for one run or takes a guard away: a settings file may not have it. */
  readonly isKeptOutOfFiles?: boolean;
  /** True for a flag of daily use, which `-h` explains; the others it names. */
  readonly isDaily?: boolean;
  readonly group: Group;
  readonly commands: readonly TransferCommand[];
  /** One line for `-h`; neighbours with the same text share a line there. Empty if it is not of daily use. */
  readonly help: string;
  /** Sentences for `--help`. */
  readonly longHelp: string;
  /**
   * Writes into the draft.
   *
   * @param value the text given; for a flag without a value `"yes"`, or `"no"` for its `--no-` form
   * @param typed the flag as typed, for messages
   * @throws {FerryError} `usage` if the value is invalid
   */
  apply(draft: Draft, value: string, typed: string): void;
}

/** What a flag says of itself in the help of a command. */
export function textsOf(flag: Flag, command: TransferCommand): Pick<Flag, "help" | "longHelp"> {
  const { help, longHelp } = flag;
  return { help, longHelp, ...command === "verify" ? VERIFY_TEXTS[flag.name] : {} };
}

/** The fields of a flag that its maker does not fill in. */
type Row = Omit<Flag, "apply" | "value" | "negatable" | "choices">;

/** A flag that is on or off, with its `--no-` form. */
export function toggle(row: Row, set: (draft: Draft, on: boolean) => void): Flag {
  return { ...row, negatable: true, apply: (draft, value) => set(draft, value === "yes") };
}

/** A flag of `auto`, `always` or `never`. */
export function choice(row: Row, set: (draft: Draft, value: Choice) => void): Flag {
  const choices: readonly Choice[] = ["auto", "always", "never"];
  return {
    ...row,
    value: "WHEN",
    default: "auto",
    choices,
    apply(draft, value, typed) {
      const chosen = choices.find((known) => known === value);
      if (!chosen) throw badValue(typed, `'${value}' is none of ${choices.join(", ")}`);
      set(draft, chosen);
    },
  };
}

/** A flag whose value a parser reads; the parser's RangeError becomes a usage error. */
export function parsed<T>(
  row: Row & { value: string },
  parse: (text: string) => T,
  accepted: string,
  set: (draft: Draft, value: T) => void,
): Flag {
  return {
    ...row,
    apply(draft, value, typed) {
      try {
        set(draft, parse(value));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw badValue(typed, error.message, `accepted: ${accepted}`);
      }
    },
  };
}

/** A flag that names a file, by any name but the empty one. */
export function file(
  row: Row,
  set: (draft: Draft, path: string, typed: string) => void,
): Flag {
  return {
    ...row,
    value: "FILE",
    apply(draft, path, typed) {
      if (path === "") throw badValue(typed, "the file's name is empty");
      set(draft, path, typed);
    },
  };
}

/** A flag that names a folder, by any name but the empty one. */
export function folder(row: Row, set: (draft: Draft, path: string) => void): Flag {
  return {
    ...row,
    value: "DIR",
    apply(draft, path, typed) {
      if (path === "") throw usageError("EMPTY_OPERAND", `${typed}: the folder's name is empty`);
      set(draft, path);
    },
  };
}
