// What the standard streams are connected to, and how to write to each.

import type { Choice } from "../../options.ts";
import type { OutputSettings } from "../settings.ts";
import { variable } from "../variable.ts";
import { Painter, type ProgressMode } from "./painter.ts";

/** For a terminal that does not know. */
const DEFAULT_COLUMNS = 80;

/** How to write to one stream. */
export interface Style {
  /** Names are escaped for a terminal only. */
  readonly terminal: boolean;
  red(text: string): string;
  yellow(text: string): string;
}

/** Where a program prints. */
export interface Screen {
  readonly painter: Painter;
  readonly stdout: Style;
  readonly stderr: Style;
  readonly progress: ProgressMode;
}

type ScreenSettings = Pick<OutputSettings, "progress" | "quiet" | "color" | "resultsOnStderr">;

/** The standard streams, as the settings want them used. */
export function openScreen(output: ScreenSettings): Screen {
  const noColor = (variable("NO_COLOR") ?? "") !== "";
  const progress = progressMode(output, Deno.stderr.isTerminal());
  const stdout = output.resultsOnStderr ? Deno.stderr : Deno.stdout;
  const painter = new Painter({ stdout, stderr: Deno.stderr, progress, columns });
  return {
    painter,
    progress,
    stdout: makeStyle(stdout.isTerminal(), output.color, noColor),
    stderr: makeStyle(Deno.stderr.isTerminal(), output.color, noColor),
  };
}

/** Progress is for a terminal that can take a line back; elsewhere it must be asked for. */
function progressMode(
  { progress, quiet }: { progress: Choice; quiet: boolean },
  terminal: boolean,
): ProgressMode {
  if (progress === "never" || quiet) return "off";
  if (terminal && variable("TERM") !== "dumb") return "redraw";
  return progress === "always" ? "plain" : "off";
}

function columns(): number {
  try {
    // A terminal that was never told its size has 0 columns.
    return Deno.consoleSize().columns || DEFAULT_COLUMNS;
  } catch {
    return DEFAULT_COLUMNS;
  }
}

/**
 * Makes the style of a stream. `@std/fmt/colors` would do it, too, but it is a package to load at every
 * start for two escape sequences.
 *
 * @param color `always` wins over `noColor`
 * @param noColor the environment asks for no colours (https://no-color.org)
 */
export function makeStyle(terminal: boolean, color: Choice, noColor: boolean): Style {
  const colored = color === "always" || (color === "auto" && terminal && !noColor);
  const paint = (code: number) => (text: string) => colored ? `\x1b[${code}m${text}\x1b[0m` : text;
  return { terminal, red: paint(31), yellow: paint(33) };
}
