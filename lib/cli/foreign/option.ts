// What an option of another tool is to ferry, and makers for the three kinds of rows. The rows themselves
// are in one file a tool; parser, help and documentation read them.

import type { TransferCommand } from "../settings.ts";

/** The tools whose options are known. */
export type Tool = "cp" | "mv" | "rsync" | "robocopy" | "rclone";

interface Row {
  /** As typed: `--whole-file`, `-W`, `/MT`. */
  readonly names: readonly string[];
  /** Present if the option takes a value: its placeholder. */
  readonly value?: string;
  /** How a value is typed: `optional` only with `=`, `list` up to the next option (robocopy's `/XF a b`). */
  readonly form?: "required" | "optional" | "list";
  /** Commands that take it so; all if left out. */
  readonly commands?: readonly TransferCommand[];
  /** True for a meaning that holds only where the tool's own name is typed: `ferry cp -i`. */
  readonly isOfOwnCommand?: boolean;
}

/** An option without effect: ferry always does so, or it is about something that ferry does not do locally. */
export interface Accepted extends Row {
  readonly kind: "accepted";
  /** Why it has no effect. */
  readonly why: string;
  /** True if that is said: whoever types it may count on an effect. */
  readonly isTold?: boolean;
  /** True if it asks for links as links: that a SOURCE is copied as one needs no notice. */
  readonly asksForLinks?: boolean;
}

/** Another name of an option of ferry's. */
export interface Synonym extends Row {
  readonly kind: "synonym";
  /**
   * The options that are meant, as ferry has them.
   *
   * @throws {RangeError} for an invalid value, with the problem in words
   */
  readonly means: (value: string | null) => readonly string[];
  /** The same in words, for the help. */
  readonly shown: string;
}

/** An option that is refused. */
export interface NotDone extends Row {
  readonly kind: "not done";
  /** Why, and what to do instead, in one line. */
  readonly why: string;
}

/** One row of a table of foreign options. */
export type ForeignOption = Accepted | Synonym | NotDone;

type Extra = Omit<Row, "names">;

/** Makes a row for an option without effect; the names are separated by blanks. */
export function accepted(
  names: string,
  why: string,
  extra: Extra & Pick<Accepted, "isTold" | "asksForLinks"> = {},
): Accepted {
  return { kind: "accepted", names: names.split(" "), why, ...extra };
}

/**
 * Makes a row for another name of ferry's options.
 *
 * @param meant ferry's options, separated by blanks; one that ends in `=` gets the value
 */
export function synonym(names: string, meant: string, extra: Extra = {}): Synonym {
  const options = meant.split(" ");
  return {
    kind: "synonym",
    names: names.split(" "),
    means: (value) => options.map((option) => option.endsWith("=") ? option + value : option),
    shown: options.map((option) => option.endsWith("=") ? option.slice(0, -1) : option).join(" "),
    ...extra,
  };
}

/** Makes a row for an option whose value says which of ferry's options are meant. */
export function translated(
  names: string,
  shown: string,
  means: (value: string | null) => readonly string[],
  extra: Extra = {},
): Synonym {
  return { kind: "synonym", names: names.split(" "), means, shown, ...extra };
}

/** Makes a row for an option that is refused with one line. */
export function notDone(names: string, why: string, extra: Extra = {}): NotDone {
  return { kind: "not done", names: names.split(" "), why, ...extra };
}

/** An option of another tool that takes a value. */
export const WITH_VALUE = { value: "VALUE" } as const;
