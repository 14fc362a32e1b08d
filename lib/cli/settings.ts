// The settings of a run, as the command line and what it is joined with have settled them.

import type { FilterRule } from "../filter_rules.ts";
import type { LineFormat } from "./line_format.ts";
import type { Placement } from "../library/options.ts";
import type { Choice, Options } from "../options.ts";

/** Commands that take a source and a target. */
export type TransferCommand = "copy" | "mirror" | "verify" | "move" | "plan";

/** Part of the filters: rules as typed, or a file of rules that is read only when the run starts. */
export type FilterInput =
  | { readonly kind: "rule"; readonly include: boolean; readonly text: string }
  | { readonly kind: "file"; readonly path: string; readonly include?: boolean }
  /** For which small and capital letters are the same. */
  | { readonly kind: "any case"; readonly include: boolean; readonly text: string }
  /** In rsync's language. */
  | { readonly kind: "filter"; readonly text: string }
  /** What an option that has no rule as its value stands for. */
  | { readonly kind: "known"; readonly flag: string; readonly rules: readonly FilterRule[] }
  /** rsync's -C, whose rules come last. */
  | { readonly kind: "cvs"; readonly flag: string }
  /** Takes back what weaker sources say by that flag. */
  | { readonly kind: "without"; readonly flag: string }
  /** The rules after it come from a weaker source: none of them takes back what stands before. */
  | { readonly kind: "end of source" };

/** What is printed, and how. */
export interface OutputSettings {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly itemize: boolean;
  readonly progress: Choice;
  readonly json: boolean;
  readonly stats: boolean;
  readonly color: Choice;
  /** Whether results go to stderr, because stdout is for a list. */
  readonly resultsOnStderr: boolean;
  /** How the line of an operation looks, where that was typed. */
  readonly format: LineFormat | null;
  /** Whether names are printed as they are, and end in NUL. */
  readonly print0: boolean;
  /** A file to which a line an operation is appended, and how that looks. */
  readonly logFile: string | null;
  readonly logFormat: LineFormat | null;
  /** A file for the names of what failed. */
  readonly errorsTo: string | null;
}

/** An option that was not typed. */
export interface Origin {
  /** As it would be typed. */
  readonly option: string;
  readonly value: string;
  /** `FERRY_SUFFIX`, `FILE:LINE`, `the preset safe`. */
  readonly place: string;
}

/** A run, ready to start: frozen all the way down. */
export interface Settings {
  readonly command: TransferCommand;
  readonly sources: readonly string[];
  readonly dest: string;
  readonly placement: Placement;
  /** Complete but for `filters` and `onlyPaths`, which come from lists. */
  readonly options: Options;
  readonly filterInputs: readonly FilterInput[];
  /** The list of the paths that alone take part; `onlyPaths` comes from it. */
  readonly filesFrom: string | null;
  /** Whether names and rules in lists end in NUL. */
  readonly listsEndInNul: boolean;
  /** Of `verify`: a list of digests to write, and one to compare DEST with. */
  readonly manifest: string | null;
  readonly check: string | null;
  /** Whether the user is asked before anything is deleted or replaced. */
  readonly confirm: boolean;
  /** The command that the process becomes after success, with its arguments; null for none. */
  readonly exec: readonly string[] | null;
  readonly output: OutputSettings;
  /** Whether the run is remembered (`ferry history`). */
  readonly history: boolean;
  /** What is said about options of other tools before the run. */
  readonly notices: readonly string[];
  /** Where options come from that were not typed. */
  readonly origins: readonly Origin[];
}

/**
 * Whether operations are printed: a dry run without them would say little, so it lists them even without `-v`. A plan
 * adds them up; for a program it lists them, too. Those of verify are files that are equal, which nobody wants among names
 * of what differs.
 */
export function printsOperations(
  { json, verbose, itemize, quiet, format, print0 }: OutputSettings,
  command: TransferCommand,
  { dryRun }: Pick<Options, "dryRun">,
): boolean {
  const plans = command === "plan";
  if (command === "verify") return verbose && !print0;
  if (json) return verbose || plans;
  return verbose || itemize || print0 || format !== null || (dryRun && !plans && !quiet);
}

/** The command whose options another one takes: a plan is what a mirror would do with the same ones. */
export function likeCommand(command: TransferCommand): TransferCommand {
  return command === "plan" ? "mirror" : command;
}
