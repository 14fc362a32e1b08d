// Errors of combinations: flags that exclude each other, and operands that do not fit the command. Checked
// once all of argv is read, so that a later flag can undo an earlier one.

import { contradictionIn } from "../../contradictions.ts";
import { DEFAULT_OPTIONS, type Options } from "../../options.ts";
import { findExtra } from "./extra_operands.ts";
import { slashOperand } from "./operands.ts";
import type { Placement } from "../../library/options.ts";
import type { Draft } from "../draft.ts";
import type { TransferCommand } from "../settings.ts";
import { usageError } from "../errors.ts";

/** Two flags, and whether a draft has both. */
export interface Pair {
  readonly names: readonly [string, string];
  readonly both: (draft: Draft) => boolean;
}

/** Pairs of flags that exclude each other. */
export const EXCLUSIVE: readonly Pair[] = [
  { names: ["--checksum", "--size-only"], both: (d) => d.checksum && d.sizeOnly },
  { names: ["--checksum", "--ignore-times"], both: (d) => d.checksum && d.ignoreTimes },
  { names: ["--size-only", "--ignore-times"], both: (d) => d.sizeOnly && d.ignoreTimes },
  {
    names: ["--chown", "--usermap"],
    both: ({ chown, options }) => (chown?.users ?? []).length > 0 && options.userMap.length > 0,
  },
  {
    names: ["--chown", "--groupmap"],
    both: ({ chown, options }) => (chown?.groups ?? []).length > 0 && options.groupMap.length > 0,
  },
  // Only root may take back what a process of low priority has given up, and COMMAND would inherit it.
  { names: ["--exec", "--low-priority"], both: (d) => d.exec !== null && d.options.lowPriority },
  { names: ["--quiet", "--verbose"], both: ({ output }) => output.quiet && output.verbose },
  { names: ["--quiet", "--itemize-changes"], both: ({ output }) => output.quiet && output.itemize },
  { names: ["--quiet", "--stats"], both: ({ output }) => output.quiet && output.stats },
  {
    names: ["--quiet", "--progress"],
    both: ({ output }) => output.quiet && output.progress === "always",
  },
  {
    names: ["--quiet", "--out-format"],
    both: ({ output }) => output.quiet && output.format !== null,
  },
  { names: ["--quiet", "--print0"], both: ({ output }) => output.quiet && output.print0 },
  {
    names: ["--json", "--out-format"],
    both: ({ output }) => output.json && output.format !== null,
  },
  {
    names: ["--json", "--log-file-format"],
    both: ({ output }) => output.json && output.logFormat !== null,
  },
  { names: ["--json", "--print0"], both: ({ output }) => output.json && output.print0 },
  {
    names: ["--files-from", "--delete-excluded"],
    both: (d) => d.filesFrom !== null && d.options.deleteExcluded,
  },
  {
    names: ["--delete-excluded", "--check"],
    both: (d) => d.options.deleteExcluded && d.check !== null,
  },
  { names: ["--files-from", "--check"], both: (d) => d.filesFrom !== null && d.check !== null },
  // A comparison of sizes reads no contents: the list would be empty, or not looked at.
  { names: ["--manifest", "--size-only"], both: (d) => d.manifest !== null && d.sizeOnly },
  { names: ["--check", "--size-only"], both: (d) => d.check !== null && d.sizeOnly },
  { names: ["--manifest", "--check"], both: (d) => d.manifest !== null && d.check !== null },
  {
    names: ["--no-target-directory", "--target-directory"],
    both: (d) => d.noTargetDirectory && d.targetDirectory !== null,
  },
];

/** The flags of options that contradict each other by their values. */
const FLAG_OF: Partial<Record<keyof Options, string>> = {
  minSize: "--min-size",
  maxSize: "--max-size",
  minAge: "--min-age",
  maxAge: "--max-age",
  maxDelete: "--max-delete",
  shard: "--shard",
};

/** What the operands mean. */
export interface Roots {
  readonly sources: readonly string[];
  readonly dest: string;
  readonly placement: Placement;
}

/**
 * Checks flags against each other.
 *
 * @param nameOf what an option is called in messages
 * @throws {FerryError} `usage` if two flags contradict each other, or a range is empty
 */
export function checkDraft(draft: Draft, nameOf: (option: string) => string): void {
  for (const { names: [a, b], both } of EXCLUSIVE) {
    if (both(draft)) {
      throw usageError("CONFLICT", `${nameOf(a)} and ${nameOf(b)} exclude each other`);
    }
  }
  const { minSize, maxSize, minAge, maxAge, maxDelete, shard } = draft.options;
  const values = { ...DEFAULT_OPTIONS, minSize, maxSize, minAge, maxAge, maxDelete, shard };
  const range = contradictionIn(values);
  if (range !== null) {
    const [least, most] = range.names.map((name) => nameOf(FLAG_OF[name]!));
    throw usageError("CONFLICT", `${least} and ${most} ${range.what}`);
  }
  if (listsFromInput(draft) > 1) {
    throw usageError("CONFLICT", "standard input, '-', can be read for one option only");
  }
}

/** What is said of flags that have another effect than their users may expect. */
export function noticesOf({ filters }: Draft): readonly string[] {
  const rules = filters.filter(({ kind }) => kind !== "end of source");
  const leavesOut = rules.some((input) =>
    input.kind !== "rule" || !input.include || input.text.startsWith("- ")
  );
  if (rules.length === 0 || leavesOut) return [];
  return ["--include leaves nothing out by itself, as in rsync: --exclude '*' after it does"];
}

function listsFromInput({ check, filters, filesFrom }: Draft): number {
  const paths = filters.map((input) => {
    if (input.kind === "filter") return /^(?:\.|merge)\S*[ _]-$/.test(input.text) ? "-" : null;
    return input.kind === "file" ? input.path : null;
  });
  return [check, filesFrom, ...paths].filter((path) => path === "-").length;
}

/** @throws {FerryError} `usage` if there are too few or too many operands, or an empty one */
export function rootsFrom(
  operands: readonly string[],
  command: TransferCommand,
  draft: Draft,
): Roots {
  const { targetDirectory, check } = draft;
  if (check !== null) return rootsToCheck(operands, check, command);
  if (operands.length === 0) throw missing("SOURCE", null, command);
  if (operands.length === 1 && targetDirectory === null) {
    throw missing("DEST", operands[0], command);
  }
  const sources = targetDirectory === null ? operands.slice(0, -1) : [...operands];
  const dest = targetDirectory ?? operands[operands.length - 1];
  if (sources.includes("")) throw usageError("EMPTY_OPERAND", "SOURCE is an empty name");
  if (dest === "") throw usageError("EMPTY_OPERAND", "DEST is an empty name");

  const places = command === "copy" || command === "move";
  const oneSource = !places || draft.noTargetDirectory || draft.filesFrom !== null;
  if (oneSource && sources.length > 1) {
    for (const operand of operands) {
      const option = slashOperand(operand, command);
      if (option !== null) throw option;
    }
    const flag = draft.noTargetDirectory ? "--no-target-directory" : "--files-from";
    const what = places ? flag : `'ferry ${command}'`;
    const { operand, advice } = findExtra([...sources, dest], command, draft.filesFrom === null);
    throw usageError(
      "EXTRA_OPERAND",
      `${what} takes one SOURCE and one DEST; '${operand}' is one too many`,
      advice,
    );
  }
  if (draft.output.errorsTo !== null && sources.length > 1) {
    throw usageError("CONFLICT", "--errors-to takes one SOURCE, which its names are relative to");
  }
  if (oneSource) return { sources, dest, placement: "exact" };
  const into = targetDirectory !== null || sources.length > 1;
  return { sources, dest, placement: into ? "into" : "auto" };
}

/** The list stands where the source would. */
function rootsToCheck(operands: readonly string[], list: string, command: TransferCommand): Roots {
  const [dest] = operands;
  if (dest === undefined) throw missing("DEST", null, command);
  if (dest === "") throw usageError("EMPTY_OPERAND", "DEST is an empty name");
  if (operands.length > 1) {
    throw usageError(
      "EXTRA_OPERAND",
      `--check takes one DEST; '${operands[1]}' is one too many`,
      "quote names that contain spaces",
    );
  }
  return { sources: [list], dest, placement: "exact" };
}

function missing(what: "SOURCE" | "DEST", after: string | null, command: TransferCommand) {
  const where = after === null ? "" : ` after '${after}'`;
  const advice = `'ferry ${command} -h' shows how it is typed`;
  return usageError("MISSING_OPERAND", `${what} is missing${where}`, advice);
}
