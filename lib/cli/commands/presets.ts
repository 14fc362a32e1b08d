// `ferry presets`: what each preset stands for.

import { textWidth } from "../columns.ts";
import { EXIT } from "../exit_codes.ts";
import { jsonLine } from "../json_line.ts";
import { hanging } from "../wrap.ts";
import type { Painter } from "../screen/painter.ts";
import { PRESETS } from "../presets.ts";

const NAME_COLUMNS = 12;

/** Prints the presets; gives the exit code. */
export function presetsCommand({ json }: { readonly json: boolean }, painter: Painter): number {
  painter.out(json ? jsonLines() : table());
  return EXIT.done;
}

function table(): string {
  const width = textWidth();
  const lines = PRESETS.flatMap(({ name, summary, options }) => [
    ...hanging(name.padEnd(NAME_COLUMNS), summary, width),
    ...hanging(" ".repeat(NAME_COLUMNS), options.join(" "), width),
  ]);
  return `${lines.join("\n")}\n`;
}

function jsonLines(): string {
  return PRESETS.map((preset) => jsonLine({ type: "preset", ...preset })).join("");
}
