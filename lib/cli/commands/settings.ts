// `ferry settings`: the value of each option, and where it comes from.

import { tableWidth } from "../columns.ts";
import { EXIT } from "../exit_codes.ts";
import { jsonLine } from "../json_line.ts";
import { continued, wrap } from "../wrap.ts";
import type { Painter } from "../screen/painter.ts";
import type { SettingsRequest, SettingsRow } from "../sources/explain.ts";

const OPTION_COLUMNS = 25;
const VALUE_COLUMNS = 16;
/** On a screen with fewer columns the values get less room. */
const NARROW = 72;
const NARROW_VALUE_COLUMNS = 6;

/** Prints the settings; gives the exit code. */
export function settingsCommand(request: SettingsRequest, painter: Painter): number {
  for (const notice of request.notices) painter.err(`ferry: ${notice}\n`);
  painter.out(request.json ? jsonLines(request) : settingsTable(request, tableWidth()));
  return EXIT.done;
}

/** The table for a screen of so many columns. */
export function settingsTable(
  { file, rows, otherSections }: Pick<SettingsRequest, "file" | "rows" | "otherSections">,
  width: number,
): string {
  const isThere = file?.isThere === false ? " (not there)" : "";
  return [
    ...continued(`settings file: ${file === null ? "none" : file.path}${isThere}`, 0, 4, width),
    ...rows.flatMap((row) => rowLines(row, width)),
    ...otherSections.flatMap((name) =>
      continued(`'ferry settings ${name}' has what is set for ${name} alone`, 0, 4, width)
    ),
    "",
  ].join("\n");
}

/** A line, or where the screen is too narrow for that several. */
function rowLines(row: SettingsRow, width: number): string[] {
  const value = shown(row.value), origin = originOf(row);
  const columns = width < NARROW ? NARROW_VALUE_COLUMNS : VALUE_COLUMNS;
  const option = row.option.padEnd(OPTION_COLUMNS);
  const line = [option, value.padEnd(columns), origin].join(" ");
  if (line.length <= width) return [line];
  const fits = OPTION_COLUMNS + 1 + value.length <= width;
  const first = fits ? [`${option} ${value}`] : [row.option, `    ${value}`];
  return [...first, ...wrap(origin, 4, width)];
}

/** Quoted where it would not be seen, or would look like several lines. */
function shown(value: string | null): string {
  if (value === null) return "-";
  // deno-lint-ignore no-control-regex
  return value === "" || /[\s\x00-\x1f\x7f]/.test(value) ? JSON.stringify(value) : value;
}

function originOf({ source, where }: SettingsRow): string {
  switch (source) {
    case "preset of the file":
      return `preset ${where}, which the file names`;
    case "flag":
    case "default":
      return source;
    default:
      return `${source} ${where}`;
  }
}

function jsonLines({ file, rows }: SettingsRequest): string {
  const objects = [
    { type: "settings-file", path: file?.path ?? null, exists: file?.isThere ?? false },
    ...rows.map(({ option, value, source, where }) => ({
      type: "setting",
      option,
      value,
      source,
      where: where === "" ? null : where,
    })),
  ];
  return objects.map(jsonLine).join("");
}
