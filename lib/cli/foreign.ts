// The table of other tools' options: what each is to ferry. Parser, help and documentation read it; the rows
// are in `foreign/`, one file a tool. What ferry has by the same name is not in it.

import { cpOptions } from "./foreign/cp.ts";
import type { ForeignOption, Tool } from "./foreign/option.ts";
import { mvOptions } from "./foreign/mv.ts";
import { rcloneOptions, rcloneRemoteOption } from "./foreign/rclone.ts";
import { robocopyOptions } from "./foreign/robocopy.ts";
import { rsyncOptions } from "./foreign/rsync.ts";
import { likeCommand, type TransferCommand } from "./settings.ts";

export type { ForeignOption, Tool };

type Table = readonly [Tool, readonly ForeignOption[]];

let tables: readonly Table[] | null = null;

/** The tables, made when first asked for; where tools disagree, the earlier one is preferred. */
export function foreignOptions(): readonly Table[] {
  return tables ??= [
    ["rsync", rsyncOptions()],
    ["cp", cpOptions()],
    ["mv", mvOptions()],
    ["rclone", rcloneOptions()],
    ["robocopy", robocopyOptions()],
  ];
}

/** A row, and the tool that it belongs to. */
export interface FoundForeign {
  readonly tool: Tool;
  readonly option: ForeignOption;
  /** Of another tool that means something else by the name; null if all agree. */
  readonly other: FoundForeign | null;
}

/** What an option is looked up for. */
export interface Lookup {
  readonly command: TransferCommand;
  /** The tool whose own command was typed in place of ferry's: `ferry cp`. */
  readonly asTool: Tool | null;
}

/**
 * Finds what an option of another tool means to a command. A meaning that is done goes before one that is
 * not, and that of the tool whose command was typed before all.
 *
 * @param typed with its dashes or its slash
 */
export function findForeign(typed: string, lookup: Lookup): FoundForeign | null {
  const rows = rowsOf(typed, lookup);
  const own = rows.find(({ tool }) => tool === lookup.asTool);
  if (own !== undefined) return own;
  const chosen = rows.find(({ option }) => option.kind !== "not done") ?? rows[0];
  if (chosen !== undefined) {
    const other = rows.find(({ option }) => option.kind === "not done") ?? null;
    return {
      ...chosen,
      other: chosen === other || chosen.option.kind === "not done" ? null : other,
    };
  }
  const remote = typed.startsWith("--") ? rcloneRemoteOption(typed) : null;
  return remote === null ? null : { tool: "rclone", option: remote, other: null };
}

/** A meaning that takes the place of ferry's own, because the tool's own command was typed. */
export function findOwnMeaning(typed: string, lookup: Lookup): FoundForeign | null {
  if (lookup.asTool === null) return null;
  const rows = rowsOf(typed, lookup);
  return rows.find(({ tool, option }) => tool === lookup.asTool && option.isOfOwnCommand) ?? null;
}

/** What a letter of ferry's own means to the tool that has a command of the same name; null if nothing. */
export function findMissed(typed: string, { command }: Lookup): FoundForeign | null {
  const rows = allRows().get(keyOf(typed)) ?? [];
  return rows.find(({ option }) =>
    option.isOfOwnCommand && option.commands?.includes(likeCommand(command))
  ) ??
    null;
}

/** The commands for which a name has a row, where it has none for all. */
export function foreignCommands(typed: string): readonly TransferCommand[] {
  return [...allRows().get(keyOf(typed)) ?? []].flatMap(({ option }) => option.commands ?? []);
}

/** Every name in the tables. */
export function foreignNames(): string[] {
  return foreignOptions().flatMap(([, options]) => options.flatMap(({ names }) => names));
}

function rowsOf(typed: string, { command, asTool }: Lookup): readonly FoundForeign[] {
  return (allRows().get(keyOf(typed)) ?? []).filter(({ tool, option }) =>
    (option.commands?.includes(likeCommand(command)) ?? true) &&
    (option.isOfOwnCommand !== true || tool === asTool)
  );
}

let rows: ReadonlyMap<string, readonly FoundForeign[]> | null = null;

/** The rows by name, made when first asked for. */
function allRows(): ReadonlyMap<string, readonly FoundForeign[]> {
  if (rows !== null) return rows;
  const all = foreignOptions().flatMap(([tool, options]) =>
    options.flatMap((option) => option.names.map((name) => ({ name, tool, option, other: null })))
  );
  return rows = Map.groupBy(all, ({ name }) => keyOf(name));
}

/** robocopy's options may be typed in either case. */
function keyOf(typed: string): string {
  return typed.startsWith("/") ? typed.toUpperCase() : typed;
}
