// `ferry settings`: the value of each option, and where it comes from.

import { EXIT } from "../exit_codes.ts";
import type { Painter } from "../screen/painter.ts";
import type { SettingsRequest, SettingsRow } from "../sources/explain.ts";

const OPTION_COLUMNS = 25;
const VALUE_COLUMNS = 16;

/** Prints the settings; gives the exit code. */
export function settingsCommand(request: SettingsRequest, painter: Painter): number {
  for (const notice of request.notices) painter.err(`ferry: ${notice}\n`);
  painter.out(request.json ? jsonLines(request) : table(request));
  return EXIT.done;
}

function table({ file, rows, otherSections }: SettingsRequest): string {
  const lines = rows.map((row) =>
    [row.option.padEnd(OPTION_COLUMNS), shown(row.value).padEnd(VALUE_COLUMNS), originOf(row)]
      .join(" ").trimEnd()
  );
  return [
    `settings file: ${file === null ? "none" : file.path}${
      file?.isThere === false ? " (not there)" : ""
    }`,
    ...lines,
    ...otherSections.map((name) => `'ferry settings ${name}' has what is set for ${name} alone`),
    "",
  ].join("\n");
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
  return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
}
