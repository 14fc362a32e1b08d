// `ferry settings`: the value of each option and where it comes from.

import { type Flag, FLAGS } from "../flags.ts";
import type { TransferCommand } from "../settings.ts";
import {
  type Assignment,
  decidingAssignment,
  type Layers,
  type Source,
  SOURCES,
} from "./assignment.ts";
import type { Combined } from "./combine.ts";
import type { Settled } from "./settle.ts";

/** One value of an option. */
export interface SettingsRow {
  readonly option: string;
  /** As it would be typed; `yes` or `no` of a flag without a value; null where it has none. */
  readonly value: string | null;
  readonly source: Source | "default";
  /** The variable, the preset, or file and line; empty for flags and defaults. */
  readonly where: string;
}

/** What `ferry settings` is to print. */
export interface SettingsRequest {
  readonly command: "settings";
  readonly file: { readonly path: string; readonly isThere: boolean } | null;
  /** The sections of the file that are not shown. */
  readonly otherSections: readonly string[];
  readonly rows: readonly SettingsRow[];
  readonly notices: readonly string[];
  readonly json: boolean;
}

/** @param topic the command whose settings are asked for; null for all */
export function requestOf(
  topic: TransferCommand | null,
  { notices, file }: Combined,
  { layers, draft, notices: winners }: Settled,
): SettingsRequest {
  const flags = FLAGS.filter(({ isTypedOnly, commands }) =>
    !isTypedOnly && (topic === null || commands.includes(topic))
  );
  return {
    command: "settings",
    file: file === null ? null : { path: file.path, isThere: file.settings !== null },
    otherSections: file?.settings?.sections.filter((name) => name !== topic) ?? [],
    rows: flags.flatMap((flag) => rowsOf(flag, layers)),
    notices: [...notices, ...winners],
    json: draft.output.json,
  };
}

/** A row for each value that counts, the strongest first. */
function rowsOf(flag: Flag, layers: Layers): SettingsRow[] {
  const option = `--${flag.name}`;
  const given = (flag.isList ? allOf(flag, layers) : [decidingAssignment(layers, flag.name)])
    .filter((assignment) => assignment !== null && assignment.value !== null) as Assignment[];
  if (given.length === 0) {
    return [{ option, value: defaultOf(flag), source: "default", where: "" }];
  }
  return given.map(({ value, source, where }) => ({ option, value, source, where }));
}

function allOf(flag: Flag, layers: Layers): Assignment[] {
  return SOURCES.toReversed().flatMap((source) =>
    layers[source].filter((assignment) => assignment.flag === flag)
  );
}

function defaultOf(flag: Flag): string | null {
  if (flag.default !== undefined) return flag.default;
  if (flag.value !== undefined) return null;
  if (flag.hasThreeStates) return "auto";
  return flag.onByDefault ? "yes" : "no";
}
